/// A span of simulated time in whole picoseconds.
public struct SimDuration: BitwiseCopyable, Comparable, Hashable, Sendable {
    /// Picoseconds; negative for a span that runs backwards.
    public let picoseconds: Int64

    public init(picoseconds: Int64) { self.picoseconds = picoseconds }

    public static let zero = SimDuration(picoseconds: 0)

    public static func nanoseconds(_ count: Int64) -> SimDuration { whole(count, 1_000) }
    public static func microseconds(_ count: Int64) -> SimDuration { whole(count, 1_000_000) }
    public static func milliseconds(_ count: Int64) -> SimDuration { whole(count, 1_000_000_000) }
    public static func seconds(_ count: Int64) -> SimDuration { whole(count, 1_000_000_000_000) }

    /// The nearest picosecond to `seconds`; nil for NaN and for what does not fit 106 days.
    public init?(seconds: Double) {
        let picoseconds = (seconds * 1e12).rounded(.toNearestOrEven)
        guard picoseconds.magnitude < 9.2e18 else { return nil }
        self.init(picoseconds: Int64(picoseconds))
    }

    /// Seconds, rounded to the nearest `Double`.
    public var seconds: Double { Double(picoseconds) / 1e12 }

    /// Milliseconds, rounded to the nearest `Double`.
    public var milliseconds: Double { Double(picoseconds) / 1e9 }

    public static func < (left: SimDuration, right: SimDuration) -> Bool {
        left.picoseconds < right.picoseconds
    }

    /// The sum, clamped to the range of `Int64`.
    public static func + (left: SimDuration, right: SimDuration) -> SimDuration {
        let (sum, overflow) = left.picoseconds.addingReportingOverflow(right.picoseconds)
        return SimDuration(picoseconds: overflow ? (right.picoseconds < 0 ? Int64.min : Int64.max) : sum)
    }

    /// The difference, clamped to the range of `Int64`.
    public static func - (left: SimDuration, right: SimDuration) -> SimDuration {
        let (difference, overflow) = left.picoseconds.subtractingReportingOverflow(right.picoseconds)
        return SimDuration(
            picoseconds: overflow ? (right.picoseconds < 0 ? Int64.max : Int64.min) : difference)
    }

    /// Clamps to the range of `Int64` instead of trapping: the arguments may come from a user.
    private static func whole(_ count: Int64, _ unit: Int64) -> SimDuration {
        let (product, overflow) = count.multipliedReportingOverflow(by: unit)
        return SimDuration(picoseconds: overflow ? (count < 0 ? Int64.min : Int64.max) : product)
    }
}

extension SimDuration: CustomStringConvertible {
    public var description: String { UnitScale.duration.render(Int128(picoseconds)) }
}

extension SimDuration {
    /// Reads `1.5s`, `500 ms`, `20us`, `3 min`, `2h`; a bare number is refused, as its unit would be a guess.
    ///
    /// - Throws: ``QuantityError`` with what was read and which units there are.
    public init(parsing text: String) throws(QuantityError) {
        let base = try UnitScale.duration.parse(text)
        guard let picoseconds = Int64(exactly: base) else {
            throw QuantityError.outOfRange(text: text, largest: "106 days")
        }
        self.init(picoseconds: picoseconds)
    }
}
