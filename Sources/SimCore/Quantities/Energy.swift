/// Energy in whole femtojoules.
///
/// `Int128` holds 1.7e23 J, so sums never overflow in practice and never depend on the order of adding.
public struct Energy: BitwiseCopyable, Comparable, Hashable, Sendable {
    public var femtojoules: Int128

    public init(femtojoules: Int128) { self.femtojoules = femtojoules }

    public static let zero = Energy(femtojoules: 0)

    /// Joules, rounded to the nearest `Double`.
    public var joules: Double { Double(femtojoules) / 1e15 }

    public static func < (left: Energy, right: Energy) -> Bool { left.femtojoules < right.femtojoules }

    public static func + (left: Energy, right: Energy) -> Energy {
        Energy(femtojoules: left.femtojoules + right.femtojoules)
    }

    public static func - (left: Energy, right: Energy) -> Energy {
        Energy(femtojoules: left.femtojoules - right.femtojoules)
    }

    public static func += (left: inout Energy, right: Energy) { left.femtojoules += right.femtojoules }

    public static func -= (left: inout Energy, right: Energy) { left.femtojoules -= right.femtojoules }
}

extension Energy: CustomStringConvertible {
    public var description: String { UnitScale.energy.render(femtojoules) }
}

extension Energy {
    /// Reads `5 J`, `1.2kJ`, `3mJ`, `2 Wh`, `1.5kWh`.
    public init(parsing text: String) throws(QuantityError) {
        self.init(femtojoules: try UnitScale.energy.parse(text))
    }
}
