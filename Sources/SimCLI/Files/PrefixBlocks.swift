/// How many blocks of prompts were in an earlier request of a trace too: what an engine that caches prefixes would not
/// compute again.
///
/// Memory is bounded: past ``limit`` different blocks no more are looked at.
struct PrefixBlocks: Sendable {
    static let limit = 1 << 20

    private var seen: Set<UInt64> = []
    private(set) var total = 0
    private(set) var repeated = 0

    /// The part of the blocks that was seen before, 0 to 1; nil without blocks.
    var share: Double? { total == 0 ? nil : Double(repeated) / Double(total) }

    /// True when blocks were left out for want of memory.
    var isCut: Bool { seen.count >= PrefixBlocks.limit }

    /// Adds blocks that were counted by somebody else.
    mutating func add(blocks: Int, repeated: Int) {
        total += blocks
        self.repeated += min(repeated, blocks)
    }

    /// Adds the blocks of a list, whose elements are told apart by their text: `[0, 1, 2]`, `["a9", "b7"]`. O(length).
    mutating func add(list: ArraySlice<UInt8>) {
        var hash = PrefixBlocks.start
        var hasText = false
        func isBlank(_ byte: UInt8) -> Bool { byte <= UInt8(ascii: " ") || byte == UInt8(ascii: "[") }
        for byte in list {
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") {
                if hasText { add(hash) }
                (hash, hasText) = (PrefixBlocks.start, false)
            } else if !isBlank(byte) {
                hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
                hasText = true
            }
        }
    }

    /// FNV-1a's.
    private static let start: UInt64 = 0xcbf2_9ce4_8422_2325

    private mutating func add(_ block: UInt64) {
        if seen.contains(block) {
            total += 1
            repeated += 1
        } else if seen.count < PrefixBlocks.limit {
            seen.insert(block)
            total += 1
        }
    }
}
