/// The built-in batching policies behind one type, for programs that choose one by name.
public enum BuiltinBatching: BatchingPolicy {
    case staticBatching(StaticBatching)
    case continuous(ContinuousBatching)
    case chunked(ChunkedPrefill)
    case shortestPrompt(ShortestPromptFirst)
    case priority(PriorityWithAgeing)

    public mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan) {
        switch self {
        case .staticBatching(var policy):
            policy.plan(replica, into: &plan)
            self = .staticBatching(policy)
        case .continuous(var policy): policy.plan(replica, into: &plan)
        case .chunked(var policy): policy.plan(replica, into: &plan)
        case .shortestPrompt(var policy): policy.plan(replica, into: &plan)
        case .priority(var policy): policy.plan(replica, into: &plan)
        }
    }

    public func queueKey(for request: ArrivedRequest) -> Int64 {
        switch self {
        case .staticBatching(let policy): policy.queueKey(for: request)
        case .continuous(let policy): policy.queueKey(for: request)
        case .chunked(let policy): policy.queueKey(for: request)
        case .shortestPrompt(let policy): policy.queueKey(for: request)
        case .priority(let policy): policy.queueKey(for: request)
        }
    }
}

/// The built-in routing policies behind one type.
public enum BuiltinRouting: RoutingPolicy {
    case roundRobin(RoundRobin)
    case leastOutstanding(LeastOutstanding)

    public mutating func route(_ request: ArrivedRequest, among loads: borrowing ReplicaLoads) -> Int {
        switch self {
        case .roundRobin(var policy):
            let choice = policy.route(request, among: loads)
            self = .roundRobin(policy)
            return choice
        case .leastOutstanding(var policy): return policy.route(request, among: loads)
        }
    }
}
