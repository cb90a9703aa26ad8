/// Electric power in whole milliwatts.
public struct Power: BitwiseCopyable, Comparable, Hashable, Sendable {
    public let milliwatts: Int64

    public init(milliwatts: Int64) { self.milliwatts = milliwatts }

    /// The nearest milliwatt to `watts`; nil for NaN and for what does not fit `Int64`.
    public init?(watts: Double) {
        let milliwatts = (watts * 1e3).rounded(.toNearestOrEven)
        guard milliwatts.magnitude < 9.2e18 else { return nil }
        self.init(milliwatts: Int64(milliwatts))
    }

    public static let zero = Power(milliwatts: 0)

    /// Watts, rounded to the nearest `Double`.
    public var watts: Double { Double(milliwatts) / 1e3 }

    public static func < (left: Power, right: Power) -> Bool { left.milliwatts < right.milliwatts }

    /// Energy of a constant power over a span: 1 mW x 1 ps = 1 fJ, so the product is exact.
    public static func * (power: Power, span: SimDuration) -> Energy {
        Energy(femtojoules: Int128(power.milliwatts) * Int128(span.picoseconds))
    }
}

extension Power: CustomStringConvertible {
    public var description: String { UnitScale.power.render(Int128(milliwatts)) }
}

extension Power {
    /// Reads `700 W`, `0.7kW`, `350mW`.
    public init(parsing text: String) throws(QuantityError) {
        let base = try UnitScale.power.parse(text)
        guard let milliwatts = Int64(exactly: base) else {
            throw QuantityError.outOfRange(text: text, largest: "9.2e15 W")
        }
        self.init(milliwatts: milliwatts)
    }
}
