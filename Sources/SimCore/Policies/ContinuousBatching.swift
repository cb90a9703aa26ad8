/// Continuous batching, prompts first (Orca, OSDI '22; Hugging Face TGI): whole prompts as soon as there is room,
/// while the answers under way stand still.
///
/// A prompt longer than the token budget is cut to it, so that it cannot wait forever.
public struct ContinuousBatching: BatchingPolicy {
    /// How a sequence loses its KV cache when the cache is full.
    public var preemption: BatchPlan.Preemption

    public init(preemption: BatchPlan.Preemption = .recompute) { self.preemption = preemption }

    public mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan) {
        for index in 0..<replica.prefillingCount {
            let request = replica.prefilling(at: index)
            let tokens = plan.tokensThatFit(request)
            if tokens > 0 { plan.prefill(request, tokens: tokens) }
        }
        if replica.swappedCount == 0 {
            for index in 0..<replica.visibleWaitingCount {
                let request = replica.waiting(at: index)
                let tokens = plan.tokensThatFit(request)
                let isWhole = tokens == request.remainingTokens
                if tokens == 0 || !(isWhole || plan.isEmpty) { break }
                plan.prefill(request, tokens: tokens)
            }
        }
        if plan.isEmpty {
            plan.decodeMakingRoom(replica, by: preemption)
            plan.unblockPrefill(replica)
            if !plan.isPreempting { plan.resumeSwapped(replica) }
            plan.hold = replica.heldPlan(plan)
        }
    }
}

extension ReplicaState {
    /// How long a plan holds for a policy that serves its queue in order of arrival: arrivals go to the end of a queue whose
    /// first request has just been found not to fit.
    @inline(__always)
    func heldPlan(_ plan: borrowing BatchPlan) -> PlanHold {
        waitingCount > plan.chunks.count ? .untilBatchChange : heldInAnyOrder(plan)
    }

    /// The same for one that serves it in another order: what comes may be first.
    @inline(__always)
    func heldInAnyOrder(_ plan: borrowing BatchPlan) -> PlanHold {
        if plan.sequencesLeft < 1, plan.chunks.isEmpty { return .untilBatchChange }
        // Nobody is left whom room could be made for, once the plan's prompts are done.
        return swappedCount == 0 && waitingCount + prefillingCount == plan.chunks.count
            ? .untilArrival : .untilArrivalOrBatchChange
    }
}
