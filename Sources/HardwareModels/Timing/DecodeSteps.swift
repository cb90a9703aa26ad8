import SimCore

/// A step in whole numbers on its way under the host's pace, with what that needs to know of it.
struct HeldStep: Sendable {
    var cost: StepCost
    /// Of one device, of all that does not depend on the context, before the host.
    var baseJoules: Double

    /// Whether the integers do not hold it.
    var isBeyondLimits: Bool { cost.isBeyondLimits }
}

/// What became of a remembered decode step under the host's pace, and for which contexts.
struct HeldPiece: Sendable {
    private(set) var cost = StepCost(durationBase: 0, energyBase: 0)
    /// The lowest of these contexts; the highest is the end of the cell.
    private(set) var from = Int64.max

    /// Notes that `fresh` holds from `context` on. If it is the piece at hand, that holds in between too: the host
    /// divides the contexts of a cell in two by the sign of a function affine in them.
    mutating func note(_ fresh: StepCost, at context: Int64) {
        from = from < Int64.max && cost == fresh ? min(from, context) : context
        cost = fresh
    }
}

/// Decode steps that were worked out, by rows and grid cells of their contexts: what is remembered is what would be
/// computed, to the bit.
struct DecodeSteps: Sendable {
    private struct Key: Equatable, Sendable {
        var sequences: Int64 = -1
        var cell: Int64 = -1
        var windowedCell: Int64 = -1
    }

    private var keys: [Key] = []
    var steps: [HeldStep] = []
    /// The pieces of the same slots.
    var pieces: [HeldPiece] = []

    private static let count = 4096

    func slot(_ sequences: Int64, _ cell: Int64, _ windowedCell: Int64) -> Int {
        // Multiplicative hashing (Knuth 6.4): the top bits of a product with 2^64 over the golden ratio.
        let mixed = sequences &+ (cell << 9) &+ (windowedCell << 29)
        let hash = UInt64(bitPattern: mixed) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: hash >> 52)
    }

    func holds(_ slot: Int, _ sequences: Int64, _ cell: Int64, _ windowedCell: Int64) -> Bool {
        guard !keys.isEmpty else { return false }
        let key = keys[slot]
        return key.sequences == sequences && key.cell == cell && key.windowedCell == windowedCell
    }

    mutating func fill(
        _ slot: Int, _ sequences: Int64, _ cell: Int64, _ windowedCell: Int64, _ step: HeldStep
    ) {
        if keys.isEmpty {
            keys = [Key](repeating: Key(), count: DecodeSteps.count)
            steps = [HeldStep](repeating: step, count: DecodeSteps.count)
            pieces = [HeldPiece](repeating: HeldPiece(), count: DecodeSteps.count)
        }
        keys[slot] = Key(sequences: sequences, cell: cell, windowedCell: windowedCell)
        steps[slot] = step
        pieces[slot] = HeldPiece()
    }
}
