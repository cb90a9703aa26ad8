import SimCore
import Workloads

/// A finished run: what was asked, what was measured, and what there is to say about it.
struct RunOutcome {
    let scenario: Scenario
    let result: SimulationResult
    /// What the source of requests had to tell.
    let load: LoadLog.Entry
    /// What happened when; nil unless a picture of it was asked for.
    var timeline: RunTimeline?

    var seconds: Double { result.duration.seconds }
    var joules: Double { result.energy.total.joules }

    /// Sixteen hexadecimal digits that differ when what was run does: the scenario's, and the requests of a trace.
    var configurationHash: String {
        guard let digest = load.traceDigest else { return scenario.configurationHash }
        var hash = Fingerprint()
        hash.combine(scenario.configurationHash)
        hash.combine(digest)
        return hash.hexadecimal
    }

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
        if let lateStart { warnings.append(lateStart) }
        warnings += load.notices
        if let cache = scenario.largeCache { warnings.append(cache) }
        if let fallback { warnings.append(fallback) }
        if let spread { warnings.append(spread) }
        warnings += scenario.modelFile?.notes ?? []
        return warnings
    }

    /// Times since a start are kept as they are, so a piece cut out of a longer trace begins with a wait. A twentieth
    /// of the run and more is worth a word.
    private var lateStart: String? {
        guard let arrival = load.firstArrival else { return nil }
        let first = (arrival - .zero).seconds
        guard first * 20 > seconds else { return nil }
        return
            "the trace's first request arrives at \(Figures.short(first)) s, and the GPUs idle until then, for "
            + "\(Figures.short(first / seconds * 100)) % of the run: rates, mean power and energy count that time. "
            + "--rebase leaves it out"
    }

    /// The device has no unit for the format, and computes in another.
    private var fallback: String? {
        let used = scenario.cost.format
        guard used.unit != scenario.format.unit, scenario.format.unit == .fp8 || scenario.format.unit == .tf32
        else { return nil }
        return "\(scenario.device.name) has no unit for \(scenario.format.unit.rawValue): "
            + (scenario.format.unit == .fp8
                ? "\(scenario.format.name) weights are stored in 8 bits and multiplied in \(used.unit.rawValue)"
                : "products are computed in \(used.unit.rawValue)")
    }

    /// More devices than one server joins: eight, on HGX and DGX boards of A100 to B200 (their datasheets).
    private var spread: String? {
        let devices = scenario.cost.sharding.devices
        guard devices > 8 else { return nil }
        return "a replica of \(devices) GPUs spans servers of 8, and links between servers are not modelled: "
            + "the hops of --pp are taken to be as fast as those within one"
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
        if cache < limits.maxModelTokens {
            return text + "the \(cache) tokens of a KV cache. To hold them, \(scenario.roomAdvice)"
        }
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
