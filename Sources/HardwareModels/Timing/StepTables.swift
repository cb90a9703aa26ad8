import SimCore

/// Step costs at one clock, with the sums that need a power function remembered.
///
/// A sum is kept per number of tokens and per number of output rows, up to 16,384 of each (24 bytes an entry);
/// beyond, it is computed. What is remembered is what would be computed, to the bit.
struct StepTables: Sendable {
    let physics: StepPhysics
    let cap: PowerCap
    let slopes: StepCost
    private var linear: [KernelCost] = []
    private var output: [KernelCost] = []

    private static let limit: Int64 = 16_384
    /// Marks an entry not yet computed: no cost is negative.
    private static let unknown = KernelCost(microseconds: -1, flop: 0, bytes: 0)

    init(_ physics: StepPhysics, cap: PowerCap) {
        self.physics = physics
        self.cap = cap
        slopes = StepTables.slopes(physics)
    }

    /// The summands of a bounded shape's cost. O(1).
    mutating func sums(_ shape: BatchShape) -> StepSums {
        let swap = physics.swap(blocks: Double(shape.swappedBlocks))
        let sequences = Double(shape.decodeSequences)
        guard shape.tokens > 0 else {
            return StepSums(
                linear: .zero, output: .zero, prefillAttention: .zero, decodeAttention: .zero,
                fixed: physics.hostOverhead + swap, logits: 0)
        }
        return StepSums(
            linear: linear(tokens: shape.tokens), output: output(rows: shape.rows),
            prefillAttention: physics.prefillAttention(shape),
            decodeAttention: physics.decodeAttentionFixed(sequences: sequences),
            fixed: physics.hostOverhead + swap, logits: physics.logits(rows: Double(shape.rows)))
    }

    private mutating func linear(tokens: Int64) -> KernelCost {
        guard tokens < StepTables.limit else { return physics.linear(tokens: Double(tokens)) }
        let index = Int(tokens)
        if index < linear.count, linear[index].microseconds >= 0 { return linear[index] }
        StepTables.grow(&linear, toHold: index)
        linear[index] = physics.linear(tokens: Double(tokens))
        return linear[index]
    }

    private mutating func output(rows: Int64) -> KernelCost {
        guard rows < StepTables.limit else { return computedOutput(rows: rows) }
        let index = Int(rows)
        if index < output.count, output[index].microseconds >= 0 { return output[index] }
        StepTables.grow(&output, toHold: index)
        output[index] = computedOutput(rows: rows)
        return output[index]
    }

    private func computedOutput(rows: Int64) -> KernelCost {
        physics.outputHead(rows: Double(rows)) + physics.sampling(rows: Double(rows))
    }

    private static func grow(_ table: inout [KernelCost], toHold index: Int) {
        guard index >= table.count else { return }
        let count = min(Int(limit), max(256, 2 * index))
        table.append(contentsOf: repeatElement(unknown, count: count - table.count))
    }
}
