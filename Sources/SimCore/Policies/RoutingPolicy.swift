/// Chooses the replica that serves a request, at the instant it arrives.
public protocol RoutingPolicy: Sendable {
    /// The number of a replica: an index of `loads`.
    mutating func route(_ request: ArrivedRequest, among loads: borrowing [ReplicaLoad]) -> Int
}

/// What a router may know of a replica: values that change only when a request arrives, starts or ends.
public struct ReplicaLoad: Hashable, Sendable {
    /// Requests in its queue.
    public var waiting = 0
    /// Requests that were admitted and have not ended.
    public var running = 0
    /// Prompt tokens of all its requests that have not ended.
    public var outstandingTokens: Int64 = 0

    public init() {}
}

/// One after the other.
public struct RoundRobin: RoutingPolicy {
    private var next = 0

    public init() {}

    public mutating func route(_ request: ArrivedRequest, among loads: borrowing [ReplicaLoad]) -> Int {
        let choice = next < loads.count ? next : 0
        next = choice + 1
        return choice
    }
}

/// To the replica with the fewest outstanding tokens; the lowest number among equals.
public struct LeastOutstanding: RoutingPolicy {
    public init() {}

    public mutating func route(_ request: ArrivedRequest, among loads: borrowing [ReplicaLoad]) -> Int {
        var best = 0
        for index in loads.indices where loads[index].outstandingTokens < loads[best].outstandingTokens {
            best = index
        }
        return best
    }
}
