import WattlineText

/// Tells on stderr how far a list of runs is, by ``ProgressLine``.
struct SweepProgress {
    private let total: Int
    private let noun: String
    private var line: ProgressLine
    private var done = 0

    init(total: Int, isWatched: Bool, noun: String = "points") {
        self.total = total
        self.noun = noun
        line = ProgressLine(isWatched: isWatched)
    }

    /// Another one has finished.
    mutating func advance() {
        done += 1
        guard let seconds = line.due(done: done, total: total) else { return }
        let left = Figures.short(seconds / Double(done) * Double(total - done))
        let text = "wattline: \(done) of \(total) \(noun), \(left) s left"
        line.draw(line.isWatched ? "\r\u{1b}[K" + text : text + "\n")
    }

    /// Takes the redrawn line away.
    func finish() { line.finish() }
}
