/// A metric explained with the numbers of a run.
struct MetricExplanation {
    let key: String
    let unit: String
    let meaning: String
    let formula: MetricFormula
    let outcome: RunOutcome

    /// - Throws: `CLIError` (exit code 2) for what is no metric and no other subject.
    init(_ key: String, _ outcome: RunOutcome) throws(CLIError) {
        let percentiles = outcome.scenario.percentiles
        guard let formula = MetricFormula.formula(of: key, percentiles: percentiles) else {
            throw ExplainTopic.unknown(key)
        }
        self.key = key
        self.formula = formula
        self.outcome = outcome
        if let metric = (Metrics.counts + Metrics.energy).first(where: { $0.key == key }) {
            (unit, meaning) = (metric.unit, metric.meaning)
        } else {
            unit = "ms"
            meaning = LatencyMetric.allCases.first { key.hasSuffix("_\($0.rawValue)_ms") }?.meaning ?? ""
        }
    }

    private var value: JSON { MetricFormula.metric(key, outcome) ?? .null }

    private var shown: String {
        guard let number = value.real else { return "- (none in this run)" }
        return MetricFormula.precise(number) + (unit.isEmpty ? "" : " \(unit)")
    }

    /// Of latencies, how many values there are and their ends.
    private var sample: String? {
        guard let latency = LatencyMetric.allCases.first(where: { key.hasSuffix("_\($0.rawValue)_ms") })
        else {
            return nil
        }
        let histogram = latency.histogram(outcome.result)
        guard let low = histogram.minimum, let high = histogram.maximum else { return "no values" }
        return "\(histogram.count) values from \(MetricFormula.precise(low.milliseconds)) to "
            + "\(MetricFormula.precise(high.milliseconds)) ms"
    }

    var text: String {
        var lines: [(String, String)] = [("formula", formula.formula)]
        if let numbers = formula.numbers(outcome) ?? sample { lines.append(("this run", numbers)) }
        lines += [
            ("value", shown), ("includes", formula.includes), ("excludes", formula.excludes),
            ("elsewhere", formula.elsewhere),
        ]
        let table = RunTable(outcome)
        return "\(key)\(unit.isEmpty ? "" : " in \(unit)")\n\(meaning)\n\n" + ExplainTopic.rows(lines)
            + "\nThis run: \(table.title)\n\(table.load)\n"
    }

    var json: JSON {
        .object([
            ("metric", .text(key)), ("unit", .text(unit)), ("meaning", .text(meaning)),
            ("formula", .text(formula.formula)),
            ("this_run", (formula.numbers(outcome) ?? sample).map { .text($0) } ?? .null),
            ("value", value), ("includes", .text(formula.includes)), ("excludes", .text(formula.excludes)),
            ("elsewhere", .text(formula.elsewhere)),
            ("configuration_hash", .text(outcome.configurationHash)),
        ])
    }
}
