import SimCore

/// A result for people: the same figures as plain text or as Markdown.
struct RunTable {
    private let outcome: RunOutcome
    private var result: SimulationResult { outcome.result }

    init(_ outcome: RunOutcome) { self.outcome = outcome }

    /// Aligned columns; the headings bold where there is colour.
    func text(hasColour: Bool) -> String {
        func heading(_ text: String) -> String { hasColour ? "\u{1b}[1m\(text)\u{1b}[0m" : text }
        var text = heading(VisibleText.line(title)) + "\n" + VisibleText.line(load) + "\n"
        text += "\n" + heading("Serving") + "\n" + serving.rendered(hasHead: false)
        text += "\n" + heading("Latency") + "\n" + latency.rendered()
        text += "\n" + heading("Energy") + "\n" + energy.rendered(hasHead: false)
        return text + "\n" + footer.map { $0 + "\n" }.joined()
    }

    func markdown() -> String {
        var text = "# \(MarkdownText.line(title))\n\n\(MarkdownText.line(load))\n"
        for (name, table) in [("Serving", serving), ("Latency", latency), ("Energy", energy)] {
            text += "\n## \(name)\n\n" + table.markdown()
        }
        return text + "\n" + footer.map { $0 + "\n" }.joined()
    }

    /// Every table with its heading; only that of latencies has a head.
    var sections: [(name: String, table: TextTable, hasHead: Bool)] {
        [("Serving", serving, false), ("Latency", latency, true), ("Energy", energy, false)]
    }

