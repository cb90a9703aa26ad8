/// A quantity told as a product, so that a reader can multiply it out.
public struct Account: Hashable, Sendable {
    public struct Factor: Hashable, Sendable {
        public let value: Double
        /// What there are so many of; empty for a bare number.
        public let noun: String
        /// What one of them is in base units: a millisecond is 0.001.
        public let scale: Double

        public init(_ value: Double, _ noun: String, scale: Double = 1) {
            self.value = value
            self.noun = noun
            self.scale = scale
        }
    }

    /// What it is: `weights`.
    public let what: String
    public private(set) var factors: [Factor]

    public init(_ what: String, _ factors: [Factor]) {
        self.what = what
        self.factors = factors
    }

    /// All factors multiplied, in base units.
    public var value: Double { factors.reduce(1) { $0 * $1.value * $1.scale } }

    /// The same in so many layers, passes and the like; once goes without saying. Bytes stay last.
    func times(_ count: Double, _ noun: String) -> Account {
        guard count != 1 else { return self }
        var account = self
        let end = factors.last?.noun == "bytes" ? factors.count - 1 : factors.count
        account.factors.insert(Factor(count, noun), at: end)
        return account
    }
}

extension Account.Factor {
    static func number(_ value: Double) -> Account.Factor { Account.Factor(value, "") }
    static func rows(_ value: Double) -> Account.Factor { Account.Factor(value, "rows") }
    static func tokens(_ value: Double) -> Account.Factor { Account.Factor(value, "tokens") }
    static func bytes(_ value: Double) -> Account.Factor { Account.Factor(value, "bytes") }
}
