import SimCore

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

extension JSON {
    /// As a number, where it is one; `inf` is how configurations write infinity.
    var real: Double? {
        switch self {
        case .whole(let value): Double(value)
        case .number(let value): value
        case .text("inf"): .infinity
        default: nil
        }
    }

    /// As a cell of a table.
    var cell: String {
        switch self {
        case .null: Figures.none
        case .text(let text): Scenario.lastPathComponent(text)
        case .whole(let value): String(value)
        case .number(let value): Figures.plain(value)
        // Limits and labels, of which none is a path.
        case .object(let members):
            members.map { member in
                if case .text(let text) = member.value { return "\(member.key):\(text)" }
                return "\(member.key):\(member.value.cell)"
            }.joined(separator: " ")
        default: compact
        }
    }

    /// What was read, to be written again: the same bytes when it was written by ``compact``.
    init(_ node: JSONNode) {
        switch node.value {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .number(let text): self = Int(text).map { .whole($0) } ?? .number(Double(text) ?? .nan)
        case .string(let text): self = .text(text)
        case .array(let elements): self = .list(elements.map(JSON.init))
        case .object(let members): self = .object(members.map { ($0.key, JSON($0.node)) })
        }
    }

    /// The member of an object.
    subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }
}
