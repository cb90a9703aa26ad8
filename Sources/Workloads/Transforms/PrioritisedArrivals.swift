import SimCore

/// Requests with priorities drawn by share: `[(0, 9), (5, 1)]` gives every tenth request or so priority 5.
///
/// The draws have a random stream of their own, so arrivals and lengths stay where they are.
public struct PrioritisedArrivals<Source: ArrivalSource>: ArrivalSource {
    /// A priority and its weight among all shares.
    public struct Share: Hashable, Sendable {
        public let priority: Int
        public let weight: Double

        public init(priority: Int, weight: Double) {
            self.priority = priority
            self.weight = weight
        }
    }

    private var source: Source
    private let shares: [Share]
    private let total: Double
    private var stream: RandomStream

    /// - Throws: ``WorkloadError/badShares(reason:)`` for no shares, and weights that are negative, not finite, or
    ///   all zero.
    public init(
        _ source: Source, shares: [Share], seed: UInt64 = 0, replication: UInt64 = 0
    ) throws(WorkloadError) {
        var total = 0.0
        for share in shares {
            guard share.weight >= 0, share.weight < Double.infinity else {
                throw WorkloadError.badShares(reason: "\(share.weight) is no weight; write a number >= 0")
            }
            total += share.weight
        }
        guard total > 0, total < Double.infinity else {
            throw WorkloadError.badShares(reason: "the weights add up to \(total); one at least must be > 0")
        }
        self.source = source
        self.shares = shares
        self.total = total
        stream = RandomStream(seed: seed, purpose: "workload.priorities", replication: replication)
    }

    /// Every request with the same priority.
    public init(_ source: Source, priority: Int) {
        self.source = source
        shares = [Share(priority: priority, weight: 1)]
        total = 1
        stream = RandomStream(seed: 0, purpose: "workload.priorities")
    }

    public mutating func peek() throws(ArrivalFault) -> NextArrival { try source.peek() }

    public mutating func next() throws(ArrivalFault) -> RequestSpec? {
        guard var request = try source.next() else { return nil }
        var left = stream.unit() * total
        for share in shares where share.weight > 0 {
            request.priority = share.priority
            left -= share.weight
            if left < 0 { break }
        }
        return request
    }

    public var hearsAnswers: Bool { source.hearsAnswers }
    public mutating func finished(_ record: RequestRecord) { source.finished(record) }
    public mutating func refused(id: Int64, at instant: SimInstant) { source.refused(id: id, at: instant) }
}

extension PrioritisedArrivals: TallyingSource where Source: TallyingSource {
    public var tally: WorkloadTally { source.tally }
}
