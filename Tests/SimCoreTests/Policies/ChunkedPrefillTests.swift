import SimCore
import Testing

/// A step takes 10 ms and 1 ms for each prompt token.
@Suite struct ChunkedPrefillTests {
    /// The same requests as in ContinuousBatchingTests, with a budget of 12 tokens: decodes first, then a chunk.
    ///
    ///     0 -> 20     0's prompt
    ///     20 -> 40    two tokens
    ///     40 -> 61    0's fourth token beside 11 tokens of 1's prompt
    ///     61 -> 80    0's fifth beside the other 9: 0 is done, 1 has its first
    ///     80 -> 90    1's second
    @Test(arguments: [Stepping.leap, .single])
    func aChunkRunsBesideTheAnswers(stepping: Stepping) throws {
        let (result, records) = try run(
            [request(at: 0, prompt: 10, output: 5), request(at: 35, prompt: 20, output: 2)],
            policy: ChunkedPrefill(),
            limits: ReplicaLimits(maxSequences: 4, maxBatchedTokens: 12, kvBlocks: 100), stepping: stepping)
        #expect(timeline(records) == [[0, 20, 80], [40, 80, 90]])
        #expect(result.itl.maximum == .milliseconds(21) && result.steps == 6)
        // Prompts: 20 ms alone, then the 11 and 9 ms that the chunks cost, at 500 W; the rest is decode's.
        #expect(result.energy.prefill.joules == 0.5 * (20 + 11 + 9))
        #expect(result.energy.decode.joules == 0.5 * (20 + 10 + 10 + 10))
    }

    /// What the first prompt leaves of the budget goes to the next: 25 = 10 + 10 + 5 of 10.
    @Test func theBudgetIsUsedUp() throws {
        let (_, records) = try run(
            (0..<3).map { _ in request(at: 0, prompt: 10, output: 1) }, policy: ChunkedPrefill(),
            limits: ReplicaLimits(maxSequences: 8, maxBatchedTokens: 25, kvBlocks: 100))
        #expect(timeline(records) == [[0, 35, 35], [0, 35, 35], [0, 50, 50]])
    }

    /// 1 waits for the slot that 0 leaves at 40, though it arrived at 5.
    @Test func theNumberOfSequencesIsKept() throws {
        let (result, records) = try run(
            [request(at: 0, prompt: 10, output: 3), request(at: 5, prompt: 10, output: 1)],
            policy: ChunkedPrefill(),
            limits: ReplicaLimits(maxSequences: 1, maxBatchedTokens: 25, kvBlocks: 100))
        #expect(timeline(records) == [[0, 20, 40], [40, 60, 60]])
        #expect(result.maxRunning == 1 && result.maxWaiting == 1)
        #expect(result.waitingIntegral == 35_000_000_000 && result.runningIntegral == 60_000_000_000)
    }
}
