import Testing

@testable import SimCore

/// A step takes 10 ms and 1 ms for each prompt token.
@Suite struct SimulationTests {
    private let limits = ReplicaLimits(maxSequences: 8, maxBatchedTokens: 100, kvBlocks: 100)

    @Test func nothingToDo() throws {
        let (result, records) = try run([], policy: ChunkedPrefill(), limits: limits)
        #expect(records.isEmpty && result.completed == 0 && result.duration == .zero)
        #expect(result.energy.total == .zero && result.meanRunning == 0 && result.meanWaiting == 0)
        #expect(result.ttft.mean == nil && result.kvTotalBlocks == 100)
    }

    /// A prompt of 10 tokens at 5 ms: 5 -> 25, and four more tokens until 65. Idle at 100 W before, 500 W after.
    @Test func oneRequest() throws {
        let (result, records) = try run(
            [request(at: 5, prompt: 10, output: 5)], policy: ChunkedPrefill(), limits: limits)
        #expect(timeline(records) == [[5, 25, 65]])
        #expect(result.duration == .milliseconds(65) && result.steps == 5)
        #expect(result.ttft.mean == .milliseconds(20) && result.e2e.mean == .milliseconds(60))
        #expect(
            result.tpot.mean == .milliseconds(10) && result.itl.count == 4 && result.queueing.mean == .zero)
        #expect(result.energy.idle.joules == 0.5 && result.energy.prefill.joules == 10)
        #expect(result.energy.decode.joules == 20 && result.energy.staticPart.joules == 6.5)
        #expect(result.energy.dynamicPart.joules == 24 && result.sharesOfCompleted.joules == 30)
        #expect(result.peakPower == Power(milliwatts: 500_000))
        #expect(result.promptTokens == 10 && result.outputTokens == 5 && result.decodeRows == 4)
        #expect(result.kvPeakBlocks == 1 && result.maxConcurrent == 1 && result.backlogAtLastArrival == 1)
        #expect(result.runningIntegral == 60_000_000_000 && result.waitingIntegral == 0)
    }

    @Test func oneOutputTokenHasNoTPOT() throws {
        let (result, records) = try run(
            [request(at: 0, prompt: 10, output: 1)], policy: ChunkedPrefill(), limits: limits)
        #expect(records.map(\.tpot) == [nil])
        #expect(result.tpot.count == 0 && result.itl.count == 0 && result.ttft.count == 1)
        #expect(result.tpot.mean == nil && result.tpot.quantile(0.5) == nil)
    }

    /// Five requests at once, two at a time: who has to wait for a turn arrives with it, in the instant in which
    /// another ends.
    ///
    ///     0 -> 30, 30 -> 60    two prompts of 10 tokens
    ///     60 -> 80             the last
    @Test func aClosedLoopKeepsItsNumber() throws {
        let (result, records) = try run(
            (0..<5).map { _ in request(at: 0, prompt: 10, output: 1) }, policy: ChunkedPrefill(),
            limits: limits,
            maxConcurrency: 2)
        #expect(
            timeline(records) == [[0, 30, 30], [0, 30, 30], [30, 60, 60], [30, 60, 60], [60, 80, 80]])
        #expect(records.map { ($0.arrival - .zero).milliseconds } == [0, 0, 30, 30, 60])
        #expect(result.maxConcurrent == 2 && result.maxRunning == 2 && result.maxWaiting == 0)
        #expect(result.ttft.maximum == .milliseconds(30) && result.lastArrival == .milliseconds(60))
    }

    @Test(arguments: [1, 2, 3, 7])
    func aClosedLoopNeverHasMore(concurrency: Int) throws {
        let (result, records) = try run(
            (0..<60).map { request(at: Int64($0), prompt: 3 + $0 % 7, output: 1 + $0 % 5) },
            policy: ChunkedPrefill(), limits: limits, replicas: 2, maxConcurrency: concurrency)
        #expect(result.maxConcurrent == Int64(concurrency) && records.count == 60)
        let ends = records.map { (at: $0.finish, change: -1) } + records.map { (at: $0.arrival, change: 1) }
        var present = 0
        for end in ends.sorted(by: { ($0.at, $0.change) < ($1.at, $1.change) }) {
            present += end.change
            #expect(present <= concurrency)
        }
    }

    /// A request that can never fit takes no turn of a closed loop.
    @Test func aFailedRequestTakesNoTurn() throws {
        let (result, _) = try run(
            [10, 99_999, 10, 99_999].map { request(at: 0, prompt: $0, output: 1) }, policy: ChunkedPrefill(),
            limits: limits, maxConcurrency: 1)
        #expect(result.completed == 2 && result.failed == 2 && result.duration == .milliseconds(40))
    }

    /// TTFT 20, 30 and 20 ms; TPOT none, 10 and 10 ms; E2E 20, 40 and 60 ms. A latency that is just kept counts.
    @Test(arguments: [
        (ServiceObjective(), 3), (ServiceObjective(ttft: .milliseconds(20)), 2),
        (ServiceObjective(ttft: .milliseconds(19)), 0), (ServiceObjective(tpot: .milliseconds(10)), 3),
        (ServiceObjective(tpot: .milliseconds(9)), 1), (ServiceObjective(e2e: .milliseconds(40)), 2),
        (ServiceObjective(ttft: .milliseconds(20), tpot: .milliseconds(10), e2e: .milliseconds(40)), 1),
    ])
    func goodputCountsWhoKeepsEverything(objective: ServiceObjective, good: Int) throws {
        let (result, _) = try run(
            [
                request(at: 0, prompt: 10, output: 1), request(at: 100, prompt: 20, output: 2),
                request(at: 200, prompt: 10, output: 5),
            ], policy: ChunkedPrefill(), limits: limits, objective: objective)
        #expect(result.goodRequests == Int64(good) && result.completed == 3)
    }

    /// 1 arrives in the very instant in which a step of 0 ends: it is admitted at once, whether that step was one of
    /// a leap or stood alone.
    @Test(arguments: [Stepping.leap, .single])
    func anArrivalAtTheEndOfAStep(stepping: Stepping) throws {
        let (result, records) = try run(
            [request(at: 0, prompt: 10, output: 50), request(at: 60, prompt: 10, output: 1)],
            policy: ChunkedPrefill(), limits: limits, stepping: stepping)
        #expect(timeline(records) == [[0, 20, 520], [60, 80, 80]])
        #expect(result.maxWaiting == 0 && result.waitingIntegral == 0 && result.maxRunning == 2)
    }

    @Test func coincidencesAreTheSameInLeapsAndSteps() throws {
        // Every arrival is on the grid of steps.
        let requests = (0..<40).map { request(at: Int64($0 * 30), prompt: 10, output: 1 + $0 % 13) }
        for maxSequences in [1, 2, 8] {
            let limits = ReplicaLimits(maxSequences: maxSequences, maxBatchedTokens: 100, kvBlocks: 8)
            let leap = try run(requests, policy: ContinuousBatching(), limits: limits, stepping: .leap)
            let single = try run(requests, policy: ContinuousBatching(), limits: limits, stepping: .single)
            #expect(leap.result == single.result && leap.records == single.records)
        }
    }

    /// The horizon belongs to what was advanced to, and a fork goes on like its original.
    @Test func advancingInParts() throws {
        let requests = (0..<10).map { request(at: Int64($0 * 7), prompt: 10, output: 1 + $0) }
        let whole = try run(requests, policy: ChunkedPrefill(), limits: limits).result
        var simulation = try Simulation(
            SimulationSetup(limits: limits), arrivals: ListedArrivals(requests), router: RoundRobin(),
            policy: ChunkedPrefill(), cost: AffineCostModel.round)
        for time in stride(from: 0, through: 300, by: 11) as StrideThrough<Int64> {
            try simulation.advance(until: .milliseconds(time))
            #expect(simulation.now <= .milliseconds(time))
        }
        try simulation.advance(until: .milliseconds(5))
        #expect(try simulation.run() == whole)
        // Running what has ended changes nothing.
        #expect(try simulation.run() == whole)
    }

    /// The largest instant a caller can name is no trap.
    @Test func advancingPastTheClock() throws {
        var simulation = try Simulation(
            SimulationSetup(limits: limits), arrivals: ListedArrivals([request(at: 0, prompt: 8, output: 1)]),
            router: RoundRobin(), policy: StaticBatching(timeout: SimDuration(picoseconds: .max)),
            cost: AffineCostModel.round)
        #expect(throws: SimulationFault.tooLong) {
            try simulation.advance(until: SimInstant(picoseconds: .max))
        }
    }
}
