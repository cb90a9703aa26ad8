import SimCore

/// A whole run drawn from one number: limits, policy, requests, costs. A law that fails names the number, and the
/// line that repeats it.
public struct Scenario: Sendable, CustomStringConvertible {
    public let seed: UInt64
    public var setup: SimulationSetup
    public var requests: [RequestSpec]
    public var policy: BuiltinBatching
    public var routing: BuiltinRouting
    public var cost: PiecewiseCost

    /// Scenarios that every law is tried on; one if the environment names it.
    public static func all(_ count: UInt64) -> [Scenario] {
        if let text = environmentSeed(), let seed = UInt64(text) { return [Scenario(seed: seed)] }
        return (0..<count).map { Scenario(seed: $0) }
    }

    public init(seed: UInt64) {
        self.seed = seed
        var stream = RandomStream(seed: seed, purpose: "scenario")
        func draw(_ range: ClosedRange<Int64>) -> Int { Int(stream.whole(in: range)) }

        let blockSize = [1, 3, 16, 16, 16, 64][draw(0...5)]
        let sequences = draw(1...24)
        // From a cache that holds little more than one request to one that holds everything.
        let tokens = [400, 900, 3000, 40000][draw(0...3)]
        let limits = ReplicaLimits(
            maxSequences: sequences, maxBatchedTokens: sequences + draw(0...600),
            kvBlocks: max(1, tokens / blockSize), blockSize: blockSize)
        setup = SimulationSetup(
            limits: limits, replicas: draw(0...3) == 0 ? draw(2...4) : 1,
            maxConcurrency: draw(0...3) == 0 ? draw(1...12) : nil,
            objective: ServiceObjective(ttft: .milliseconds(500), tpot: .milliseconds(30)))
        routing = draw(0...1) == 0 ? .roundRobin(RoundRobin()) : .leastOutstanding(LeastOutstanding())

        let preemption = draw(0...1) == 0 ? BatchPlan.Preemption.recompute : .swap
        switch draw(0...4) {
        case 0: policy = .staticBatching(StaticBatching(timeout: .milliseconds(Int64(draw(0...400)))))
        case 1: policy = .continuous(ContinuousBatching(preemption: preemption))
        case 2: policy = .chunked(ChunkedPrefill(preemption: preemption))
        case 3: policy = .shortestPrompt(ShortestPromptFirst(preemption: preemption))
        default:
            policy = .priority(
                PriorityWithAgeing(ageing: .milliseconds(Int64(draw(0...2000))), preemption: preemption))
        }

        var now: Int64 = 0
        let gap = ([0, 1_000_000_000, 30_000_000_000, 300_000_000_000] as [Int64])[draw(0...3)]
        let longestPrompt = [40, 300, 1200][draw(0...2)]
        let longestAnswer = [1, 12, 150, 700][draw(0...3)]
        requests = []
        for _ in 0..<draw(1...60) {
            // Several at one instant now and then.
            if draw(0...3) > 0 { now += Int64(Double(gap) * stream.exponential()) }
            requests.append(
                RequestSpec(
                    arrival: SimInstant(picoseconds: now), promptTokens: draw(1...Int64(longestPrompt)),
                    outputTokens: draw(1...Int64(longestAnswer)), priority: draw(0...2)))
        }
        cost = PiecewiseCost(random: &stream)
    }

    public typealias Run = Simulation<ListedArrivals, BuiltinRouting, BuiltinBatching, PiecewiseCost>

    /// The simulation, not run yet.
    public func simulation(stepping: Stepping = .leap) throws(SimulationFault) -> Run {
        var setup = setup
        setup.stepping = stepping
        return try Simulation(
            setup, arrivals: ListedArrivals(requests), router: routing, policy: policy, cost: cost)
    }

    /// What happened, with every finished request and every step.
    public func run(
        stepping: Stepping = .leap
    ) throws(SimulationFault) -> (result: SimulationResult, log: EventLog) {
        var simulation = try simulation(stepping: stepping)
        var log = EventLog()
        let result = try simulation.run(observer: &log)
        return (result, log)
    }

    public var description: String {
        "WATTLINE_SEED=\(seed) swift test --filter LawTests"
    }
}

/// Keeps everything that an observer can hear.
public struct EventLog: SimulationObserver, Sendable {
    public struct Idle: Hashable, Sendable {
        public var replica: Int
        public var from: SimInstant
        public var to: SimInstant
        public var energy: Energy
    }

    public private(set) var records: [RequestRecord] = []
    public private(set) var runs: [StepRun] = []
    public private(set) var idles: [Idle] = []
    public var wantsRequests: Bool { true }
    public var wantsSteps: Bool { true }

    public init() {}

    public mutating func requestFinished(_ record: RequestRecord) { records.append(record) }

    public mutating func stepsCompleted(_ run: StepRun) { runs.append(run) }

    public mutating func idled(replica: Int, from start: SimInstant, to end: SimInstant, power: Power) {
        idles.append(Idle(replica: replica, from: start, to: end, energy: power * (end - start)))
    }

    /// Every single step, leaps expanded.
    public var steps: [StepRun.Step] {
        runs.flatMap { run in (0..<run.steps).map { run.step($0) } }
    }
}
