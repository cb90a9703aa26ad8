import SimCore

/// Continuous batching that saves energy by waiting: arrivals are held back and let in together, as late as a budget for
/// the time to first token allows.
///
/// Every decode step reads all weights, whatever the number of rows. Requests that are let in together decode together,
/// so that their tokens share those reads, and between groups the device idles at less than a step's power.
///
/// This is also the example of how to write a policy of one's own. What it takes:
///
/// 1. A `Sendable` struct that conforms to `BatchingPolicy`. Each replica gets a copy, so what it remembers needs no lock.
/// 2. `plan(_:into:)`, called whenever the replica is free to start a step. Read the replica: `waitingCount`,
///    `waiting(at:)`, `prefillingCount`, `decodingCount`, `now`. Ask: `plan.prefill`, `plan.decode...`, `plan.idle(until:)`.
///    The engine checks the whole plan against memory and limits; it refuses a wrong one and never repairs it.
/// 3. `plan.hold` says how long a plan of decodes stays what the policy would ask for, so that many equal steps can be
///    taken at once. The default, `.oneStep`, is always right; here a deadline may fall between any two steps.
/// 4. The length of an answer is not in the state: no policy can cheat.
///
/// The policy knows no GPU. How long a prompt takes it learns from its own plans: the time from a plan that prefilled to
/// the next one.
struct HoldForBudget: BatchingPolicy {
    /// Arrival to first token at most, as far as the load allows.
    let budget: SimDuration
    /// What was learned: picoseconds of a prompt token and of a decode step, slowly forgotten peaks.
    private var perToken: Int64 = 0
    private var perDecode: Int64 = 0
    private var lastPlan: (at: SimInstant, promptTokens: Int64, decodes: Bool)?

    init(budget: SimDuration) { self.budget = budget }

    mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan) {
        learn(replica.now)
        let deadline = deadline(replica)
        let isDue = replica.prefillingCount > 0 || deadline.map { $0 <= replica.now } ?? false
        let isFull = replica.waitingCount >= plan.sequencesLeft
        var tokens: Int64 = 0
        if isDue || (isFull && replica.waitingCount > 0) {
            tokens = admit(replica, &plan)
        }
        if plan.isEmpty {
            plan.decodeMakingRoom(replica)
            plan.unblockPrefill(replica)
            if !plan.isPreempting { plan.resumeSwapped(replica) }
            if replica.waitingCount == 0 { plan.hold = .untilArrivalOrBatchChange }
        }
        if plan.isEmpty, let deadline { plan.idle(until: deadline) }
        // Steps that were leapt over would pass for one long one.
        lastPlan = plan.isEmpty || replica.waitingCount == 0 ? nil : (replica.now, tokens, plan.decodes)
        if tokens > 0 { lastPlan = (replica.now, tokens, plan.decodes) }
    }

    /// When the oldest waiting request has to start: its budget, less the prompts that would be let in with it and the
    /// step that may be under way.
    private func deadline(_ replica: borrowing ReplicaState) -> SimInstant? {
        guard let first = replica.firstWaiting else { return nil }
        var tokens: Int64 = 0
        for index in 0..<min(replica.visibleWaitingCount, replica.limits.maxSequences) {
            tokens += Int64(replica.waiting(at: index).remainingTokens)
        }
        let reserve = min(tokens, 1 << 20) * perToken + 2 * perDecode
        return first.arrival + SimDuration(picoseconds: max(0, budget.picoseconds - reserve))
    }

    /// Whole prompts in the order of arrival, as far as there is room; the number of their tokens.
    private func admit(_ replica: borrowing ReplicaState, _ plan: inout BatchPlan) -> Int64 {
        var sum: Int64 = 0
        for index in 0..<replica.prefillingCount {
            let request = replica.prefilling(at: index)
            let tokens = plan.tokensThatFit(request)
            if tokens > 0 { plan.prefill(request, tokens: tokens) }
            sum += Int64(tokens)
        }
        guard replica.swappedCount == 0 else { return sum }
        for index in 0..<replica.visibleWaitingCount {
            let request = replica.waiting(at: index)
            let tokens = plan.tokensThatFit(request)
            if tokens == 0 || !(tokens == request.remainingTokens || plan.isEmpty) { break }
            plan.prefill(request, tokens: tokens)
            sum += Int64(tokens)
        }
        return sum
    }

    private mutating func learn(_ now: SimInstant) {
        guard let last = lastPlan else { return }
        lastPlan = nil
        let span = (now - last.at).picoseconds
        if last.promptTokens > 0 {
            perToken = max(span / last.promptTokens, perToken - perToken / 64)
        } else if last.decodes {
            perDecode = max(span, perDecode - perDecode / 64)
        }
    }
}
