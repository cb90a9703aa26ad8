import SimCore

/// A step's shape as one pass through the layers sees it, in floating point.
///
/// With p stages of a pipeline a step is split into m = min(p, sequences and chunks) equal passes, as engines keep as
/// many batches under way. A stage takes 1/p of a pass; each of the m passes waits for its own former one, so a step
/// lasts as long as one pass through all layers with 1/m of the rows, and each device works m/p of that time.
struct Pass {
    /// What a span of attention reads.
    struct Reading {
        /// Of the decode rows together.
        var tokens = 0.0
        var chunks = PrefillChunks(tokens: 0, chunks: 0, pairs: 0, pastTokens: 0)
    }

    /// 1/m.
    let share: Double
    /// m/p.
    let busy: Double
    let tokens: Double
    /// Of the output head.
    let rows: Double
    let sequences: Double
    let hasPrompts: Bool
    /// Of the whole step.
    let swappedBlocks: Double
    private let readings: PerSpan<Reading>

    /// The passes that a shape is split into.
    static func count(_ shape: BatchShape, stages: Int) -> Int64 {
        min(Int64(stages), max(1, shape.decodeSequences + shape.prefillChunks))
    }

    init(_ shape: BatchShape, stages: Int) {
        let passes = Double(Pass.count(shape, stages: stages))
        let share = 1 / passes
        self.share = share
        busy = passes / Double(stages)
        tokens = Double(shape.tokens) * share
        rows = Double(shape.rows) * share
        sequences = Double(shape.decodeSequences) * share
        hasPrompts = shape.prefillTokens > 0
        swappedBlocks = Double(shape.swappedBlocks)
        var readings = PerSpan(repeating: Reading())
        for span in 0..<PerSpan<Reading>.count {
            let of = shape.spans[span]
            readings[span] = Reading(
                tokens: Double(of.contextTokens) * share,
                chunks: PrefillChunks(
                    tokens: Double(shape.prefillTokens) * share, chunks: Double(shape.prefillChunks) * share,
                    pairs: Double(of.prefillPairs) * share, pastTokens: Double(of.prefillPastTokens) * share,
                    sharesKernel: shape.decodeSequences > 0))
        }
        self.readings = readings
    }

    subscript(span: Int) -> Reading { readings[span] }
}
