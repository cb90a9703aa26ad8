/// A quantity told as a product, so that a reader can multiply it out.
public struct Account: Hashable, Sendable {
    public struct Factor: Hashable, Sendable {
        public let value: Double
        /// What there are so many of; empty for a bare number.
        public let noun: String

        public init(_ value: Double, _ noun: String) {
            self.value = value
            self.noun = noun
        }
    }

    /// What it is: `weights`.
    public let what: String
    public var factors: [Factor]

    public init(_ what: String, _ factors: [Factor]) {
        self.what = what
        self.factors = factors
    }

    /// All factors multiplied.
    public var value: Double { factors.reduce(1) { $0 * $1.value } }

    /// The same in so many layers, passes and the like; once goes without saying.
    func times(_ count: Double, _ noun: String) -> Account {
        count == 1 ? self : Account(what, factors + [Factor(count, noun)])
    }
}

extension Account.Factor {
    static func number(_ value: Double) -> Account.Factor { Account.Factor(value, "") }
    static func rows(_ value: Double) -> Account.Factor { Account.Factor(value, "rows") }
    static func tokens(_ value: Double) -> Account.Factor { Account.Factor(value, "tokens") }
    static func bytes(_ value: Double) -> Account.Factor { Account.Factor(value, "bytes") }
}
