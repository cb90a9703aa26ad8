import SimCore
import WattlineText

/// A latency of which a result has the mean, the spread and percentiles.
package enum LatencyMetric: String, CaseIterable {
    case ttft, tpot, itl, e2el
    case queueing

    /// In tables.
    var label: String {
        switch self {
        case .queueing: "queueing"
        default: rawValue.uppercased()
        }
    }

    package var meaning: String {
        switch self {
        case .ttft: "Arrival to first output token, queueing included"
        case .tpot: "(E2EL - TTFT) / (output tokens - 1) of a request; none for one token"
        case .itl: "One gap between two output tokens"
        case .e2el: "Arrival to last output token; under static batching, to the end of its batch"
        case .queueing: "Arrival to the first step that works on the prompt; part of TTFT"
        }
    }

    func histogram(_ result: SimulationResult) -> LatencyHistogram {
        switch self {
        case .ttft: result.ttft
        case .tpot: result.tpot
        case .itl: result.itl
        case .e2el: result.e2e
        case .queueing: result.queueing
        }
    }

    /// What is told of a latency: `mean`, `p99`, ...
    package enum Statistic: Equatable {
        case mean, median, standardDeviation
        case percentile(Double)
        case maximum

        /// In the order of the file.
        package static func all(_ percentiles: [Double]) -> [Statistic] {
            [.mean, .median, .standardDeviation] + percentiles.map { .percentile($0) } + [.maximum]
        }

        package var name: String {
            switch self {
            case .mean: "mean"
            case .median: "median"
            case .standardDeviation: "std"
            case .percentile(let value): "p" + (Int(exactly: value).map { String($0) } ?? value.description)
            case .maximum: "max"
            }
        }

        /// nil where nothing was measured.
        func value(_ histogram: LatencyHistogram) -> SimDuration? {
            switch self {
            case .mean: histogram.mean
            case .median: histogram.quantile(0.5)
            case .standardDeviation: histogram.standardDeviation
            case .percentile(let value): histogram.quantile(value / 100)
            case .maximum: histogram.maximum
            }
        }
    }

    /// What to say, on a command line or in a file of checks, of a name such as `p98_ttft_ms` where the run has no such percentile; nil for any other name.
    static func percentileHint(for name: String, inFile: Bool = false) -> String? {
        guard name.hasPrefix("p"), name.hasSuffix("_ms"), let line = name.firstIndex(of: "_"),
            let value = NumberText.decimal(String(name[name.index(after: name.startIndex)..<line])),
            value > 0, value < 100, allCases.contains(where: { name[line...] == "_\($0.rawValue)_ms" })
        else { return nil }
        let number = Figures.plain(value)
        return inFile
            ? " Ask for it with \"metric-percentiles\": [\(number)] in run, a list of all that there are to be"
            : " Ask for it with --metric-percentiles \(number)"
    }

    /// `mean_ttft_ms`.
    package func key(_ statistic: Statistic) -> String { "\(statistic.name)_\(rawValue)_ms" }
}
