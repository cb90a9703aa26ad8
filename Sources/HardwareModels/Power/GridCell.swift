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
