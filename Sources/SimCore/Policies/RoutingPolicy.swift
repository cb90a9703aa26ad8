/// Chooses the replica that serves a request, at the instant it arrives.
public protocol RoutingPolicy: Sendable {
    /// The number of a replica: 0 ..< `loads.count`.
    mutating func route(_ request: ArrivedRequest, among loads: borrowing ReplicaLoads) -> Int
}

/// What a router may know of a replica: values that change only when a request arrives, starts or ends.
public struct ReplicaLoad: Hashable, Sendable {
    /// Requests in its queue.
    public var waiting = 0
    /// Requests that were admitted and have not ended.
    public var running = 0
    /// Prompt tokens of all its requests that have not ended.
    public var outstandingTokens: Int64 = 0
    /// The pool that it belongs to.
    public var pool = 0

    public init() {}
}

/// The loads of all replicas, lent for a question.
public struct ReplicaLoads: ~Copyable {
    private let core: Place<SimulationCore>?
    private let listed: [ReplicaLoad]

    @inline(__always)
    init(_ core: Place<SimulationCore>) {
        self.core = core
        listed = []
    }

    /// Loads from a list, to try a router on.
    public init(_ loads: [ReplicaLoad]) {
        core = nil
        listed = loads
    }

    /// How many replicas there are.
    public var count: Int { core?.value.replicas.count ?? listed.count }

    /// The load of replica number `index`, 0 ..< ``count``. O(1).
    public subscript(index: Int) -> ReplicaLoad { core?.value.replicas[index].load ?? listed[index] }

    /// The replica with the fewest outstanding tokens; the lowest number among equals. O(1), and for who asks it O(log
    /// replicas) at every arrival and end of a request.
    public var leastOutstanding: Int {
        if let core { return core.value.leastOutstanding() }
        return listed.indices.min { listed[$0].outstandingTokens < listed[$1].outstandingTokens } ?? 0
    }
}

/// One after the other.
public struct RoundRobin: RoutingPolicy {
    private var next = 0

    public init() {}

    public mutating func route(_ request: ArrivedRequest, among loads: borrowing ReplicaLoads) -> Int {
        let choice = next < loads.count ? next : 0
        next = choice + 1
        return choice
    }
}

/// To the replica with the fewest outstanding tokens; the lowest number among equals.
public struct LeastOutstanding: RoutingPolicy {
    public init() {}

    public mutating func route(_ request: ArrivedRequest, among loads: borrowing ReplicaLoads) -> Int {
        loads.leastOutstanding
    }
}
