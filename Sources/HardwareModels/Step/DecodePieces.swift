import SimCore

/// Decode attention of the layers of one span as pieces affine in the tokens that its rows read.
///
/// A form that is linear in the context is one piece. Any other is cut at a fixed grid of token sums, 32 cells an
/// octave, and interpolated between a cell's ends: of a function as smooth as these that is within 0.1 %. A piece is
/// a function of the rows and the cell alone, so pieces agree wherever they meet.
struct DecodePieces: Sendable {
    struct Piece: Hashable, Sendable {
        var base: KernelCost
        var perToken: KernelCost
        /// The last sum of tokens for which the piece holds.
        var limit: Int64
    }

    private struct Entry: Sendable {
        var sequences: Int64 = -1
        var cell: Int64 = -1
        var piece = Piece(base: .zero, perToken: .zero, limit: 0)
    }

    private struct Layers: Sendable {
        let kernel: DecodeAttention
        let count: Double
        /// What a token adds, where that is the same for all rows and tokens.
        let slope: KernelCost?
    }

    private let layers: [Layers]
    private let machine: Machine
    private var entries: [Entry] = []
    private static let size = 4096

    init(_ program: StepProgram, span: Int) {
        let machine = program.machine
        self.machine = machine
        layers = program.decodeAttention(span: span).map { kernel, count in
            guard kernel.isLinear(on: machine) else {
                return Layers(kernel: kernel, count: count, slope: nil)
            }
            // The slope does not depend on the rows: a context of one token, less what no token costs.
            let none = kernel.cost(sequences: 1, context: 0, on: machine)
            let one = kernel.cost(sequences: 1, context: 1, on: machine)
            let slope = KernelCost(
                microseconds: one.microseconds - none.microseconds,
                onChipMicroseconds: one.onChipMicroseconds - none.onChipMicroseconds, flop: one.flop,
                bytes: one.bytes)
            return Layers(kernel: kernel, count: count, slope: slope)
        }
    }

    /// The piece that holds for these rows and tokens, both at least 0; nothing without rows. O(1).
    ///
    /// `share` is a pass's share of both, `isUsual` whether it is the one that all steps but small ones have: pieces of
    /// that are remembered.
    mutating func piece(sequences: Int64, tokens: Int64, share: Double, isUsual: Bool) -> Piece {
        guard sequences > 0 else { return Piece(base: .zero, perToken: .zero, limit: .max) }
        let cell = GridCell(tokens)
        guard isUsual else { return computed(sequences, cell, share) }
        let slot =
            Int(truncatingIfNeeded: (sequences &* 0x9E37_79B9) ^ (cell.lower &* 0x85EB_CA6B) >> 7)
            & (DecodePieces.size - 1)
        if entries.isEmpty { entries = [Entry](repeating: Entry(), count: DecodePieces.size) }
        if entries[slot].sequences == sequences, entries[slot].cell == cell.lower {
            return entries[slot].piece
        }
        let piece = computed(sequences, cell, share)
        entries[slot] = Entry(sequences: sequences, cell: cell.lower, piece: piece)
        return piece
    }

    private func computed(_ sequences: Int64, _ cell: GridCell, _ share: Double) -> Piece {
        let rows = Double(sequences) * share
        var whole = Piece(base: .zero, perToken: .zero, limit: .max)
        for layers in layers {
            func cost(_ tokens: Int64) -> KernelCost {
                layers.kernel.cost(sequences: rows, context: Double(tokens) * share / rows, on: machine)
            }
            if let slope = layers.slope {
                whole.base += cost(0) * layers.count
                whole.perToken += slope * share * layers.count
                continue
            }
            let lower = cost(cell.lower)
            let upper = cost(cell.upper)
            let width = Double(cell.upper - cell.lower)
            let slope = KernelCost(
                microseconds: max(0, upper.microseconds - lower.microseconds) / width,
                onChipMicroseconds: max(0, upper.onChipMicroseconds - lower.onChipMicroseconds) / width,
                flop: (upper.flop - lower.flop) / width, bytes: (upper.bytes - lower.bytes) / width)
            whole.base += (lower + slope * -Double(cell.lower)) * layers.count
            whole.perToken += slope * layers.count
            whole.limit = cell.upper - 1
        }
        return whole
    }
}
