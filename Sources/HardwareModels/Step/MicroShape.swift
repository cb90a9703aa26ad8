import SimCore

/// A step's shape as one pass through the layers sees it.
///
/// With p stages of a pipeline a step is split into m = min(p, sequences and chunks) equal passes, as engines keep as
/// many batches under way. A stage takes 1/p of a pass; each of the m passes waits for its own former one, so a step
/// lasts as long as one pass through all layers with 1/m of the rows, and each device works m/p of that time.
struct MicroShape {
    /// 1/m.
    let share: Double
    /// m/p.
    let busy: Double

    /// Everything in one pass.
    static let whole = MicroShape(share: 1, busy: 1)

    init(share: Double, busy: Double) {
        self.share = share
        self.busy = busy
    }

    init(_ shape: BatchShape, stages: Int) {
        let passes = min(Int64(stages), max(1, shape.decodeSequences + shape.prefillChunks))
        self.init(share: 1 / Double(passes), busy: Double(passes) / Double(stages))
    }
}
