import SimCore

/// Step costs at one clock, with the sums that need a power function remembered.
///
/// A sum is kept per number of tokens and per number of output rows, up to 16,384 of each (32 bytes an entry), and a
/// piece of decode attention and a whole decode step per rows and grid cell (4096 at a time), a step with prompts per
/// rows, cell and chunks (2048 at a time), prefill attention per chunks (256 at a time); beyond, it is computed. What is
/// remembered is what would be computed, to the bit.
struct StepTables: Sendable {
    let program: StepProgram
    private let hasOneSpan: Bool
    private var linear: [KernelCost] = []
    private var output: [KernelCost] = []
    private var pieces: PerSpan<DecodePieces>
    /// What every step has of the host.
    private let host: KernelCost
    private var prefills = PrefillTable()
    var decodes = DecodeSteps()
    var mixed = MixedSteps()

    private static let limit: Int64 = 16_384
    /// Marks an entry not yet computed: no cost is negative.
    private static let unknown = KernelCost(microseconds: -1, flop: 0, bytes: 0)

    init(_ program: StepProgram) {
        self.program = program
        hasOneSpan = program.spanCount == 1
        host = program.cost(Pass(BatchShape(), stages: program.stages)) { $0 == .step }
        var pieces = PerSpan(repeating: DecodePieces(program, span: 0))
        for span in 1..<max(1, program.spanCount) { pieces[span] = DecodePieces(program, span: span) }
        self.pieces = pieces
    }

    /// Fills in the cost of a decode step of a model whose layers all read everything, if it is remembered.
    @inline(__always)
    func recall(_ step: inout PricedStep) -> Bool {
        let sequences = step.shape.decodeSequences
        let context = step.shape.contextTokens
        // Anything else than a batch of the simulator's takes the long way, which bounds it.
        guard hasOneSpan, sequences > 0, sequences < 1 << 40, context >= 0, context < 1 << 40,
            step.shape.completedPrefills == 0
        else { return false }
        return decodes.recall(sequences, context, into: &step.cost)
    }

    /// The summands of a bounded shape's cost. O(1).
    mutating func sums(_ shape: BatchShape) -> StepSums {
        let isUsual = Pass.count(shape, stages: program.stages) == Int64(program.stages)
        var sums = StepSums(fixed: shape.swappedBlocks == 0 ? host : host + computed(shape, .swappedBlocks))
        guard shape.tokens > 0 else { return sums }
        sums.busy = isUsual ? 1 : Pass(shape, stages: program.stages).busy
        sums.linear = isUsual ? linear(shape) : computed(shape, .tokens)
        sums.output = isUsual ? output(shape) : computed(shape, .rows)
        if shape.prefillTokens > 0 {
            sums.prefillAttention = isUsual ? prefills.cost(shape, program) : program.prefillAttention(shape)
        }
        guard shape.decodeSequences > 0 else { return sums }
        let share = 1 / Double(Pass.count(shape, stages: program.stages))
        for span in 0..<program.spanCount {
            let piece = pieces[span].piece(
                sequences: shape.decodeSequences, tokens: shape.spans[span].contextTokens, share: share,
                isUsual: isUsual)
            sums.decodeAttention += piece.base
            sums.perToken[span] = piece.perToken
            sums.limits[span] = piece.limit
        }
        return sums
    }

    private func computed(_ shape: BatchShape, _ driver: StepKernel.Driver) -> KernelCost {
        program.cost(Pass(shape, stages: program.stages)) { $0 == driver }
    }

    private mutating func linear(_ shape: BatchShape) -> KernelCost {
        guard shape.tokens < StepTables.limit else { return computed(shape, .tokens) }
        let index = Int(shape.tokens)
        if index < linear.count, linear[index].microseconds >= 0 { return linear[index] }
        StepTables.grow(&linear, toHold: index)
        linear[index] = computed(shape, .tokens)
        return linear[index]
    }

    private mutating func output(_ shape: BatchShape) -> KernelCost {
        guard shape.rows < StepTables.limit else { return computed(shape, .rows) }
        let index = Int(shape.rows)
        if index < output.count, output[index].microseconds >= 0 { return output[index] }
        StepTables.grow(&output, toHold: index)
        output[index] = computed(shape, .rows)
        return output[index]
    }

    private static func grow(_ table: inout [KernelCost], toHold index: Int) {
        guard index >= table.count else { return }
        let count = min(Int(limit), max(256, 2 * index))
        table.append(contentsOf: repeatElement(unknown, count: count - table.count))
    }
}
