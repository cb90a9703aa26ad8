import SimCore
import WattlineText

/// Which figures a row of a sweep has: those of a result, in its order.
struct SweepMetrics: Sendable {
    let keys: [String]
    private let statistics: [LatencyMetric.Statistic]

    init(percentiles: [Double]) {
        statistics = LatencyMetric.Statistic.all(percentiles)
        var keys = Metrics.counts.map(\.key)
        for latency in LatencyMetric.allCases { keys += statistics.map { latency.key($0) } }
        self.keys = keys + Metrics.energy.map(\.key)
    }

    /// The figures of one run, in the order of `keys`.
    func values(_ outcome: RunOutcome) -> [JSON] {
        var values: [JSON] = []
        values.reserveCapacity(keys.count)
        for metric in Metrics.counts { values.append(metric.value(outcome)) }
        for latency in LatencyMetric.allCases {
            let histogram = latency.histogram(outcome.result)
            for statistic in statistics {
                values.append(.optional(statistic.value(histogram)?.milliseconds))
            }
        }
        for metric in Metrics.energy { values.append(metric.value(outcome)) }
        return values
    }

    /// Of these more is better; of the others less is.
    static let moreIsBetter: Set<String> = [
        "completed", "request_throughput", "output_throughput", "total_token_throughput", "request_goodput",
        "output_tokens_per_joule", "goodput_per_watt",
    ]

    /// Sums over a run: of two runs with different requests they say nothing.
    static let sums: Set<String> = [
        "completed", "failed", "duration", "total_input_tokens", "total_output_tokens", "total_gpu_energy_j",
        "energy_prefill_j", "energy_decode_j", "energy_idle_j", "energy_padding_waste_j",
        "energy_recompute_waste_j", "energy_static_j", "energy_dynamic_j", "host_energy_j",
        "facility_energy_wh", "preemptions", "padded_tokens", "recomputed_tokens", "steps",
    ]

    /// What a table shows unless told otherwise, as far as there is such a key.
    static let shown = ["output_throughput", "p99_ttft_ms", "p99_tpot_ms", "energy_per_output_token_j"]
}
