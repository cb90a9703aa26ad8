/// A result in Prometheus' text format, for the textfile collector of its node exporter: a gauge for each figure under its
/// key, with what was run as labels. What has no number has no line.
struct PrometheusText {
    private let outcome: RunOutcome

    init(_ outcome: RunOutcome) { self.outcome = outcome }

    var text: String {
        var text = ""
        for metric in Metrics.counts + Metrics.energy {
            let value = metric.value(outcome)
            guard let number = PrometheusText.number(value) else { continue }
            let unit = metric.unit.isEmpty ? "" : " (\(metric.unit))"
            text += head("wattline_\(metric.key)", metric.meaning + unit)
            text += "wattline_\(metric.key)\(labels()) \(number)\n"
        }
        for latency in LatencyMetric.allCases {
            let histogram = latency.histogram(outcome.result)
            let lines = LatencyMetric.Statistic.all(outcome.scenario.percentiles).compactMap { statistic in
                statistic.value(histogram).map {
                    "wattline_\(latency.rawValue)_ms\(labels(("statistic", statistic.name))) \($0.milliseconds)\n"
                }
            }
            guard !lines.isEmpty else { continue }
            text += head("wattline_\(latency.rawValue)_ms", latency.meaning + " (ms)") + lines.joined()
        }
        return text
    }

    private func head(_ name: String, _ meaning: String) -> String {
        let escaped = meaning.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        return "# HELP \(name) \(escaped)\n# TYPE \(name) gauge\n"
    }

    private func labels(_ own: (name: String, value: String)? = nil) -> String {
        let scenario = outcome.scenario
        let sharding = scenario.cost.sharding
        var labels = [
            ("model", scenario.model.name), ("format", scenario.format.name), ("gpu", scenario.device.name),
            ("engine", scenario.engine.name), ("policy", scenario.policyName.rawValue),
            ("tp", String(sharding.tensorParallel)), ("pp", String(sharding.pipelineParallel)),
            ("ep", String(sharding.expertParallel)), ("dp", String(scenario.replicas)),
            ("configuration", outcome.configurationHash),
            ("seed", String(scenario.load.seed)),
        ]
        if let own { labels.append((own.name, own.value)) }
        let parts = labels.map { "\($0.0)=\"\(PrometheusText.escaped($0.1))\"" }
        return "{\(parts.joined(separator: ","))}"
    }

    /// A label's value: backslash, quote and line break escaped.
    private static func escaped(_ text: String) -> String {
        VisibleText.lines(
            text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n"))
    }

    private static func number(_ value: JSON) -> String? {
        switch value {
        case .whole(let value): String(value)
        case .number(let value) where value.isFinite: value.description
        default: nil
        }
    }
}
