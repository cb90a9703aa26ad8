/// Chunked prefill with the shortest prompt first: lower mean TTFT, and long prompts may starve under load.
public struct ShortestPromptFirst: BatchingPolicy {
    /// How a sequence loses its KV cache when the cache is full.
    public var preemption: BatchPlan.Preemption

    public init(preemption: BatchPlan.Preemption = .recompute) { self.preemption = preemption }

    public mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan) {
        plan.decodeAndPrefill(replica, by: preemption)
        // A shorter prompt may come that fits where the first in the queue does not.
        plan.hold = replica.heldInAnyOrder(plan)
    }

    public func queueKey(for request: ArrivedRequest) -> Int64 { Int64(request.promptTokens) }
}
