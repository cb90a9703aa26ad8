/// Nearest whole numbers of non-negative quantities that were found within ``StepLimits``.
enum Whole {
    /// Of a number below 2^63.
    static func int64(_ value: Double) -> Int64 {
        value > 0 ? Int64(value.rounded(.toNearestOrEven)) : 0
    }

    /// Of a number below 2^127.
    static func int128(_ value: Double) -> Int128 {
        guard value > 0 else { return 0 }
        guard value >= 9e18 else { return Int128(Int64(value.rounded(.toNearestOrEven))) }
        // At least 2^53, so the value is its whole significand shifted: exact, and without a division.
        let significand = value.significandBitPattern | (1 << 52)
        return Int128(significand) << Int128(value.exponent - 52)
    }

    /// Of a non-negative number: the library's conversion from `Int128` takes as long as all the rest of a cost.
    static func double(_ value: Int128) -> Double {
        let high = UInt64(truncatingIfNeeded: value >> 64)
        let low = UInt64(truncatingIfNeeded: value)
        return high == 0 ? Double(low) : Double(high) * 0x1p64 + Double(low)
    }
}
