import Testing

@testable import SimCore

@Suite struct SpanBooksTests {
    private struct Row {
        var slot: Int
        var tokens: Int64
        var share: Int128 = 0
    }

    /// Rows that come, go and are settled, against adding up every step of every row.
    @Test func agreesWithCountingEveryRow() {
        var stream = RandomStream(seed: 131, purpose: "books")
        for _ in 0..<150 {
            let window = Int(stream.whole(in: 1...20))
            let chunk = Int(stream.whole(in: 1...20))
            let spans = PerSpan([.window(window), .chunk(chunk)])
            var books = SpanBooks(spans)
            #expect(books.count == 2)
            var rows: [Row] = []
            var paid: [Int128] = [Int128](repeating: 0, count: 8)
            var step: Int64 = 0
            for _ in 0..<40 {
                let slot = Int(stream.whole(in: 0...7))
                if let index = rows.firstIndex(where: { $0.slot == slot }) {
                    let own = books.settle(slot)
                    #expect(paid[slot] + own == rows[index].share)
                    books.leave(slot)
                    rows.remove(at: index)
                } else {
                    let tokens = stream.whole(in: 1...50)
                    books.join(slot, tokens: tokens, step: step, order: Int64(slot))
                    rows.append(Row(slot: slot, tokens: tokens))
                    paid[slot] = 0
                }
                // As many steps as no row reaches an end in.
                let count = min(stream.whole(in: 1...6), max(1, books.earliestStep - step))
                var perToken = PerSpan(repeating: 0 as Int64)
                perToken[1] = stream.whole(in: 0...1 << 40)
                perToken[2] = stream.whole(in: 0...1 << 40)
                var shape = BatchShape()
                books.describe(&shape, step: step)
                for index in 1...2 {
                    let reads = rows.map { spans[index].reads($0.tokens + 1) }
                    #expect(shape.spans[index].contextTokens == reads.reduce(0, +))
                }
                books.add(perToken, step: step, steps: count)
                for _ in 0..<count {
                    for index in rows.indices {
                        rows[index].tokens += 1
                        for span in 1...2 {
                            rows[index].share +=
                                Int128(perToken[span]) * Int128(spans[span].reads(rows[index].tokens))
                        }
                    }
                }
                step += count
                while let end = books.popEnd(through: step) { paid[Int(end.slot)] += end.share }
                for row in rows {
                    let isRight = books.isRight(row.slot, tokens: row.tokens, step: step)
                    #expect(isRight)
                }
            }
        }
    }

    @Test func nothingIsKeptOfTheWholePast() {
        let books = SpanBooks(PerSpan(window: nil))
        #expect(books.count == 0 && books.earliestStep == .max)
    }
}
