/// Chunked prefill (Sarathi-Serve, OSDI '24; vLLM v1): everyone decodes in every step, and what is left of the token
/// budget goes to prompts, in chunks.
public struct ChunkedPrefill: BatchingPolicy {
    /// How a sequence loses its KV cache when the cache is full.
    public var preemption: BatchPlan.Preemption

    public init(preemption: BatchPlan.Preemption = .recompute) { self.preemption = preemption }

    public mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan) {
        plan.decodeAndPrefill(replica, by: preemption)
        plan.hold = replica.heldPlan(plan)
    }
}

extension BatchPlan {
    /// Decode everyone, then give the token budget to prompts in the order of the queue.
    public mutating func decodeAndPrefill(
        _ replica: borrowing ReplicaState, by preemption: Preemption = .recompute
    ) {
        decodeMakingRoom(replica, by: preemption)
        // vLLM admits nobody in a step that preempts: the blocks just freed are for those who run.
        if isPreempting { return }
        if replica.prefillingCount > 0 {
            for index in 0..<replica.prefillingCount {
                let request = replica.prefilling(at: index)
                let tokens = tokensThatFit(request)
                if tokens > 0 { prefill(request, tokens: tokens) }
            }
            unblockPrefill(replica)
            if isPreempting { return }
        }
        if replica.swappedCount > 0 {
            resumeSwapped(replica)
            if replica.swappedCount > resumed.count { return }
        }
        for index in 0..<replica.visibleWaitingCount {
            let request = replica.waiting(at: index)
            let tokens = tokensThatFit(request)
            if tokens == 0 { break }
            prefill(request, tokens: tokens)
        }
    }
}
