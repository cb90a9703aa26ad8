import SimCore

/// What prefill's part of a step's energy is made of, in joules of one device before the host.
struct PrefillPart: Sendable {
    /// What prompts caused.
    var prefill: Double
    /// What each context token adds, by spans of attention.
    var perToken: PerSpan<Double>

    /// Prefill's share of a step that also decodes: see ``RooflineModel/cost(of:)``.
    func energy(of held: HeldStep, at shape: BatchShape) -> Int128 {
        let cost = held.cost
        var uncapped = held.baseJoules
        var step = Whole.double(max(0, cost.energyBase))
        for span in 0..<held.spanCount {
            let context = Double(shape.spans[span].contextTokens)
            uncapped += perToken[span] * context
            step += Double(cost.spans[span].energy) * context
        }
        return min(max(0, cost.energyBase), Whole.int128(step * (prefill / uncapped)))
    }
}

/// Steps with prompts in them that were worked out, by all that their sums are a function of: prompts of one length meet
/// batches of the same size again and again. What is remembered is what would be computed, to the bit.
struct MixedSteps: Sendable {
    struct Key: Equatable, Sendable {
        /// What a span of attention reads, of decode rows its grid cell.
        fileprivate struct Reading: Equatable, Sendable {
            var cell: Int64 = 0
            var pairs: Int64 = 0
            var past: Int64 = 0

            init() {}

            init(_ reading: BatchShape.Reading) {
                cell = GridCell(reading.contextTokens).lower
                pairs = reading.prefillPairs
                past = reading.prefillPastTokens
            }
        }

        fileprivate var sequences: Int64 = -1
        fileprivate var tokens: Int64 = 0
        fileprivate var chunks: Int64 = 0
        fileprivate var completed: Int64 = 0
        fileprivate var spans = PerSpan(repeating: Reading())

        fileprivate init() {}

        /// Of a shape that swaps nothing.
        init(_ shape: BatchShape, spanCount: Int) {
            sequences = shape.decodeSequences
            tokens = shape.prefillTokens
            chunks = shape.prefillChunks
            completed = shape.completedPrefills
            spans.first = Reading(shape.spans.first)
            for span in 1..<max(1, spanCount) { spans[span] = Reading(shape.spans[span]) }
        }

        fileprivate var slot: Int {
            // Multiplicative hashing (Knuth 6.4): the top bits of a product with 2^64 over the golden ratio.
            let mixed =
                sequences &+ (spans.first.cell << 9) &+ (spans.second.cell << 29) &+ (tokens << 13)
                &+ (spans.first.pairs << 5) &+ (spans.first.past << 21) &+ (chunks << 43) &+ (completed << 47)
            let hash = UInt64(bitPattern: mixed) &* 0x9E37_79B9_7F4A_7C15
            return Int(truncatingIfNeeded: hash >> 53)
        }
    }

    struct Entry: Sendable {
        fileprivate var key = Key()
        /// Before the host, which depends on the very context.
        fileprivate(set) var step: HeldStep
        fileprivate(set) var part: PrefillPart
    }

    private(set) var entries: [Entry] = []

    private static let count = 2048

    /// The place of the entry that is remembered for `key`, or nil. O(1). A place, because to hand out the entry would copy
    /// it.
    @inline(__always)
    func place(of key: Key) -> Int? {
        guard !entries.isEmpty else { return nil }
        let slot = key.slot
        return entries[slot].key == key ? slot : nil
    }

    mutating func fill(_ key: Key, _ step: HeldStep, _ part: PrefillPart) {
        if entries.isEmpty {
            entries = [Entry](repeating: Entry(step: step, part: part), count: MixedSteps.count)
        }
        entries[key.slot] = Entry(key: key, step: step, part: part)
    }
}
