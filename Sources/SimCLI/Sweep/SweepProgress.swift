/// Tells on stderr how far a sweep is, as ``Progress`` does for a run: a redrawn line where somebody watches and the
/// work lasts over a second, else a line for each tenth once it lasted ten seconds.
struct SweepProgress {
    private let total: Int
    private let isWatched: Bool
    private let start: UInt64
    private var done = 0
    private var lastDrawn: UInt64 = 0
    private var lastTenth = 0
    private var hasDrawn = false

    init(total: Int, isWatched: Bool) {
        self.total = total
        self.isWatched = isWatched
        start = SweepProgress.nanoseconds()
    }

    /// Another point has finished.
    mutating func advance() {
        done += 1
        let now = SweepProgress.nanoseconds()
        let seconds = Double(now - start) / 1e9
        let left = Figures.short(seconds / Double(done) * Double(total - done))
        if isWatched {
            guard seconds > 1, now - lastDrawn > 100_000_000 else { return }
            lastDrawn = now
            hasDrawn = true
            draw("\r\u{1b}[Kwattline: \(done) of \(total) points, \(left) s left")
        } else if seconds > 10, done * 10 / total > lastTenth {
            lastTenth = done * 10 / total
            draw("wattline: \(done) of \(total) points, \(left) s left\n")
        }
    }

    /// Takes the redrawn line away.
    func finish() {
        if hasDrawn { draw("\r\u{1b}[K") }
    }

    private func draw(_ text: String) { _ = writeAll(Array(text.utf8), to: 2) }

    /// Of a clock that never goes back.
    static func nanoseconds() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
