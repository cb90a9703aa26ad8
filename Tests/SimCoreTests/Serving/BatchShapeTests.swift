import Testing

@testable import SimCore

@Suite struct BatchShapeTests {
    /// Pairs counted one by one: query number i of the prompt sees i keys, or as many as the window shows.
    @Test func pairsAgreeWithCounting() {
        var stream = RandomStream(seed: 121, purpose: "shape")
        for _ in 0..<2_000 {
            let tokens = stream.whole(in: 1...60)
            let past = stream.whole(in: 0...60)
            let window = stream.whole(in: 1...80)
            var shape = BatchShape()
            shape.addChunk(
                tokens: tokens, past: past, completes: true, spans: PerSpan(window: Int(window)), declared: 1)
            let queries = (past + 1)...(past + tokens)
            #expect(shape.prefillPairs == queries.reduce(0, +))
            #expect(shape.windowedPrefillPairs == queries.reduce(0) { $0 + min($1, window) })
            #expect(shape.prefillPastTokens == past && shape.windowedPrefillPastTokens == min(past, window))
            #expect(shape.prefillTokens == tokens && shape.prefillChunks == 1 && shape.completedPrefills == 1)
        }
    }

    @Test func chunksAddUp() {
        var whole = BatchShape()
        whole.addChunk(tokens: 100, past: 0, completes: true, spans: PerSpan(window: 30), declared: 1)
        var parts = BatchShape()
        parts.addChunk(tokens: 41, past: 0, completes: false, spans: PerSpan(window: 30), declared: 1)
        parts.addChunk(tokens: 59, past: 41, completes: true, spans: PerSpan(window: 30), declared: 1)
        #expect(parts.prefillPairs == whole.prefillPairs)
        #expect(parts.windowedPrefillPairs == whole.windowedPrefillPairs)
        #expect(parts.prefillChunks == 2 && parts.completedPrefills == 1)
    }

    /// 2^40 tokens make 2^79 pairs: the count stays at the largest there is.
    @Test func tooManyPairsClamp() {
        var shape = BatchShape()
        for _ in 0..<3 {
            shape.addChunk(
                tokens: 1 << 40, past: 1 << 40, completes: true, spans: PerSpan(window: 1 << 39), declared: 1)
        }
        #expect(shape.prefillPairs == .max && shape.windowedPrefillPairs == .max)
        #expect(shape.prefillTokens == 3 << 40)
    }

    @Test(arguments: [(500, 500), (1_000, 1_000), (1_001, 1_000), (0, 1), (Int.min, 1), (Int.max, 1_000)])
    func theClockIsClamped(asked: Int, given: Int) {
        #expect(OperatingPoint(clockPermille: asked).clockPermille == Int32(given))
    }
}
