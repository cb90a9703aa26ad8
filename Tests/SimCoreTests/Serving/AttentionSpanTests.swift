import SimCore
import Testing

@Suite struct AttentionSpanTests {
    /// What a token at a place in its sequence reads, counted one by one.
    private func reads(_ span: AttentionSpan, _ context: Int64) -> Int64 {
        var count: Int64 = 0
        for key in 0..<context {
            let query = context - 1
            let isSeen = span.isChunked ? key / span.tokens == query / span.tokens : query - key < span.tokens
            count += isSeen ? 1 : 0
        }
        return count
    }

    @Test func pairsAndReadingsAgreeWithCounting() {
        var stream = RandomStream(seed: 7, purpose: "span")
        for _ in 0..<500 {
            let length = Int(stream.whole(in: 1...40))
            let span = [AttentionSpan.whole, .window(length), .chunk(length)][Int(stream.whole(in: 0...2))]
            let past = stream.whole(in: 0...90)
            let tokens = stream.whole(in: 1...60)
            let each = ((past + 1)...(past + tokens)).map { reads(span, $0) }
            #expect(span.pairs(of: tokens, after: past) == Int128(each.reduce(0, +)))
            #expect(span.reads(past + 1) == each[0])
            // The token itself is not of the past.
            #expect(span.reads(past: past) == each[0] - 1 || span.reads(past: past) == each[0])
        }
    }

    @Test func theLargestCountsDoNotOverflow() {
        for span in [AttentionSpan.whole, .window(1 << 40), .chunk(1 << 40), .chunk(1)] {
            #expect(span.pairs(of: 1 << 40, after: 1 << 40) > 0)
        }
    }

    @Test func spansThatAreNotDeclaredAreWhole() {
        let spans = PerSpan([.window(7), .chunk(5)])
        #expect(spans.first.isWhole && spans.fourth.isWhole)
        #expect(spans[1] == .window(7) && spans[2] == .chunk(5))
        #expect(PerSpan(window: 9)[1].tokens == 9 && PerSpan(window: nil)[1].isWhole)
        var counts = PerSpan(repeating: 0)
        for index in 0..<PerSpan<Int>.count { counts[index] = index * index }
        #expect([counts.first, counts.second, counts.third, counts.fourth] == [0, 1, 4, 9])
    }
}
