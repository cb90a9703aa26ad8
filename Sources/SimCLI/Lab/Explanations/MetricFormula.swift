import HardwareModels
import SimCore
import WattlineText

/// How a figure comes about, what is in it and what is not, and what other tools call it.
///
/// In a formula, names of metrics, of flags (`--pue`) and of ``quantities`` stand for this run's numbers; `x`, `/`,
/// `+`, `-` and brackets are arithmetic. A formula without numbers is a sentence.
package struct MetricFormula {
    let formula: String
    let includes: String
    let excludes: String
    let elsewhere: String

    init(_ formula: String, includes: String, excludes: String, elsewhere: String) {
        self.formula = formula
        self.includes = includes
        self.excludes = excludes
        self.elsewhere = elsewhere
    }

    /// The formula with this run's numbers; nil where it is a sentence.
    func numbers(_ outcome: RunOutcome) -> String? {
        guard !formula.hasPrefix("the ") else { return nil }
        var words: [String] = []
        for word in formula.split(separator: " ") {
            let opening = word.prefix { $0 == "(" }
            let closing = word.reversed().prefix { $0 == ")" }
            let name = String(word.dropFirst(opening.count).dropLast(closing.count))
            words.append(opening + MetricFormula.text(name, outcome) + String(closing))
        }
        return words.joined(separator: " ")
    }

    private static func text(_ name: String, _ outcome: RunOutcome) -> String {
        if ["x", "/", "+", "-"].contains(name) || Double(name) != nil { return name }
        return value(name, outcome).map(precise) ?? Figures.none
    }

    /// The number that a name stands for in a run.
    static func value(_ name: String, _ outcome: RunOutcome) -> Double? {
        if name.hasPrefix("--") {
            guard let flag = RunFlags.named(String(name.dropFirst(2))) else { return nil }
            return outcome.scenario.settings.number(flag.key)
                ?? outcome.scenario.settings.whole(flag.key).map(Double.init)
        }
        return quantities[name]?(outcome) ?? MetricFormula.metric(name, outcome)?.real
    }

    /// A figure of the result by its key.
    static func metric(_ key: String, _ outcome: RunOutcome) -> JSON? {
        let metrics = SweepMetrics(percentiles: outcome.scenario.percentiles)
        guard let index = metrics.keys.firstIndex(of: key) else { return nil }
        return metrics.values(outcome)[index]
    }

    /// What formulas need beside the metrics.
    static let quantities: [String: @Sendable (RunOutcome) -> Double] = [
        "requests": { Double($0.result.completed + $0.result.failed) },
        "good_requests": { Double($0.result.goodRequests) },
        "running_request_seconds": { $0.result.meanRunning * $0.seconds },
        "waiting_request_seconds": { $0.result.meanWaiting * $0.seconds },
        "idle_power_w": { $0.scenario.device.idlePower.watts },
        "kv_peak_blocks": { Double($0.result.kvPeakBlocks) },
        "kv_blocks": { Double($0.result.kvTotalBlocks) },
        "peak_replica_power_w": { $0.result.peakPower.watts },
    ]

    /// Seven significant digits, so that a reader's calculator comes to the same value.
    static func precise(_ value: Double) -> String {
        guard value.isFinite else { return value.description }
        if value == value.rounded(), value.magnitude < 1e15 { return Figures.plain(value) }
        return Figures.significant(value, digits: 7, decimalsAtMost: 15)
    }
}