    /// What was run on what.
    var title: String {
        let scenario = outcome.scenario
        let replicas = scenario.replicas > 1 ? ", \(scenario.replicas) replicas" : ""
        let sharding = scenario.cost.sharding
        let parts = [
            ("tp", sharding.tensorParallel), ("pp", sharding.pipelineParallel),
            ("ep", sharding.expertParallel),
        ].filter { $0.1 > 1 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        var clock = scenario.settings.number(.clock).map { " at \(Figures.plain($0)) MHz" } ?? ""
        if case .power(let cap)? = scenario.settings[.powerCap] { clock += " capped at \(cap)" }
        let kv = FormatChoice.kvName(scenario.cost.format, scenario.cost.kvFormat)
        let hasOwnKV = (scenario.cost.kvFormat?.bytes ?? scenario.format.kvBytes) != scenario.format.kvBytes
        return
            "\(scenario.model.name) \(scenario.format.name)" + (hasOwnKV ? " (KV cache \(kv))" : "")
            + " on \(scenario.deviceCount) x \(scenario.device.name)\(clock)"
            + (parts.isEmpty ? "" : " (\(parts))")
            + "\(replicas), engine \(scenario.engine.name), policy \(scenario.policyName.rawValue)"
    }

    /// Which requests came.
    var load: String {
        let load = outcome.scenario.load
        var text: String
        switch load.origin {
        case .synthetic(let pattern, let prompts, let outputs, let count):
            text = "\(pattern.summary), \(Figures.count(count, "request")) of \(prompts) -> \(outputs) tokens"
        case .trace(let path, let timeScale, _, _):
            text =
                "trace \(path == "-" ? "from standard input" : VisibleText.line(Scenario.lastPathComponent(path)))"
            if timeScale != 1 { text += ", time x \(Figures.plain(timeScale))" }
        }
        if let shape = load.shape { text += ", shape \(shape)" }
        if let limit = load.maxConcurrency { text += ", at most \(limit) in flight" }
        return text + ", seed \(load.seed)"
            + (load.replication > 0 ? ", replication \(load.replication)" : "")
    }

    private var serving: TextTable {
        var table = TextTable(indent: "  ")
        table.leftColumns = [2]
        table.add(["", "value", "unit"])
        table.add(["completed", String(result.completed), "requests, \(result.failed) failed"])
        table.add(["duration", Figures.short(outcome.seconds), "s"])
        for (label, key, unit) in [
            ("request throughput", "request_throughput", "requests/s"),
            ("output throughput", "output_throughput", "tokens/s"),
            ("total throughput", "total_token_throughput", "tokens/s"),
            ("request goodput", "request_goodput", "requests/s"),
        ] {
            table.add([label, Figures.short(number(key)), unit])
        }
        table.add([
            "requests in batches", Figures.short(result.meanRunning), "mean, \(result.maxRunning) at most",
        ])
        table.add([
            "requests in queues", Figures.short(result.meanWaiting), "mean, \(result.maxWaiting) at most",
        ])
        table.add([
            "KV cache peak", Figures.percent(Double(result.kvPeakBlocks), of: Double(result.kvTotalBlocks)),
            "of \(result.kvTotalBlocks) blocks a replica",
        ])
        table.add([
            "preemptions", String(result.preemptions), "\(result.recomputedTokens) tokens computed again",
        ])
        if result.paddedTokens > 0 {
            table.add(["padding", String(result.paddedTokens), "tokens computed for it"])
        }
        return table
    }

    private var latency: TextTable {
        var table = TextTable(indent: "  ")
        let statistics = LatencyMetric.Statistic.all(outcome.scenario.percentiles).filter { $0 != .median }
        table.add(["ms"] + statistics.map(\.name))
        for metric in LatencyMetric.allCases {
            let histogram = metric.histogram(result)
            table.add([metric.label] + statistics.map { Figures.short($0.value(histogram)?.milliseconds) })
        }
        return table
    }

    private var energy: TextTable {
        let ledger = result.energy
        let total = ledger.total.joules
        var table = TextTable(indent: "  ")
        table.leftColumns = [2]
        table.add(["", "value", "share or unit"])
        func joules(_ energy: Energy) -> String { Figures.joules(energy.joules, of: total) }
        table.add(["total", joules(ledger.total), outcome.scenario.deviceCount > 1 ? "all GPUs" : ""])
        for (label, energy) in [
            ("prefill", ledger.prefill), ("decode", ledger.decode), ("idle", ledger.idle),
            ("of these: padding", ledger.paddingWaste), ("of these: recomputing", ledger.recomputeWaste),
        ] where energy != .zero || !label.hasPrefix("of") {
            table.add([label, joules(energy), Figures.percent(energy.joules, of: total)])
        }
        for (label, key, unit) in [
            ("mean power of a GPU", "avg_gpu_power_w", "W"), ("peak power of a GPU", "peak_gpu_power_w", "W"),
            ("per output token", "energy_per_output_token_j", "J, idle included"),
            ("per token", "energy_per_total_token_j", "J, input and output"),
            ("per request", "energy_per_request_j", "J, idle included"),
            ("output tokens", "output_tokens_per_joule", "per J"),
            ("host", "host_energy_j", "fans and supply losses included"),
            ("facility energy", "facility_energy_wh", ""),
            ("carbon", "gco2e_per_request", "gCO2e a request"),
            ("price", "usd_per_1m_output_tokens", "USD per 1M output tokens"),
        ] where number(key) != nil || !["carbon", "price"].contains(label) {
            // None was asked for.
            if key == "host_energy_j", number(key) == 0 { continue }
            guard key == "host_energy_j" || key == "facility_energy_wh" else {
                table.add([label, Figures.short(number(key)), unit])
                continue
            }
            let energy = RunTable.parts(
                key == "host_energy_j"
                    ? Figures.joules(number(key), of: total) : Figures.wattHours(number(key)))
            table.add([label, energy.value, energy.unit + (unit.isEmpty ? "" : ", \(unit)")])
        }
        return table
    }

    /// `6.070` and `Wh` of `6.070 Wh`.
    static func parts(_ energy: String) -> (value: String, unit: String) {
        guard let blank = energy.firstIndex(of: " ") else { return (energy, "") }
        return (String(energy[..<blank]), String(energy[energy.index(after: blank)...]))
    }

    private var footer: [String] {
        let note = ProvenanceNote(outcome)
        return [
            "\(note.origin) Window: the whole run.",
            note.sentence,
            "Configuration \(outcome.configurationHash), run \(result.fingerprint.hexadecimal)",
        ]
    }

    /// A figure by its key, so that the table cannot disagree with the file.
    func number(_ key: String) -> Double? {
        let metric = Metrics.counts.first { $0.key == key } ?? Metrics.energy.first { $0.key == key }
        guard let metric else { preconditionFailure("no metric has the key \(key)") }
        switch metric.value(outcome) {
        case .number(let value): return value
        case .whole(let value): return Double(value)
        default: return nil
        }
    }
}
