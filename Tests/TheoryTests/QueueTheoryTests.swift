import SimCore
import Testing

/// The whole simulator as a single server with constant service: M/D/1, whose mean waiting time is known.
@Suite struct QueueTheoryTests {
    private static let service = SimDuration.milliseconds(10)

    /// Requests of one prompt and one output token, which come at random.
    private struct PoissonArrivals: ArrivalSource {
        private var stream: RandomStream
        private let meanGap: Double
        private var left: Int
        private var now: Int64 = 0

        init(load: Double, count: Int) {
            stream = RandomStream(seed: 0, purpose: "arrivals")
            meanGap = Double(QueueTheoryTests.service.picoseconds) / load
            left = count
        }

        mutating func next() -> RequestSpec? {
            guard left > 0 else { return nil }
            left -= 1
            now += Int64(meanGap * stream.exponential())
            return RequestSpec(arrival: SimInstant(picoseconds: now), promptTokens: 1, outputTokens: 1)
        }
    }

    /// Every step takes as long as every other.
    private struct ConstantCost: StepCostModel {
        let idlePower = Power(milliwatts: 100_000)

        mutating func cost(of shape: BatchShape) -> StepCost {
            let span = QueueTheoryTests.service
            return StepCost(
                durationBase: span.picoseconds * 1_000,
                energyBase: (Power(milliwatts: 300_000) * span).femtojoules)
        }
    }

    private func simulate(_ arrivals: PoissonArrivals) throws -> SimulationResult {
        var simulation = try Simulation(
            SimulationSetup(limits: ReplicaLimits(maxSequences: 1, maxBatchedTokens: 1, kvBlocks: 1)),
            arrivals: arrivals, router: RoundRobin(), policy: ContinuousBatching(), cost: ConstantCost())
        return try simulation.run()
    }

    #if DEBUG
        /// An unoptimised build takes 20 us a request: a fortieth of the requests, and a wider bound for it.
        private static let shortening = 40
        private static let bound = 0.09
    #else
        private static let shortening = 1
        private static let bound = 0.01
    #endif

    /// Pollaczek-Khinchine for constant service s at load rho: a mean wait of rho s / (2 (1 - rho)).
    ///
    /// The counts give the mean of the waits a standard error of 0.42 to 0.46 % (found by repeating Lindley's
    /// recursion with 40 seeds); waits of neighbours go together, so a high load needs more requests.
    @Test(arguments: [(0.3, 300_000), (0.5, 800_000), (0.7, 1_500_000), (0.8, 3_000_000)])
    func meanWaitIsPollaczekKhinchines(load: Double, count: Int) throws {
        let result = try simulate(PoissonArrivals(load: load, count: count / Self.shortening))
        let expected = load * Self.service.seconds / (2 * (1 - load))
        let mean = try #require(result.queueing.mean).seconds
        #expect(abs(mean / expected - 1) < Self.bound)

        // Utilisation is the load: its error is that of the run's length, 1/sqrt(count); five of them.
        let busy = Double(result.steps) * Self.service.seconds / result.duration.seconds
        #expect(abs(busy / load - 1) < 5 / Double(count / Self.shortening).squareRoot())
        let working = SimDuration(picoseconds: result.steps * Self.service.picoseconds)
        #expect(result.energy.idle == Power(milliwatts: 100_000) * (result.duration - working))
        #expect(result.energy.total - result.energy.idle == Power(milliwatts: 300_000) * working)
    }

    /// Lindley's recursion: each wait is the one before plus a service less a gap, or nothing. To the picosecond.
    @Test(arguments: [0.3, 0.7, 0.95, 1.3])
    func everyWaitIsLindleys(load: Double) throws {
        let count = 20_000
        let result = try simulate(PoissonArrivals(load: load, count: count))
        var source = PoissonArrivals(load: load, count: count)
        var expected = LatencyHistogram()
        var wait = SimDuration.zero
        var previous = SimInstant.zero
        var sum: Int64 = 0
        while let request = source.next() {
            if expected.count > 0 {
                wait = max(.zero, wait + Self.service - (request.arrival - previous))
            }
            previous = request.arrival
            expected.add(wait)
            sum += wait.picoseconds
        }
        #expect(result.queueing == expected)
        #expect(result.waitingIntegral == Int128(sum))
    }

    /// Little's law without limits or means: requests x time in the system is the sum of the times in the system.
    /// The mean of the histogram is exact, so only its division by the count is rounded.
    @Test(arguments: [0.5, 0.9, 1.3])
    func littlesLawIsAnIdentity(load: Double) throws {
        let count = 5_000
        var simulation = try Simulation(
            SimulationSetup(
                limits: ReplicaLimits(maxSequences: 8, maxBatchedTokens: 64, kvBlocks: 40), replicas: 2),
            arrivals: MixedArrivals(load: load, count: count), router: RoundRobin(),
            policy: ChunkedPrefill(preemption: load < 1 ? .recompute : .swap), cost: AffineCostModel())
        var recorder = RequestRecorder()
        let result = try simulation.run(observer: &recorder)
        #expect(recorder.records.count == count && result.preemptions > 0)
        let sum = recorder.records.reduce(0 as Int128) { $0 + Int128($1.e2e.picoseconds) }
        #expect(result.waitingIntegral + result.runningIntegral == sum)
        #expect(result.e2e.mean?.picoseconds == Int64(sum / Int128(count)))
    }

    /// Requests of 1 to 60 prompt and 1 to 80 output tokens.
    private struct MixedArrivals: ArrivalSource {
        private var stream = RandomStream(seed: 0, purpose: "mixed")
        private let meanGap: Double
        private var left: Int
        private var now: Int64 = 0

        init(load: Double, count: Int) {
            // About 10 ms a step, 40 steps a request, 16 requests at once.
            meanGap = 25e9 / load
            left = count
        }

        mutating func next() -> RequestSpec? {
            guard left > 0 else { return nil }
            left -= 1
            now += Int64(meanGap * stream.exponential())
            return RequestSpec(
                arrival: SimInstant(picoseconds: now), promptTokens: Int(stream.whole(in: 1...60)),
                outputTokens: Int(stream.whole(in: 1...80)))
        }
    }
}
