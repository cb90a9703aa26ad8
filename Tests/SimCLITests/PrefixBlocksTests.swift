import SimCore
import Testing

@testable import SimCLI

@Suite("Blocks of prompts that were seen before")
struct PrefixBlocksTests {
    private static func share(_ lists: [String]) -> Double? {
        var blocks = PrefixBlocks()
        for list in lists { blocks.add(list: Array(list.utf8)[...]) }
        return blocks.share
    }

    @Test("Numbers and texts, with blanks or without")
    func lists() {
        #expect(Self.share([]) == nil)
        #expect(Self.share(["[]", "[ ]", "null"]) == nil)
        #expect(Self.share(["[1, 2]", "[1,3]"]) == 0.25)
        #expect(Self.share([#"["a", "b"]"#, #"["a","b"]"#]) == 0.5)
        #expect(Self.share(["[1]", "[11]", "[111]"]) == 0)
    }

    @Test("Drawn lists, against a set of numbers")
    func random() {
        for seed in 1...50 as ClosedRange<UInt64> {
            var stream = RandomStream(seed: seed, purpose: "test.blocks")
            var (seen, total, repeated) = (Set<Int>(), 0, 0)
            var lists: [String] = []
            for _ in 0..<40 {
                let list = (0..<stream.below(9)).map { _ in stream.below(80) }
                for block in list {
                    total += 1
                    if !seen.insert(block).inserted { repeated += 1 }
                }
                lists.append("\(list)")
            }
            #expect(Self.share(lists) == Double(repeated) / Double(total), "seed \(seed)")
        }
    }

    @Test("Blocks that were counted before")
    func counted() {
        var blocks = PrefixBlocks()
        blocks.add(blocks: 4, repeated: 1)
        blocks.add(blocks: 2, repeated: 9)
        #expect(blocks.total == 6 && blocks.repeated == 3)
    }

    @Test("Memory has an end, and what lies behind it is not counted")
    func limit() {
        var blocks = PrefixBlocks()
        for start in stride(from: 0, to: PrefixBlocks.limit + 4096, by: 4096) {
            blocks.add(list: Array("\(Array(start..<(start + 4096)))".utf8)[...])
        }
        #expect(blocks.isCut)
        #expect(blocks.total == PrefixBlocks.limit)
        #expect(blocks.repeated == 0)
    }
}
