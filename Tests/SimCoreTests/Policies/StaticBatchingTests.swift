import SimCore
import Testing

/// A step takes 10 ms and 1 ms for each prompt token, so every time below can be worked out in the head.
@Suite struct StaticBatchingTests {
    private let limits = ReplicaLimits(maxSequences: 8, maxBatchedTokens: 100, kvBlocks: 100)

    /// 0 arrives at 0 ms and waits; 1 arrives at 40 ms and fills the batch of two.
    ///
    ///     40 -> 90    both prompts, 0's padded from 10 to 20: 10 + 40 ms, both write a first token
    ///     90 -> 130   four decode steps: 1 writes its tokens 2 ... 5, 0 is done at 110 and pads two rows
    ///
    /// 2 arrives at 50 ms alone. Its 100 ms are over at 150: 150 -> 165.
    @Test func waitsPadsHoldsAndTimesOut() throws {
        let (result, records) = try run(
            [
                request(at: 0, prompt: 10, output: 3), request(at: 40, prompt: 20, output: 5),
                request(at: 50, prompt: 5, output: 1),
            ], policy: StaticBatching(timeout: .milliseconds(100), batchSize: 2), limits: limits)
        #expect(timeline(records) == [[40, 90, 130], [40, 90, 130], [150, 165, 165]])
        // 10 prompt tokens and 2 rows.
        #expect(result.paddedTokens == 12)
        #expect(result.prefillTokens == 45 && result.decodeRows == 8)
        // Half of 0's prompt, 500 W x 50 ms / 4, and its two rows of 500 W x 10 ms / 2.
        #expect(result.energy.paddingWaste.joules == 6.25 + 5)
        #expect(records.first { $0.id == 0 }?.tpot == .milliseconds(20))
        // Idle 0 -> 40 and 130 -> 150.
        #expect(result.energy.idle.joules == 6)
    }

    /// A batch whose prompts exceed the budget of 30 tokens is read in two steps: 20 + 10, then 10.
    ///
    ///     0 -> 40     all of 0, padded, which writes its first token; half of 1
    ///     40 -> 60    the other half
    ///     60 -> 80    two decode steps; 0 is done at 70
    @Test func aLargeBatchIsReadInSeveralSteps() throws {
        let (result, records) = try run(
            [request(at: 0, prompt: 10, output: 2), request(at: 0, prompt: 20, output: 3)],
            policy: StaticBatching(timeout: .zero, batchSize: 2),
            limits: ReplicaLimits(maxSequences: 8, maxBatchedTokens: 30, kvBlocks: 100))
        #expect(timeline(records) == [[0, 40, 80], [0, 40 + 20, 80]])
        #expect(result.steps == 4 && result.paddedTokens == 11)
    }

    /// Nobody joins a batch under way: 1 comes at 5 ms, into the batch after.
    ///
    ///     0 -> 20 -> 40   0: prompt, two more tokens
    ///     40 -> 60        1
    @Test func nobodyJoinsABatchUnderWay() throws {
        let (_, records) = try run(
            [request(at: 0, prompt: 10, output: 3), request(at: 5, prompt: 10, output: 1)],
            policy: StaticBatching(timeout: .zero), limits: limits)
        #expect(timeline(records) == [[0, 20, 40], [40, 60, 60]])
    }

    /// A full batch is what the replica's limit and the cache allow: 4 blocks hold two padded prompts of 20 tokens.
    @Test func theCacheBoundsABatch() throws {
        let (result, records) = try run(
            (0..<4).map { request(at: 0, prompt: $0 == 1 ? 20 : 5, output: 1) },
            policy: StaticBatching(timeout: .zero, batchSize: 4),
            limits: ReplicaLimits(maxSequences: 8, maxBatchedTokens: 100, kvBlocks: 4))
        // 0 and 1 padded to 20: 50 ms. Then 2 and 3, 5 tokens each: 20 ms.
        #expect(timeline(records) == [[0, 50, 50], [0, 50, 50], [50, 70, 70], [50, 70, 70]])
        #expect(result.paddedTokens == 15 && result.preemptions == 0)
    }

    @Test(arguments: [0, -3, Int.min])
    func anAbsurdBatchSizeServesOneByOne(size: Int) throws {
        let (_, records) = try run(
            [request(at: 0, prompt: 10, output: 1), request(at: 0, prompt: 10, output: 1)],
            policy: StaticBatching(timeout: SimDuration(picoseconds: .min), batchSize: size), limits: limits)
        #expect(timeline(records) == [[0, 20, 20], [20, 40, 40]])
    }
}
