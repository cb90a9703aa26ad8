import SimCore
import Testing

@Suite struct BatchingPolicyTests {
    /// The example in the protocol's comment, to the letter.
    private struct OneAtATime: BatchingPolicy {
        mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan) {
            plan.decode(replica)
            if replica.runningCount == 0, let next = replica.firstWaiting {
                plan.prefill(next, tokens: plan.tokensThatFit(next))
            } else if replica.prefillingCount > 0 {
                let rest = replica.prefilling(at: 0)
                plan.prefill(rest, tokens: plan.tokensThatFit(rest))
            }
        }
    }

    /// 10 ms a step and 1 ms a token, at most 8 tokens a step.
    ///
    ///     0 -> 18 -> 30 -> 40    0: 8 of 10 tokens, the other 2, a second token
    ///     40 -> 55               1
    @Test(arguments: [Stepping.leap, .single])
    func theExampleWorks(stepping: Stepping) throws {
        let (_, records) = try run(
            [request(at: 0, prompt: 10, output: 2), request(at: 1, prompt: 5, output: 1)],
            policy: OneAtATime(),
            limits: ReplicaLimits(maxSequences: 4, maxBatchedTokens: 8, kvBlocks: 10), stepping: stepping)
        #expect(timeline(records) == [[0, 30, 40], [40, 55, 55]])
    }

    @Test func firstComeFirstServedUnlessAPolicySaysOtherwise() {
        let request = ArrivedRequest(id: 9, arrival: .limit, promptTokens: 7, priority: 3)
        #expect(OneAtATime().queueKey(for: request) == 0)
        #expect(ContinuousBatching().queueKey(for: request) == 0)
        #expect(ChunkedPrefill().queueKey(for: request) == 0)
        #expect(StaticBatching().queueKey(for: request) == 0)
    }
}
