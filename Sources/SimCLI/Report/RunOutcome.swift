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
        if result.failed > 0 { warnings.append(failure) }
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
        if isClipped {
            warnings.append(
                "steps drew more than --power-cap \(Figures.plain(scenario.device.capPower.watts)) allows: their energy is "
                    + "clipped, their time is not stretched, so both come out too low")
        }
        return warnings
    }

    /// A cap of the user's own was reached.
    private var isClipped: Bool {
        guard scenario.settings[.powerCap] != nil else { return false }
        let cap = scenario.device.capPower.milliwatts * Int64(scenario.tensorParallel)
        return result.peakPower.milliwatts >= cap - Int64(scenario.tensorParallel)
    }

    private var remedy: String {
        if case .trace = scenario.load.origin { return "Raise --time-scale" }
        return "Lower --request-rate"
    }

    /// Why requests failed, with the limit that they met first.
    private var failure: String {
        let limits = scenario.setup.limits
        let cache = limits.kvBlocks * limits.blockSize
        let text = "\(Figures.count(Int(result.failed), "request")) could never fit and failed: longer than "
        if cache < limits.maxModelTokens { return text + "the \(cache) tokens of a KV cache. Use more --tp" }
        let isLowered = limits.maxModelTokens < scenario.model.maxPositions
        return text + "\(limits.maxModelTokens) tokens, "
            + (isLowered ? "the --max-model-len. Raise it" : "the longest context of \(scenario.model.name)")
    }

    /// The offered load is above capacity when a queue is left that only the end of the arrivals lets drain: as the
    /// last request arrives more than a quarter of a full batch waits beside those that run, draining takes more than
    /// a twentieth of the time of the arrivals, and the mean request waited for at least a quarter of that, as it
    /// does when a queue grows steadily.
    private var saturation: String? {
        guard scenario.setup.maxConcurrency == nil, result.completed > 1 else { return nil }
        let arriving = (result.lastArrival - .zero).seconds
        let draining = seconds - arriving
        let queued = result.backlogAtLastArrival - result.maxRunning
        guard arriving > 0, queued * 4 > result.maxRunning, draining > arriving / 20,
            let wait = result.queueing.mean?.seconds, wait > draining / 4
        else { return nil }
        let total = Double(result.completed)
        return "saturated: requests arrive at \(Figures.short(total / arriving))/s and complete at "
            + "\(Figures.short(total / seconds))/s; \(result.backlogAtLastArrival) were unfinished when the last "
            + "arrived, and the latencies grow with the length of the run. \(remedy), or add --tp or --dp"
    }
}
