/// Static batching (plain transformers): waits until a batch is full or its first request has waited long enough,
/// pads the prompts to the longest, and runs until the last answer is done. Nobody joins or leaves in between.
///
/// A request's answer is complete when its batch is. Rows that are done go on computing padding, which costs time and
/// energy and is reported.
public struct StaticBatching: BatchingPolicy {
    /// How long the first request waits for the batch to fill.
    public var timeout: SimDuration
    /// Requests in a full batch; nil is the replica's limit.
    public var batchSize: Int?
    /// Members of the batch being formed that were not admitted yet.
    private var toAdmit = 0
    private var paddedLength = 0

    public init(timeout: SimDuration = .milliseconds(100), batchSize: Int? = nil) {
        self.timeout = timeout
        self.batchSize = batchSize
    }

    public mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan) {
        if replica.runningCount == 0, toAdmit == 0 { form(replica, &plan) }
        if toAdmit > 0 || replica.prefillingCount > 0 {
            prefill(replica, &plan)
        } else if replica.decodingCount > 0 {
            plan.decodeMakingRoom(replica)
            plan.hold = .untilBatchChange
        }
    }

    /// Chooses the members, or waits.
    private mutating func form(_ replica: borrowing ReplicaState, _ plan: inout BatchPlan) {
        guard let first = replica.firstWaiting else { return }
        let full = max(1, min(batchSize ?? Int.max, plan.sequencesLeft))
        if replica.waitingCount < full {
            let deadline = first.arrival + timeout
            if deadline > replica.now {
                plan.idle(until: deadline)
                return
            }
        }
        // As many as the KV cache holds, padded to the longest of them.
        var longest = 0
        var count = 0
        while count < min(full, replica.visibleWaitingCount) {
            let length = max(longest, replica.waiting(at: count).remainingTokens)
            if count > 0, (count + 1) * replica.blocks(forTokens: length) > plan.blocksLeft { break }
            longest = length
            count += 1
        }
        toAdmit = count
        paddedLength = longest
    }

    /// The whole batch at once if the token budget allows it, else in several steps.
    private mutating func prefill(_ replica: borrowing ReplicaState, _ plan: inout BatchPlan) {
        for index in 0..<replica.prefillingCount {
            let request = replica.prefilling(at: index)
            let tokens = min(request.remainingTokens, plan.tokensLeft)
            if tokens > 0 { plan.prefill(request, tokens: tokens) }
        }
        let members = toAdmit
        for index in 0..<members {
            let tokens = min(paddedLength, plan.tokensLeft)
            if tokens == 0 { break }
            plan.prefill(
                replica.waiting(at: index), tokens: tokens, paddedTo: paddedLength, isHeld: true)
            toAdmit -= 1
        }
    }
}
