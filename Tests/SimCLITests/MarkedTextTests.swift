import SimCore
import Testing

@testable import SimCLI

@Suite("Places in a text")
struct MarkedTextTests {
    @Test("Are those that counting from the start gives, wherever they are")
    func random() {
        for seed in 1...40 as ClosedRange<UInt64> {
            var stream = RandomStream(seed: seed, purpose: "test.marks")
            let marks = Array("a\n\r \u{e9}\u{1f600}".utf8)
            let bytes = (0..<stream.below(3_000)).map { _ in marks[stream.below(marks.count)] }
            let text = MarkedText(bytes)
            for _ in 0..<200 {
                let offset = stream.below(bytes.count + 3)
                #expect(
                    text.position(of: offset) == TextPosition(offset: offset, in: bytes),
                    "seed \(seed), offset \(offset)")
            }
        }
    }

    @Test("At the edges of marks, before the start and behind the end")
    func edges() {
        let bytes = [UInt8](repeating: UInt8(ascii: "\n"), count: 2 * MarkedText.stride)
        let text = MarkedText(bytes)
        for offset in [0, MarkedText.stride - 1, MarkedText.stride, bytes.count - 1, bytes.count] {
            #expect(text.position(of: offset) == TextPosition(line: offset + 1, column: 1))
        }
        #expect(text.position(of: -5) == TextPosition(line: 1, column: 1))
        #expect(text.position(of: 1 << 40) == text.position(of: bytes.count))
        #expect(MarkedText([]).position(of: 3) == TextPosition(line: 1, column: 1))
    }
}
