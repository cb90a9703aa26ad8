/// The latencies a request must keep to count as good (its SLO); what is nil is not asked for.
public struct ServiceObjective: Hashable, Sendable {
    public var ttft: SimDuration?
    public var tpot: SimDuration?
    public var e2e: SimDuration?

    public init(ttft: SimDuration? = nil, tpot: SimDuration? = nil, e2e: SimDuration? = nil) {
        self.ttft = ttft
        self.tpot = tpot
        self.e2e = e2e
    }

    /// Whether all are kept; a request with one output token has no TPOT to miss.
    public func isMet(by record: RequestRecord) -> Bool {
        if let ttft, record.ttft > ttft { return false }
        if let tpot, let own = record.tpot, own > tpot { return false }
        if let e2e, record.e2e > e2e { return false }
        return true
    }
}
