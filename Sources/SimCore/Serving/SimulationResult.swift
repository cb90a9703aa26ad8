/// What a run measured. Equal runs have equal results, to the bit.
public struct SimulationResult: Hashable, Sendable {
    public internal(set) var completed: Int64 = 0
    /// Requests that could never be served.
    public internal(set) var failed: Int64 = 0
    /// Of `completed`: kept every latency of the objective.
    public internal(set) var goodRequests: Int64 = 0
    /// From the start to the last event.
    public internal(set) var duration = SimDuration.zero
    /// When the last request arrived.
    public internal(set) var lastArrival = SimInstant.zero
    /// Requests that had not finished when the last one arrived, itself included.
    public internal(set) var backlogAtLastArrival: Int64 = 0
    /// Of completed requests.
    public internal(set) var promptTokens: Int64 = 0
    public internal(set) var outputTokens: Int64 = 0

    public internal(set) var ttft = LatencyHistogram()
    public internal(set) var tpot = LatencyHistogram()
    public internal(set) var itl = LatencyHistogram()
    public internal(set) var e2e = LatencyHistogram()
    public internal(set) var queueing = LatencyHistogram()

    /// Of all replicas.
    public internal(set) var energy = EnergyLedger()
    public internal(set) var energyByReplica: [EnergyLedger] = []
    /// The sum of the completed requests' shares: `energy.total - energy.idle`, exactly, when all have finished.
    public internal(set) var sharesOfCompleted = Energy.zero
    /// The highest power of a step of one replica, rounded down to a milliwatt.
    public internal(set) var peakPower = Power.zero

    public internal(set) var steps: Int64 = 0
    /// Rows decoded, over all steps: the mean decode batch is this divided by the steps that decode.
    public internal(set) var decodeRows: Int64 = 0
    public internal(set) var prefillTokens: Int64 = 0
    public internal(set) var paddedTokens: Int64 = 0
    public internal(set) var recomputedTokens: Int64 = 0
    public internal(set) var preemptions: Int64 = 0
    public internal(set) var swappedBlocks: Int64 = 0
    /// Highest of any replica.
    public internal(set) var kvPeakBlocks: Int64 = 0
    public internal(set) var kvTotalBlocks: Int64 = 0

    public internal(set) var maxRunning: Int64 = 0
    public internal(set) var maxWaiting: Int64 = 0
    /// Most requests in the system at once.
    public internal(set) var maxConcurrent: Int64 = 0
    /// Requests x picoseconds.
    public internal(set) var runningIntegral: Int128 = 0
    public internal(set) var waitingIntegral: Int128 = 0

    public var meanRunning: Double { mean(runningIntegral) }
    public var meanWaiting: Double { mean(waitingIntegral) }

    private func mean(_ integral: Int128) -> Double {
        duration.picoseconds == 0 ? 0 : Double(integral) / Double(duration.picoseconds)
    }

    /// A summary of every figure here: equal runs have equal fingerprints, on every platform.
    public var fingerprint: Fingerprint {
        var print = Fingerprint()
        for value in [
            completed, failed, goodRequests, duration.picoseconds, lastArrival.picoseconds,
            backlogAtLastArrival,
            promptTokens, outputTokens, peakPower.milliwatts, steps, decodeRows, prefillTokens, paddedTokens,
            recomputedTokens, preemptions, swappedBlocks, kvPeakBlocks, kvTotalBlocks, maxRunning, maxWaiting,
            maxConcurrent,
        ] {
            print.combine(value)
        }
        for value in [runningIntegral, waitingIntegral, sharesOfCompleted.femtojoules] {
            print.combine(value)
        }
        for histogram in [ttft, tpot, itl, e2e, queueing] { histogram.combine(into: &print) }
        for ledger in energyByReplica { ledger.combine(into: &print) }
        return print
    }

    public static func == (left: SimulationResult, right: SimulationResult) -> Bool {
        left.fingerprint == right.fingerprint && left.energyByReplica == right.energyByReplica
            && left.ttft == right.ttft && left.tpot == right.tpot && left.itl == right.itl
            && left.e2e == right.e2e && left.queueing == right.queueing
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint.value) }
}
