import SimCore

/// What happened in one piece of a run's time, all replicas together. Sums of bins are exact: everything that can be is a
/// whole number.
struct TimelineBin: Equatable, Sendable {
    var prefill = Energy.zero
    var decode = Energy.zero
    var idle = Energy.zero
    /// Requests x picoseconds.
    var waiting: Int128 = 0
    var running: Int128 = 0
    /// Rows of decoding steps x picoseconds.
    var rows: Int128 = 0
    /// KV blocks x picoseconds.
    var blocks = 0.0

    var energy: Energy { prefill + decode + idle }

    static func + (left: TimelineBin, right: TimelineBin) -> TimelineBin {
        var sum = left
        sum.prefill += right.prefill
        sum.decode += right.decode
        sum.idle += right.idle
        sum.waiting += right.waiting
        sum.running += right.running
        sum.rows += right.rows
        sum.blocks += right.blocks
        return sum
    }
}

/// Bins of equal width from the start of a run on, never more than ``capacity``: when the run outgrows them, their width
/// doubles and neighbours are joined.
struct TimelineBins: Equatable, Sendable {
    static let capacity = 400

    /// Picoseconds; a microsecond at first.
    private(set) var width: Int64 = 1_000_000
    private(set) var bins: [TimelineBin] = []

    /// Calls `body` for each bin between two instants, with the part of the span that lies in it. A span without length
    /// belongs to the bin that ends with it. O(bins).
    mutating func visit(
        from start: Int64, to end: Int64, _ body: (inout TimelineBin, _ from: Int64, _ to: Int64) -> Void
    ) {
        guard start <= end, start >= 0 else { return }
        reach(max(0, end - 1))
        var from = start
        var index = Int((start == end ? max(0, start - 1) : start) / width)
        repeat {
            let to = min(end, Int64(index + 1) * width)
            body(&bins[index], from, to)
            from = to
            index += 1
        } while from < end
    }

    /// Makes room for an instant.
    private mutating func reach(_ instant: Int64) {
        while instant / width >= TimelineBins.capacity { double() }
        while bins.count <= Int(instant / width) { bins.append(TimelineBin()) }
    }

    private mutating func double() {
        width *= 2
        bins = stride(from: 0, to: bins.count, by: 2).map { index in
            index + 1 < bins.count ? bins[index] + bins[index + 1] : bins[index]
        }
    }
}
