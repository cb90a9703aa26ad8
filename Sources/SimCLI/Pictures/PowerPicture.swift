import SimCore

/// Power over the time of a run, piled up by phase under the cap, and the load that caused it.
struct PowerPicture {
    private let outcome: RunOutcome
    private let series: TimelineSeries

    init(_ outcome: RunOutcome) {
        self.outcome = outcome
        let timeline = outcome.timeline ?? RunTimeline(outcome.scenario.setup)
        series = TimelineSeries(timeline, duration: outcome.result.duration)
    }

    /// `hasLoad`: with running and waiting requests below.
    func chart(width: Double, hasLoad: Bool) -> Chart {
        var chart = Chart(
            title: hasLoad ? "Power over time: \(RunTable(outcome).title)" : "Power over time",
            description: description, panels: hasLoad ? [power, load(height: 160)] : [power], width: width,
            footer: hasLoad ? "\(binning) \(RunPicture.footer(outcome))" : "")
        chart.isAligned = true
        return chart
    }

    /// The queue, the batch and the cache.
    func loadChart(width: Double) -> Chart {
        var chart = Chart(
            title: "Queue, batch and cache",
            description:
                "Waiting and running requests, rows of decoding steps and KV blocks in use over time.",
            panels: [load(height: 180, hasRows: true), cache], width: width)
        chart.isAligned = true
        return chart
    }

    /// How long a bin is.
    var binning: String { "Each point is the mean of \(Figures.short(series.width)) s." }

    private var gpus: String {
        let count = outcome.scenario.deviceCount
        return count == 1 ? "one GPU" : "all \(count) GPUs together"
    }

    private var description: String {
        let result = outcome.result
        let total = result.energy.total.joules
        func share(_ energy: Energy) -> String { Figures.percent(energy.joules, of: total) }
        return
            "Watts of \(gpus) over \(Figures.short(outcome.seconds)) s: prefill \(share(result.energy.prefill)), decode "
            + "\(share(result.energy.decode)) and idle \(share(result.energy.idle)) of \(Figures.joules(total))."
    }

    private var time: ChartAxis {
        var axis = ChartAxis("time since the start, s", including: [0])
        axis.isTight = true
        return axis
    }

    private var power: ChartPanel {
        let count = outcome.scenario.deviceCount
        let cap = outcome.scenario.device.capPower.watts
        let label =
            count == 1
            ? "cap \(Figures.plain(cap)) W"
            : "cap \(count) x \(Figures.plain(cap)) W = \(Figures.plain(cap * Double(count))) W"
        let colours = RunPicture.colours
        return ChartPanel(
            x: time, y: ChartAxis("power of \(gpus), W"),
            series: [
                ChartSeries("idle", .area, colour: colours.idle, series.points(\.idle)),
                ChartSeries("decode", .area, colour: colours.decode, series.points(\.decode)),
                ChartSeries("prefill", .area, colour: colours.prefill, series.points(\.prefill)),
            ],
            limits: [ChartLimit(.horizontal, at: cap * Double(count), label)], height: 240)
    }

    private func load(height: Double, hasRows: Bool = false) -> ChartPanel {
        var lines = [
            ChartSeries("running", .line, colour: 5, series.points(\.running)),
            ChartSeries("waiting", .line, colour: RunPicture.colours.queued, series.points(\.waiting)),
        ]
        if hasRows {
            lines.append(
                ChartSeries(
                    "rows that decode", .dashedLine, colour: RunPicture.colours.decode, series.points(\.rows))
            )
        }
        return ChartPanel(
            x: time, y: ChartAxis("number of requests", including: [0, 1]), series: lines, height: height)
    }

    private var cache: ChartPanel {
        ChartPanel(
            x: time, y: ChartAxis("KV cache in use, %", including: [0]),
            series: [ChartSeries("KV cache in use", .area, colour: 3, series.points { $0.cache * 100 })],
            height: 120)
    }
}
