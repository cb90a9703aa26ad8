import SimCore
import Testing

@Suite struct ReplicaLimitsTests {
    private func obstacle(_ prompt: Int, _ output: Int, _ limits: ReplicaLimits) -> UnservableReason? {
        limits.obstacle(to: RequestSpec(arrival: .zero, promptTokens: prompt, outputTokens: output))
    }

    /// The answer's last token is written and never read: 32 tokens of cache serve 33 tokens of request.
    @Test func theLastTokenNeedsNoRoom() {
        let limits = ReplicaLimits(kvBlocks: 2, blockSize: 16)
        #expect(obstacle(32, 1, limits) == nil)
        #expect(obstacle(1, 32, limits) == nil)
        #expect(obstacle(32, 2, limits) == .largerThanCache(blocks: 3, limit: 2))
    }

    @Test func theModelsLengthCounts() {
        let limits = ReplicaLimits(kvBlocks: 100, maxModelTokens: 40)
        #expect(obstacle(39, 1, limits) == nil)
        #expect(obstacle(39, 2, limits) == .longerThanModel(tokens: 41, limit: 40))
    }

    @Test func absurdNumbersDoNotTrap() {
        let limits = ReplicaLimits(kvBlocks: 100)
        #expect(obstacle(.max, .max, limits) == .longerThanModel(tokens: .max, limit: 1 << 40))
        #expect(obstacle(.min, 0, limits) == nil)
        #expect(obstacle(1, 1, ReplicaLimits(kvBlocks: 100, blockSize: 0)) == nil)
    }

    /// What has no obstacle is served alone to its end, and what has one cannot be: every size around the limit.
    @Test func theObstacleIsTheTruth() throws {
        let limits = ReplicaLimits(maxSequences: 2, maxBatchedTokens: 8, kvBlocks: 3, blockSize: 4)
        for prompt in 1...14 {
            for output in 1...14 {
                let (result, _) = try run(
                    [request(at: 0, prompt: prompt, output: output)], policy: ChunkedPrefill(), limits: limits
                )
                let fits = obstacle(prompt, output, limits) == nil
                #expect(fits == (prompt + output - 1 <= 12))
                #expect(result.completed == (fits ? 1 : 0) && result.failed == (fits ? 0 : 1))
                if fits { #expect(result.kvPeakBlocks == Int64((prompt + output - 1 + 3) / 4)) }
            }
        }
    }
}
