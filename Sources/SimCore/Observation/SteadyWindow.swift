/// Measures the steady middle of a closed-loop run on one replica, as serving benchmarks do: from the instant at which
/// the batch is full to the one at which as many requests have finished as leaves no full batch behind.
///
/// A benchmark that offers `requests` at once to at most `sequences` running ones closes its window when
/// requests - sequences - 1 have finished (ML.ENERGY Benchmark v3). The batch is full when `sequences` run, or, where
/// the KV cache holds fewer, when a step admits nobody although requests wait.
public struct SteadyWindow: SimulationObserver, Sendable {
    private let sequences: Int
    private let lastFinish: Int
    private var finished = 0
    private var waiting = 0
    private var running = 0
    private var admittedLast = true

    /// When the window opened and closed; nil while it has not.
    public private(set) var opened: SimInstant?
    public private(set) var closed: SimInstant?
    /// Energy of the window, idle time included.
    public private(set) var energy = Energy.zero
    /// Tokens written in the window.
    public private(set) var outputTokens: Int64 = 0
    /// Gaps between tokens of the window.
    public private(set) var itl = LatencyHistogram()
    /// Running requests x picoseconds.
    private var runningIntegral: Int128 = 0
    private var lastChange = SimInstant.zero

    public init(requests: Int, sequences: Int) {
        self.sequences = sequences
        lastFinish = max(1, requests - sequences - 1)
    }

    public var wantsRequests: Bool { true }
    public var wantsSteps: Bool { true }

    private var isOpen: Bool { opened != nil && closed == nil }

    /// Length of the window; nil unless it opened and closed.
    public var duration: SimDuration? {
        guard let opened, let closed, closed > opened else { return nil }
        return closed - opened
    }

    /// Mean number of running requests; nil without a window.
    public var meanBatch: Double? {
        duration.map { runningIntegral.nearestDouble / Double($0.picoseconds) }
    }

    /// Output tokens a second; nil without a window.
    public var outputThroughput: Double? { duration.map { Double(outputTokens) / $0.seconds } }

    /// Watts, all devices of the replica together; nil without a window.
    public var meanPower: Double? { duration.map { energy.joules / $0.seconds } }

    public mutating func stepsCompleted(_ run: StepRun) {
        admittedLast = run.prefillTokens > 0
        guard isOpen else { return }
        energy += run.energy
        outputTokens += run.decodeSequences * run.steps + run.completedPrefills
        run.addGaps(to: &itl)
        runningIntegral += Int128(running) * Int128((run.endsAt - lastChange).picoseconds)
        lastChange = run.endsAt
    }

    public mutating func idled(replica: Int, from start: SimInstant, to end: SimInstant, power: Power) {
        if isOpen { energy += power * (end - start) }
    }

    public mutating func requestFinished(_ record: RequestRecord) {
        finished += 1
        if finished == lastFinish, isOpen { closed = record.finish }
    }

    public mutating func loadChanged(at now: SimInstant, waiting: Int, running: Int) {
        self.waiting = waiting
        self.running = running
        if opened == nil, running >= sequences || (waiting > 0 && !admittedLast) {
            opened = now
            lastChange = now
        }
    }
}
