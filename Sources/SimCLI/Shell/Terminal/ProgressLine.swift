import WattlineText

/// When and how stderr is told how far something is: a line that is redrawn where somebody watches and the work lasts over
/// a second, else a line for each tenth once it lasted ten seconds. The clock is the machine's; no result depends on it.
struct ProgressLine {
    let isWatched: Bool
    private let start = monotonicNanoseconds()
    private var lastDrawn: UInt64 = 0
    private var lastTenth = 0
    private var hasDrawn = false

    init(isWatched: Bool) { self.isWatched = isWatched }

    /// Seconds since the start where it is time for a line, else nil. `total` is 0 where it is not known.
    mutating func due(done: Int, total: Int) -> Double? {
        let now = monotonicNanoseconds()
        let seconds = Double(now - start) / 1e9
        if isWatched {
            guard seconds > 1, now - lastDrawn > 100_000_000 else { return nil }
            lastDrawn = now
            hasDrawn = true
            return seconds
        }
        guard total > 0, seconds > 10, done * 10 / total > lastTenth else { return nil }
        lastTenth = done * 10 / total
        return seconds
    }

    func draw(_ text: String) { _ = writeAll(Array(text.utf8), to: 2) }

    /// Takes the redrawn line away.
    func finish() {
        if hasDrawn { draw("\r\u{1b}[K") }
    }
}
