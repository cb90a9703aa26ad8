/// What a run is, apart from the things that are plugged in.
public struct SimulationSetup: Sendable {
    /// Copies of the model, each with its own queue, KV cache and ledger.
    public var replicas: Int
    public var limits: ReplicaLimits
    /// Most requests that the client has under way at once (closed loop); nil does not limit. A request that has to
    /// wait for its turn arrives when it gets it.
    public var maxConcurrency: Int?
    public var objective: ServiceObjective
    /// What each class of requests is promised, by its number (``RequestSpec/requestClass``). Where there are none, everyone
    /// is of class 0, which ``objective`` is promised.
    public var classes: [ServiceObjective] = []
    /// How many of the replicas each pool has, in the order of their numbers; empty is one pool of all. A cost model is told
    /// the pool (``BatchShape/pool``).
    public var pools: [Int] = []
    public var stepping: Stepping
    public var unservable: Unservable

    /// What to do with a request that can never fit.
    public enum Unservable: Hashable, Sendable {
        /// It counts as failed, and the run goes on.
        case countAsFailed
        /// The run ends with ``SimulationFault/unservable(id:why:)``.
        case endRun
    }

    public init(
        limits: ReplicaLimits, replicas: Int = 1, maxConcurrency: Int? = nil,
        objective: ServiceObjective = ServiceObjective(), stepping: Stepping = .leap,
        unservable: Unservable = .countAsFailed
    ) {
        self.limits = limits
        self.replicas = replicas
        self.maxConcurrency = maxConcurrency
        self.objective = objective
        self.stepping = stepping
        self.unservable = unservable
    }

    /// For each replica its pool.
    var poolOfReplica: [Int32] {
        if pools.isEmpty { return Array(repeating: 0, count: replicas) }
        return pools.enumerated().flatMap { Array(repeating: Int32($0.offset), count: $0.element) }
    }

    /// Throws what no run can have of a cost model's spans.
    @usableFromInline
    func check(_ spans: PerSpan<AttentionSpan>) throws(SimulationFault) {
        guard spans.first.isWhole else {
            throw .setup(
                "the cost model's first span is not .whole, which it must be: declare others after it")
        }
        for index in 1..<PerSpan<AttentionSpan>.count where !spans[index].isWhole {
            let tokens = spans[index].tokens
            let name = spans[index].isChunked ? "chunk" : "window"
            guard tokens >= 1, tokens <= 1 << 40 else {
                throw .setup(
                    "the cost model's attention \(name) is \(tokens), it must be at least 1 and at most 2^40, or "
                        + ".whole")
            }
        }
    }

    /// Throws what no run can have.
    @usableFromInline
    func check() throws(SimulationFault) {
        let atLeastOne = [
            ("replicas", replicas), ("maxSequences", limits.maxSequences),
            ("maxBatchedTokens", limits.maxBatchedTokens), ("kvBlocks", limits.kvBlocks),
            ("blockSize", limits.blockSize), ("maxModelTokens", limits.maxModelTokens),
            ("maxConcurrency", maxConcurrency ?? 1),
        ]
        for (name, value) in atLeastOne where value < 1 {
            throw .setup("\(name) is \(value), it must be at least 1")
        }
        // As Int64: where Int has 32 bits, 1 << 40 would be 0.
        let atMost: [(String, Int, Int64)] = [
            ("replicas", replicas, 1 << 20), ("maxSequences", limits.maxSequences, 1 << 24),
            ("blockSize", limits.blockSize, 1 << 24), ("kvBlocks", limits.kvBlocks, 1 << 40),
            ("maxBatchedTokens", limits.maxBatchedTokens, 1 << 40),
            ("maxModelTokens", limits.maxModelTokens, 1 << 40),
        ]
        for (name, value, limit) in atMost where Int64(value) > limit {
            throw .setup("\(name) is \(value), it must be at most \(limit)")
        }
        if Int64(limits.kvBlocks) > (1 << 50) / Int64(limits.blockSize) {
            throw .setup(
                "kvBlocks x blockSize is \(limits.kvBlocks) x \(limits.blockSize), it must be at most 2^50 tokens"
            )
        }
        if !pools.isEmpty {
            if let bad = pools.first(where: { $0 < 0 || $0 > replicas }) {
                throw .setup("a pool has \(bad) replicas, it must have 0 ... \(replicas)")
            }
            let sum = pools.reduce(0, +)
            if sum != replicas { throw .setup("the pools have \(sum) replicas, the run has \(replicas)") }
        }
        if limits.stateBytes < 0 || limits.stateBlocks < 0 {
            throw .setup(
                "stateBlocks is \(limits.stateBlocks) and stateBytes \(limits.stateBytes), they must be at least 0"
            )
        }
        if limits.maxSequences > limits.maxBatchedTokens {
            throw .setup(
                "maxBatchedTokens is \(limits.maxBatchedTokens), less than maxSequences "
                    + "(\(limits.maxSequences)): a step could not decode everyone. Raise it to \(limits.maxSequences)"
            )
        }
    }
}
