extension Int128 {
    /// The whole product of two 64-bit numbers. It cannot overflow, and it is one instruction where `*` of two `Int128`
    /// is forty.
    @inline(__always)
    public static func product(_ left: Int64, _ right: Int64) -> Int128 { Int128(left) &* Int128(right) }

    /// The same value in 64 bits, or nil where it does not fit. `Int64(exactly:)` goes through generic conversions, many
    /// times slower, and this is asked several times a step.
    @inlinable public var narrow: Int64? {
        let low = Int64(truncatingIfNeeded: self)
        return Int128(truncatingIfNeeded: low) == self ? low : nil
    }

    /// The nearest `Double`: what `Double(self)` is, faster where 64 bits suffice.
    public var nearestDouble: Double {
        if let small = narrow { return Double(small) }
        return Double(self)
    }
}
