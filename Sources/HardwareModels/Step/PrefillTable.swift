import SimCore

/// Prefill attention of the chunks that a step had lately: requests with prompts of one length repeat them.
///
/// What is remembered is what would be computed, to the bit.
struct PrefillTable: Sendable {
    /// All that prefill attention is a function of.
    private struct Key: Equatable, Sendable {
        struct Reading: Equatable, Sendable {
            var pairs: Int64 = 0
            var past: Int64 = 0
        }

        var tokens: Int64 = -1
        var chunks: Int64 = 0
        var sharesKernel = false
        var spans = PerSpan(repeating: Reading())
    }

    private struct Entry: Sendable {
        var key = Key()
        var cost = KernelCost.zero
    }

    private var entries: [Entry] = []

    private static let count = 256

    /// The remembered cost of the shape's chunks, else the computed one. O(1).
    mutating func cost(_ shape: BatchShape, _ program: StepProgram) -> KernelCost {
        var key = Key(
            tokens: shape.prefillTokens, chunks: shape.prefillChunks, sharesKernel: shape.decodeSequences > 0)
        for span in 0..<program.spanCount {
            let reading = shape.spans[span]
            key.spans[span] = Key.Reading(pairs: reading.prefillPairs, past: reading.prefillPastTokens)
        }
        // Multiplicative hashing (Knuth 6.4): the top bits of a product with 2^64 over the golden ratio.
        let mixed =
            key.tokens &+ (key.spans.first.pairs << 1) &+ (key.spans.first.past << 21) &+ (key.chunks << 43)
        let slot = Int(truncatingIfNeeded: (UInt64(bitPattern: mixed) &* 0x9E37_79B9_7F4A_7C15) >> 56)
        if entries.isEmpty { entries = [Entry](repeating: Entry(), count: PrefillTable.count) }
        if entries[slot].key == key { return entries[slot].cost }
        let cost = program.prefillAttention(shape)
        entries[slot] = Entry(key: key, cost: cost)
        return cost
    }
}
