import SimCore
import Testing

/// A step takes 10 ms and 1 ms for each prompt token.
@Suite struct ContinuousBatchingTests {
    /// 0 decodes when 1 arrives at 35 ms, in the middle of a step.
    ///
    ///     0 -> 20     0's prompt, its first token
    ///     20 -> 40    two tokens
    ///     40 -> 70    1's prompt alone: 0 stands still
    ///     70 -> 80    a token for both: 1 is done
    ///     80 -> 90    0's last
    @Test(arguments: [Stepping.leap, .single])
    func aPromptStallsTheAnswers(stepping: Stepping) throws {
        let (result, records) = try run(
            [request(at: 0, prompt: 10, output: 5), request(at: 35, prompt: 20, output: 2)],
            policy: ContinuousBatching(),
            limits: ReplicaLimits(maxSequences: 4, maxBatchedTokens: 100, kvBlocks: 100), stepping: stepping)
        #expect(timeline(records) == [[0, 20, 90], [40, 70, 80]])
        // Gaps: 10, 10, 40, 10 of 0 and 10 of 1.
        #expect(result.itl.count == 5 && result.itl.maximum == .milliseconds(40))
        #expect(result.itl.mean == .milliseconds(16))
        #expect(result.queueing.maximum == .milliseconds(5))
    }

    /// Whole prompts only, as many as the budget of 25 holds: 10 + 10, then 10. A prompt of 60 is cut to the budget.
    ///
    ///     0 -> 30     0 and 1; 2 does not fit whole
    ///     30 -> 50    2; a part of 3 does not join it
    ///     50 -> 85, 85 -> 120, 120 -> 140   3: 25 + 25 + 10
    @Test func wholePromptsUnlessTooLong() throws {
        let (_, records) = try run(
            [10, 10, 10, 60].map { request(at: 0, prompt: $0, output: 1) }, policy: ContinuousBatching(),
            limits: ReplicaLimits(maxSequences: 8, maxBatchedTokens: 25, kvBlocks: 100))
        #expect(timeline(records) == [[0, 30, 30], [0, 30, 30], [30, 50, 50], [50, 140, 140]])
    }

    /// Two sequences of 4 + 9 tokens in a cache of 4 blocks of 4.
    ///
    ///     0 -> 18      both prompts: a block each
    ///     18 -> 58     four tokens for both: 8 tokens, two blocks each, and the cache is full
    ///     58           both need a third block: 1, the youngest, gives its two back
    ///     58 -> 98     0's tokens 6 ... 9; 1 needs 3 blocks for its 9 tokens, one is free
    ///     98 -> 117    1's prompt and its five answer tokens, of which 8 had been computed; token 6
    ///     117 -> 147   tokens 7 ... 9
    @Test(
        arguments: [
            BuiltinBatching.continuous(ContinuousBatching()), .chunked(ChunkedPrefill()),
            .shortestPrompt(ShortestPromptFirst()), .priority(PriorityWithAgeing()),
        ], [Stepping.leap, .single])
    func theYoungestIsPreemptedAndRecomputed(policy: BuiltinBatching, stepping: Stepping) throws {
        let (result, records) = try run(
            [request(at: 0, prompt: 4, output: 9), request(at: 0, prompt: 4, output: 9)], policy: policy,
            limits: ReplicaLimits(maxSequences: 4, maxBatchedTokens: 64, kvBlocks: 4, blockSize: 4),
            stepping: stepping)
        #expect(timeline(records) == [[0, 18, 98], [0, 18, 147]])
        #expect(result.preemptions == 1 && result.recomputedTokens == 8 && result.swappedBlocks == 0)
        #expect(result.kvPeakBlocks == 4)
        #expect(result.itl.count == 16 && result.itl.maximum == .milliseconds(59))
        // 500 W x 19 ms, 8 of 9 tokens of it; whole femtojoules, rounded down.
        #expect(result.energy.recomputeWaste.femtojoules == 9_500_000_000_000_000 * 8 / 9)
        #expect(records.map(\.preemptions) == [0, 1])
    }

    /// The same with swapping: 1's two blocks leave at 58 and come back at 98, when 3 are free for its next token.
    ///
    ///     98 -> 138    tokens 6 ... 9
    @Test(
        arguments: [
            BuiltinBatching.continuous(ContinuousBatching(preemption: .swap)),
            .chunked(ChunkedPrefill(preemption: .swap)),
            .shortestPrompt(ShortestPromptFirst(preemption: .swap)),
            .priority(PriorityWithAgeing(preemption: .swap)),
        ], [Stepping.leap, .single])
    func theYoungestIsSwappedOutAndIn(policy: BuiltinBatching, stepping: Stepping) throws {
        let (result, records) = try run(
            [request(at: 0, prompt: 4, output: 9), request(at: 0, prompt: 4, output: 9)], policy: policy,
            limits: ReplicaLimits(maxSequences: 4, maxBatchedTokens: 64, kvBlocks: 4, blockSize: 4),
            stepping: stepping)
        #expect(timeline(records) == [[0, 18, 98], [0, 18, 138]])
        #expect(result.preemptions == 1 && result.recomputedTokens == 0 && result.swappedBlocks == 4)
        #expect(result.itl.maximum == .milliseconds(50))
        // Swapped out from 58 to 98, it waits.
        #expect(result.waitingIntegral == 40_000_000_000)
    }
}
