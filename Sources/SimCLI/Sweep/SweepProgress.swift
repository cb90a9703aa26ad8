/// Tells on stderr how far a sweep is, by ``ProgressLine``.
struct SweepProgress {
    private let total: Int
    private var line: ProgressLine
    private var done = 0

    init(total: Int, isWatched: Bool) {
        self.total = total
        line = ProgressLine(isWatched: isWatched)
    }

    /// Another point has finished.
    mutating func advance() {
        done += 1
        guard let seconds = line.due(done: done, total: total) else { return }
        let left = Figures.short(seconds / Double(done) * Double(total - done))
        let text = "wattline: \(done) of \(total) points, \(left) s left"
        line.draw(line.isWatched ? "\r\u{1b}[K" + text : text + "\n")
    }

    /// Takes the redrawn line away.
    func finish() { line.finish() }
}
