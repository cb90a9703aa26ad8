import SimCore
import Workloads

/// A finished run: what was asked, what was measured, and what there is to say about it.
struct RunOutcome {
    let scenario: Scenario
    let result: SimulationResult
    /// What the source of requests had to tell.
    let load: LoadLog.Entry

    var seconds: Double { result.duration.seconds }
    var joules: Double { result.energy.total.joules }

    /// A rate or a ratio; nil where there is nothing to divide by.
    static func ratio(_ numerator: Double, _ denominator: Double) -> Double? {
        denominator > 0 ? numerator / denominator : nil
    }

    /// Sentences that a reader of the figures must know.
    var warnings: [String] {
        var warnings: [String] = []
        if let saturation { warnings.append(saturation) }
        if result.failed > 0 {
            let limits = scenario.setup.limits
            warnings.append(
                "\(Figures.count(Int(result.failed), "request")) failed: longer than "
                    + "\(min(limits.maxModelTokens, limits.kvBlocks * limits.blockSize)) tokens, which is what the "
                    + "model and the KV cache hold. A longer --max-model-len or more --tp may help")
        }
        let tally = load.tally
        if tally.badRows > 0, let first = load.firstBadRow {
            warnings.append(
                "\(Figures.count(tally.badRows, "bad row")) of the trace left out. The first: \(first)")
        }
        if tally.failedRows + tally.emptyPromptRows > 0 {
            warnings.append(
                "\(Figures.count(tally.failedRows + tally.emptyPromptRows, "row")) of the trace left out: "
                    + "\(tally.failedRows) without an answer, \(tally.emptyPromptRows) without a prompt")
        }
        return warnings
    }

    /// The offered load is above capacity when, as the last request arrives, a queue of more than a batch's worth of
    /// work is left: draining took a twentieth of the time of the arrivals, and the mean request waited for at least
    /// a quarter of it, as it does when a queue grows steadily.
    private var saturation: String? {
        guard scenario.setup.maxConcurrency == nil, result.completed > 1 else { return nil }
        let arriving = (result.lastArrival - .zero).seconds
        let draining = seconds - arriving
        guard arriving > 0, draining > arriving / 20,
            let wait = result.queueing.mean?.seconds, wait > draining / 4
        else { return nil }
        let total = Double(result.completed)
        return "saturated: requests arrive at \(Figures.short(total / arriving))/s and complete at "
            + "\(Figures.short(total / seconds))/s; \(result.backlogAtLastArrival) were unfinished when the last "
            + "arrived, and the latencies grow with the length of the run. Lower the rate, or add --tp or --dp"
    }
}
