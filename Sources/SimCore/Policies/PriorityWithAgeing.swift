/// Chunked prefill by priority, where waiting for `ageing` counts as much as one level of priority.
///
/// Two waiting requests age alike, so their order never changes: it is that of arrival - priority x ageing, and a
/// fixed key serves. Nobody starves: after (difference of priorities) x ageing the oldest is first.
public struct PriorityWithAgeing: BatchingPolicy {
    public var ageing: SimDuration
    /// How a sequence loses its KV cache when the cache is full.
    public var preemption: BatchPlan.Preemption

    public init(ageing: SimDuration = .seconds(10), preemption: BatchPlan.Preemption = .recompute) {
        self.ageing = ageing
        self.preemption = preemption
    }

    public mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan) {
        plan.decodeAndPrefill(replica, by: preemption)
        plan.hold = replica.heldInAnyOrder(plan)
    }

    public func queueKey(for request: ArrivedRequest) -> Int64 {
        let head = Int128(request.priority) * Int128(ageing.picoseconds)
        return Int64(clamping: Int128(request.arrival.picoseconds) - head)
    }
}
