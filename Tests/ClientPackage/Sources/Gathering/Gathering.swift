import SimCore

/// Waits on an idle device until eight requests are there, or the first has waited half a second: fewer steps, so less
/// energy, and longer waits. A running batch admits whoever comes.
public struct Gathering: BatchingPolicy {
    public init() {}

    public mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan) {
        if replica.runningCount == 0, replica.waitingCount < 8, let first = replica.firstWaiting {
            let deadline = first.arrival + .milliseconds(500)
            if replica.now < deadline { return plan.idle(until: deadline) }
        }
        plan.decodeAndPrefill(replica)
        plan.hold = .untilArrivalOrBatchChange
    }
}
