import SimCore
import WattlineText

/// The block that `vllm bench serve` prints, line for line, so that scripts which read it read a simulated run too.
///
/// Labels and columns: vLLM 0.11.1, vllm/benchmarks/serve.py. Its percentiles are those of `--metric-percentiles`, by
/// default the 99th; ours are the same figures as in the table.
package struct VLLMBlock {
    private let outcome: RunOutcome

    package init(_ outcome: RunOutcome) { self.outcome = outcome }

    package var text: String {
        let result = outcome.result
        var lines = [VLLMBlock.centred(" Serving Benchmark Result ", "=")]
        func add(_ label: String, _ value: String) {
            lines.append(VLLMBlock.padded(label, 40) + " " + VLLMBlock.padded(value, 10))
        }
        func figure(_ key: String) -> String {
            guard let metric = Metrics.counts.first(where: { $0.key == key }) else { return "-" }
            switch metric.value(outcome) {
            case .number(let value): return Figures.fixed(value, 2)
            case .whole(let value): return String(value)
            default: return "-"
            }
        }
        add("Successful requests:", String(result.completed))
        add("Failed requests:", String(result.failed))
        if let limit = outcome.scenario.load.maxConcurrency {
            add("Maximum request concurrency:", String(limit))
        }
        if case .synthetic = outcome.scenario.load.origin,
            let rate = outcome.scenario.settings.number(.requestRate),
            rate.isFinite
        {
            add("Request rate configured (RPS):", Figures.fixed(rate, 2))
        }
        add("Benchmark duration (s):", figure("duration"))
        add("Total input tokens:", figure("total_input_tokens"))
        add("Total generated tokens:", figure("total_output_tokens"))
        add("Request throughput (req/s):", figure("request_throughput"))
        if outcome.scenario.setup.objective != ServiceObjective() {
            add("Request goodput (req/s):", figure("request_goodput"))
        }
        add("Output token throughput (tok/s):", figure("output_throughput"))
        add("Peak concurrent requests:", figure("max_concurrent_requests"))
        add("Total Token throughput (tok/s):", figure("total_token_throughput"))
        for (latency, title, name) in [
            (LatencyMetric.ttft, "Time to First Token", "TTFT"),
            (.tpot, "Time per Output Token (excl. 1st token)", "TPOT"), (.itl, "Inter-token Latency", "ITL"),
            (.e2el, "End-to-end Latency", "E2EL"),
        ] {
            lines.append(VLLMBlock.centred(title, "-"))
            let histogram = latency.histogram(result)
            let percentiles =
                outcome.scenario.settings.isTyped(.metricPercentiles) ? outcome.scenario.percentiles : [99]
            var statistics: [(String, LatencyMetric.Statistic)] = [("Mean", .mean), ("Median", .median)]
            for value in percentiles { statistics.append(("P\(Figures.plain(value))", .percentile(value))) }
            for (label, statistic) in statistics {
                let milliseconds = statistic.value(histogram)?.milliseconds
                add("\(label) \(name) (ms):", milliseconds.map { Figures.fixed($0, 2) } ?? "-")
            }
        }
        lines.append(String(repeating: "=", count: 50))
        return lines.map { $0 + "\n" }.joined()
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// Python's `{s:{fill}^50}`: the odd one of the filling goes to the right.
    private static func centred(_ text: String, _ fill: String) -> String {
        let room = max(0, 50 - text.count)
        return String(repeating: fill, count: room / 2) + text
            + String(repeating: fill, count: room - room / 2)
    }
}
