import SimCore
import Testing

@Suite struct BuiltinBatchingTests {
    private let requests = (0..<40).map {
        request(at: Int64($0) * 11, prompt: 1 + $0 * 7 % 50, output: 1 + $0 * 5 % 23, priority: $0 % 3)
    }
    private let limits = ReplicaLimits(maxSequences: 6, maxBatchedTokens: 70, kvBlocks: 40, blockSize: 4)

    private func expectSame(_ builtin: BuiltinBatching, _ policy: some BatchingPolicy) throws {
        let one = try run(requests, policy: builtin, limits: limits, replicas: 2)
        let two = try run(requests, policy: policy, limits: limits, replicas: 2)
        #expect(one.result == two.result && one.records == two.records)
    }

    /// Behind the common type, also one with memory (static batching) does what it does alone.
    @Test func theCommonTypeChangesNothing() throws {
        try expectSame(
            .staticBatching(StaticBatching(timeout: .milliseconds(50))),
            StaticBatching(timeout: .milliseconds(50)))
        try expectSame(.continuous(ContinuousBatching()), ContinuousBatching())
        try expectSame(.chunked(ChunkedPrefill(preemption: .swap)), ChunkedPrefill(preemption: .swap))
        try expectSame(.shortestPrompt(ShortestPromptFirst()), ShortestPromptFirst())
        try expectSame(.priority(PriorityWithAgeing()), PriorityWithAgeing())
    }

    /// And the policies differ: a switch that always took the same one would pass the test above only by chance.
    @Test func thePoliciesDiffer() throws {
        let policies: [BuiltinBatching] = [
            .staticBatching(StaticBatching()), .continuous(ContinuousBatching()), .chunked(ChunkedPrefill()),
            .shortestPrompt(ShortestPromptFirst()), .priority(PriorityWithAgeing()),
        ]
        let prints = try policies.map { try run(requests, policy: $0, limits: limits).result.fingerprint }
        #expect(Set(prints).count == policies.count)
    }
}
