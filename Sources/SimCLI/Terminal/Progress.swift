/// Tells on stderr how far a run is: a line that is redrawn where somebody watches and the work lasts over a second,
/// else a line for each tenth once it lasted ten seconds. The clock is the machine's; no result depends on it.
struct Progress {
    private let total: Int
    private let isWatched: Bool
    private let start: UInt64
    private var done = 0
    private var lastDrawn: UInt64 = 0
    private var lastTenth = 0
    private var hasDrawn = false

    /// `total` is the number of requests; nil where that is not known.
    init(total: Int?, isWatched: Bool) {
        self.total = total ?? 0
        self.isWatched = isWatched
        start = Progress.nanoseconds()
    }

    /// Another request has finished. Looks at the clock once in 1024.
    mutating func advance() {
        done += 1
        guard done & 1023 == 0 else { return }
        let now = Progress.nanoseconds()
        if isWatched {
            guard now - start > 1_000_000_000, now - lastDrawn > 100_000_000 else { return }
            lastDrawn = now
            hasDrawn = true
            let share = total > 0 ? " of \(total) (\(done * 100 / max(total, 1)) %)" : ""
            Progress.draw("\rwattline: \(done)\(share) requests")
        } else if total > 0, now - start > 10_000_000_000 {
            let tenth = done * 10 / total
            guard tenth > lastTenth else { return }
            lastTenth = tenth
            Progress.draw("wattline: \(tenth * 10) % of \(total) requests\n")
        }
    }

    /// Takes the redrawn line away.
    func finish() {
        if hasDrawn { Progress.draw("\r\u{1b}[K") }
    }

    private static func draw(_ text: String) { _ = writeAll(Array(text.utf8), to: 2) }

    private static func nanoseconds() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
