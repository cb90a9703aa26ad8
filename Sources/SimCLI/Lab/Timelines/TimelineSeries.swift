import SimCore
import WattlineDrawing
import WattlineText

/// A timeline as numbers to show: each bin's means, the last one's over the part of it that the run reached.
struct TimelineSeries {
    struct Entry {
        /// Seconds since the start.
        let from: Double
        let to: Double
        /// Watts of all GPUs.
        let prefill: Double
        let decode: Double
        let idle: Double
        /// Requests.
        let waiting: Double
        let running: Double
        /// Rows of the steps under way, 0 while none decodes.
        let rows: Double
        /// KV blocks in use over all there are.
        let cache: Double

        var middle: Double { (from + to) / 2 }
    }

    let entries: [Entry]
    /// Seconds.
    let width: Double

    init(_ timeline: RunTimeline, duration: SimDuration) {
        let bins = timeline.bins
        width = Double(bins.width) / 1e12
        let end = duration.picoseconds
        var entries: [Entry] = []
        for (index, bin) in bins.bins.enumerated() {
            let from = Int64(index) * bins.width
            let to = min(from + bins.width, end)
            guard from < to else { break }
            let span = Double(to - from)
            // 1 fJ over 1 ps is 1 mW.
            func watts(_ energy: Energy) -> Double { Double(energy.femtojoules) / span / 1e3 }
            entries.append(
                Entry(
                    from: Double(from) / 1e12, to: Double(to) / 1e12, prefill: watts(bin.prefill),
                    decode: watts(bin.decode), idle: watts(bin.idle), waiting: Double(bin.waiting) / span,
                    running: Double(bin.running) / span, rows: Double(bin.rows) / span,
                    cache: timeline.totalBlocks > 0 ? bin.blocks / span / timeline.totalBlocks : 0))
        }
        self.entries = entries
    }

    /// Points at the middles of the bins, and at both ends of the run.
    func points(_ value: (Entry) -> Double) -> [ChartSeries.Point] {
        guard let first = entries.first, let last = entries.last else { return [] }
        return [ChartSeries.Point(first.from, value(first))]
            + entries.map { ChartSeries.Point($0.middle, value($0)) }
            + [ChartSeries.Point(last.to, value(last))]
    }

    /// A list for each quantity, rounded to a thousandth; the part of the cache to a hundred-thousandth.
    var json: JSON {
        func list(_ value: (Entry) -> Double, per unit: Double = 1e3) -> JSON {
            .list(
                entries.map { entry in
                    JSON.plain((value(entry) * unit).rounded(.toNearestOrAwayFromZero) / unit)
                })
        }
        return .object([
            ("bin_s", .number(width)),
            ("last_bin_s", .number(entries.last.map { $0.to - $0.from } ?? 0)),
            ("prefill_w", list(\.prefill)), ("decode_w", list(\.decode)),
            ("idle_w", list(\.idle)), ("waiting_requests", list(\.waiting)),
            ("running_requests", list(\.running)), ("decode_rows", list(\.rows)),
            ("kv_cache_fraction", list(\.cache, per: 1e5)),
        ])
    }
}
