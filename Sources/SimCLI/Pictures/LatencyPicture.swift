import SimCore

/// How many of the requests waited at most how long: TTFT, TPOT and E2EL, with the limits of `--goodput`.
struct LatencyPicture {
    private let outcome: RunOutcome

    private static let metrics: [LatencyMetric] = [.ttft, .tpot, .e2el]

    init(_ outcome: RunOutcome) { self.outcome = outcome }

    /// `isAlone`: not on a page that says what was run.
    func chart(width: Double, isAlone: Bool = true) -> Chart {
        Chart(
            title: isAlone ? "Latency: \(RunTable(outcome).title)" : "Share of requests by latency",
            description: description, panels: [panel], width: width,
            footer: isAlone ? RunPicture.footer(outcome) : "")
    }

    private var description: String {
        let medians = Self.metrics.compactMap { metric in
            metric.histogram(outcome.result).quantile(0.5).map {
                "\(metric.label) \(Figures.short($0.milliseconds)) ms"
            }
        }
        let count = Figures.count(Int(outcome.result.completed), "request")
        return medians.isEmpty
            ? "No request was answered."
            : "Cumulative distribution over \(count); half of them are at most: \(medians.joined(separator: ", "))."
    }

    /// 0 to 1, closer towards the tail.
    private static let fractions: [Double] =
        (0...95).map { Double($0) / 100 } + (1...39).map { 0.95 + Double($0) / 800 } + [0.999, 1]

    private var panel: ChartPanel {
        var series: [ChartSeries] = []
        for metric in Self.metrics {
            let histogram = metric.histogram(outcome.result)
            let points = Self.fractions.sorted().compactMap { fraction in
                histogram.quantile(fraction).map { ChartSeries.Point($0.milliseconds, fraction * 100) }
            }
            // A kind of line each, so that colour is not the only difference.
            series.append(
                ChartSeries(
                    metric.label, metric == .tpot ? .dashedLine : .line, colour: Self.colour(metric), points))
        }
        return ChartPanel(
            x: ChartAxis("latency, ms", .log), y: ChartAxis("requests at or below, %", including: [0, 100]),
            series: series, limits: limits)
    }

    /// That of the phase which a latency is of: the first token is prefill's, the others are decode's.
    private static func colour(_ metric: LatencyMetric) -> Int {
        switch metric {
        case .ttft: RunPicture.colours.prefill
        case .tpot: RunPicture.colours.decode
        default: 6
        }
    }

    private var limits: [ChartLimit] {
        guard outcome.scenario.settings.isGiven(.goodput),
            case .objectives(let objectives)? = outcome.scenario.settings[.goodput]
        else { return [] }
        return LatencyObjectives.names.compactMap { name in
            objectives.limits[name].map { limit in
                ChartLimit(
                    .vertical, at: limit.milliseconds,
                    "\(name.uppercased()) limit \(Figures.plain(limit.milliseconds)) ms")
            }
        }
    }
}
