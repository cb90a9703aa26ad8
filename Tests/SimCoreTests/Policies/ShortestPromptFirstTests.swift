import SimCore
import Testing

@Suite struct ShortestPromptFirstTests {
    /// One at a time, 10 ms and 1 ms a token. While 0 is read (0 -> 40), three come: 20, 10 and 10 tokens.
    ///
    ///     40 -> 60    2, the shorter of them and the older of the equal
    ///     60 -> 80    3
    ///     80 -> 110   1
    @Test func shorterPromptsOvertakeAndEqualOnesDoNot() throws {
        let (_, records) = try run(
            [
                request(at: 0, prompt: 30, output: 1), request(at: 5, prompt: 20, output: 1),
                request(at: 6, prompt: 10, output: 1), request(at: 7, prompt: 10, output: 1),
            ], policy: ShortestPromptFirst(),
            limits: ReplicaLimits(maxSequences: 1, maxBatchedTokens: 100, kvBlocks: 100))
        #expect(timeline(records) == [[0, 40, 40], [80, 110, 110], [40, 60, 60], [60, 80, 80]])
    }

    @Test func theKeyIsThePrompt() {
        let request = ArrivedRequest(id: 0, arrival: .zero, promptTokens: 77, priority: 5)
        #expect(ShortestPromptFirst().queueKey(for: request) == 77)
        #expect(BuiltinBatching.shortestPrompt(ShortestPromptFirst()).queueKey(for: request) == 77)
    }
}
