import SimCore

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
    /// Rows, and the grid cells of what they read in each span of attention.
    struct Key: Equatable, Sendable {
        fileprivate var sequences: Int64 = -1
        fileprivate var cell: Int64 = -1
        fileprivate var others = SIMD3<Int64>(repeating: 0)

        fileprivate init() {}

        /// Of a model whose layers all read everything.
        @inline(__always)
        init(_ sequences: Int64, _ cell: GridCell) {
            self.sequences = sequences
            self.cell = cell.lower
        }

        @inline(__always)
        init(_ shape: BatchShape, _ cell: GridCell, spanCount: Int) {
            self.init(shape.decodeSequences, cell)
            for span in 1..<max(1, spanCount) {
                others[span - 1] = GridCell(shape.spans[span].contextTokens).lower
            }
        }

        fileprivate var slot: Int {
            // Multiplicative hashing (Knuth 6.4): the top bits of a product with 2^64 over the golden ratio.
            let mixed =
                sequences &+ (cell << 9) &+ (others.x << 29) &+ (others.y << 23) &+ (others.z << 17)
            let hash = UInt64(bitPattern: mixed) &* 0x9E37_79B9_7F4A_7C15
            return Int(truncatingIfNeeded: hash >> 52)
        }
    }

    private var keys: [Key] = []
    var steps: [HeldStep] = []
    /// The pieces of the same slots.
    var pieces: [HeldPiece] = []

    private static let count = 4096

    /// The piece that is remembered of a decode step of one span, if it holds for this context.
    @inline(__always)
    func recall(_ sequences: Int64, _ context: Int64, into cost: inout StepCost) -> Bool {
        guard !keys.isEmpty else { return false }
        let key = Key(sequences, GridCell(context))
        let place = key.slot
        guard keys[place] == key, pieces[place].from <= context else { return false }
        cost.durationBase = pieces[place].cost.durationBase
        cost.energyBase = pieces[place].cost.energyBase
        cost.prefillEnergy = 0
        cost.spans.first = pieces[place].cost.spans.first
        // There are no other spans: zeros in place of a copy.
        cost.spans.second = StepCost.PerToken()
        cost.spans.third = StepCost.PerToken()
        cost.spans.fourth = StepCost.PerToken()
        return true
    }

    /// The slot of a key, and whether it holds that key's step.
    @inline(__always)
    func find(_ key: Key) -> (slot: Int, isHeld: Bool) {
        let slot = key.slot
        return (slot, !keys.isEmpty && keys[slot] == key)
    }

    mutating func fill(_ slot: Int, _ key: Key, _ step: HeldStep) {
        if keys.isEmpty {
            keys = [Key](repeating: Key(), count: DecodeSteps.count)
            steps = [HeldStep](repeating: step, count: DecodeSteps.count)
            pieces = [HeldPiece](repeating: HeldPiece(), count: DecodeSteps.count)
        }
        keys[slot] = key
        steps[slot] = step
        pieces[slot] = HeldPiece()
    }
}
