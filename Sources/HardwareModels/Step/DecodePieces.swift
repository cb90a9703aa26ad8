import SimCore

/// Decode attention of one layer as pieces affine in the tokens that its rows read.
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

    private let linear: KernelCost?
    private var entries: [Entry] = []
    private static let size = 4096

    init(_ physics: StepPhysics) {
        guard case .linear = physics.decodeForm else {
            linear = nil
            return
        }
        // The slope does not depend on the rows: a context of one token, less what no token costs.
        let none = physics.decodeAttention(sequences: 1, tokens: 0)
        let one = physics.decodeAttention(sequences: 1, tokens: 1)
        linear = KernelCost(
            microseconds: one.microseconds - none.microseconds,
            onChipMicroseconds: one.onChipMicroseconds - none.onChipMicroseconds, flop: one.flop,
            bytes: one.bytes)
    }

    /// The piece that holds for these rows and tokens, both at least 0; nothing without rows. O(1).
    mutating func piece(
        _ physics: StepPhysics, sequences: Int64, tokens: Int64, _ micro: MicroShape
    ) -> Piece {
        guard sequences > 0 else { return Piece(base: .zero, perToken: .zero, limit: .max) }
        if let linear {
            let base = physics.decodeAttention(sequences: Double(sequences) * micro.share, tokens: 0)
            return Piece(base: base, perToken: linear * micro.share, limit: .max)
        }
        let cell = GridCell(tokens)
        let slot =
            Int(truncatingIfNeeded: (sequences &* 0x9E37_79B9) ^ (cell.lower &* 0x85EB_CA6B) >> 7)
            & (DecodePieces.size - 1)
        if entries.isEmpty { entries = [Entry](repeating: Entry(), count: DecodePieces.size) }
        if entries[slot].sequences == sequences, entries[slot].cell == cell.lower {
            return entries[slot].piece
        }
        let rows = Double(sequences) * micro.share
        let lower = physics.decodeAttention(sequences: rows, tokens: Double(cell.lower) * micro.share)
        let upper = physics.decodeAttention(sequences: rows, tokens: Double(cell.upper) * micro.share)
        let width = Double(cell.upper - cell.lower)
        let slope = KernelCost(
            microseconds: max(0, upper.microseconds - lower.microseconds) / width,
            onChipMicroseconds: max(0, upper.onChipMicroseconds - lower.onChipMicroseconds) / width,
            flop: (upper.flop - lower.flop) / width, bytes: (upper.bytes - lower.bytes) / width)
        let piece = Piece(
            base: lower + slope * -Double(cell.lower), perToken: slope, limit: cell.upper - 1)
        entries[slot] = Entry(sequences: sequences, cell: cell.lower, piece: piece)
        return piece
    }
}

/// A cell of the grid of token sums: single tokens up to 63, then 32 cells an octave.
struct GridCell: Hashable, Sendable {
    let lower: Int64
    /// The first sum beyond.
    let upper: Int64

    init(_ tokens: Int64) {
        let tokens = max(0, tokens)
        let octave = 63 - tokens.leadingZeroBitCount
        let width: Int64 = octave > 5 ? 1 << (octave - 5) : 1
        lower = tokens & ~(width - 1)
        upper = lower + width
    }

    var middle: Double { (Double(lower) + Double(upper - 1)) / 2 }
}
