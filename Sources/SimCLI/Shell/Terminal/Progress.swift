/// Tells on stderr how far a run is, by ``ProgressLine``.
struct Progress {
    private let total: Int
    private var line: ProgressLine
    private var done = 0

    /// `total` is the number of requests; nil where that is not known.
    init(total: Int?, isWatched: Bool) {
        self.total = total ?? 0
        line = ProgressLine(isWatched: isWatched)
    }

    /// Another request has finished. Looks at the clock once in 1024.
    mutating func advance() {
        done += 1
        guard done & 1023 == 0, line.due(done: done, total: total) != nil else { return }
        if line.isWatched {
            let share = total > 0 ? " of \(total) (\(done * 100 / max(total, 1)) %)" : ""
            line.draw("\rwattline: \(done)\(share) requests")
        } else {
            line.draw("wattline: \(done * 10 / total * 10) % of \(total) requests\n")
        }
    }

    /// Takes the redrawn line away.
    func finish() { line.finish() }
}
