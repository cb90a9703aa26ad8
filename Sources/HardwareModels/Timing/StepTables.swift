import SimCore

/// Step costs at one clock, with the sums that need a power function remembered.
///
/// A sum is kept per number of tokens and per number of output rows, up to 16,384 of each (32 bytes an entry), and a
/// piece of decode attention and a whole decode step per rows and grid cell (4096 at a time), a step with prompts per
/// rows, cell and chunks (2048 at a time), prefill attention per chunks (256 at a time); beyond, it is computed. What is
/// remembered is what would be computed, to the bit.
struct StepTables: Sendable {
    let physics: StepPhysics
    private var linear: [KernelCost] = []
    private var output: [KernelCost] = []
    private var pieces: DecodePieces
    private var prefills = PrefillTable()
    var decodes = DecodeSteps()
    var mixed = MixedSteps()

    private static let limit: Int64 = 16_384
    /// Marks an entry not yet computed: no cost is negative.
    private static let unknown = KernelCost(microseconds: -1, flop: 0, bytes: 0)

    init(_ physics: StepPhysics) {
        self.physics = physics
        pieces = DecodePieces(physics)
    }

    /// The summands of a bounded shape's cost. O(1).
    mutating func sums(_ shape: BatchShape) -> StepSums {
        let swap = physics.swap(blocks: Double(shape.swappedBlocks))
        guard shape.tokens > 0 else {
            return StepSums(fixed: physics.hostOverhead + swap)
        }
        let micro = physics.stages == 1 ? .whole : MicroShape(shape, stages: physics.stages)
        // The tables hold the usual number of passes.
        let isUsual = micro.busy == 1
        var sums = StepSums(fixed: physics.hostOverhead + swap)
        sums.busy = micro.busy
        sums.linear =
            isUsual
            ? linear(tokens: shape.tokens, micro) : physics.linear(tokens: Double(shape.tokens) * micro.share)
        sums.output = isUsual ? output(rows: shape.rows, micro) : computedOutput(rows: shape.rows, micro)
        if shape.prefillTokens > 0 {
            sums.prefillAttention =
                isUsual
                ? prefills.cost(shape) { physics.prefillAttention(shape, micro) }
                : physics.prefillAttention(shape, micro)
        }
        sums.logits = physics.logits(rows: Double(shape.rows))
        guard shape.decodeSequences > 0 else { return sums }
        let full = piece(shape.decodeSequences, shape.contextTokens, micro, isUsual)
        sums.decodeAttention = full.base * physics.fullLayers
        sums.perToken = full.perToken * physics.fullLayers
        sums.limit = full.limit
        if physics.windowedLayers > 0 {
            let windowed = piece(shape.decodeSequences, shape.windowedContextTokens, micro, isUsual)
            sums.decodeAttention += windowed.base * physics.windowedLayers
            sums.perWindowedToken = windowed.perToken * physics.windowedLayers
            sums.windowedLimit = windowed.limit
        }
        return sums
    }

    private mutating func piece(
        _ sequences: Int64, _ tokens: Int64, _ micro: MicroShape, _ isUsual: Bool
    ) -> DecodePieces.Piece {
        guard !isUsual else { return pieces.piece(physics, sequences: sequences, tokens: tokens, micro) }
        var fresh = DecodePieces(physics)
        return fresh.piece(physics, sequences: sequences, tokens: tokens, micro)
    }

    private mutating func linear(tokens: Int64, _ micro: MicroShape) -> KernelCost {
        guard tokens < StepTables.limit else { return physics.linear(tokens: Double(tokens) * micro.share) }
        let index = Int(tokens)
        if index < linear.count, linear[index].microseconds >= 0 { return linear[index] }
        StepTables.grow(&linear, toHold: index)
        linear[index] = physics.linear(tokens: Double(tokens) * micro.share)
        return linear[index]
    }

    private mutating func output(rows: Int64, _ micro: MicroShape) -> KernelCost {
        guard rows < StepTables.limit else { return computedOutput(rows: rows, micro) }
        let index = Int(rows)
        if index < output.count, output[index].microseconds >= 0 { return output[index] }
        StepTables.grow(&output, toHold: index)
        output[index] = computedOutput(rows: rows, micro)
        return output[index]
    }

    private func computedOutput(rows: Int64, _ micro: MicroShape) -> KernelCost {
        let rows = Double(rows) * micro.share
        return physics.outputHead(rows: rows) + physics.sampling(rows: rows)
    }

    private static func grow(_ table: inout [KernelCost], toHold index: Int) {
        guard index >= table.count else { return }
        let count = min(Int(limit), max(256, 2 * index))
        table.append(contentsOf: repeatElement(unknown, count: count - table.count))
    }
}
