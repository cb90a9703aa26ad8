import Testing

@testable import SimCore

/// Every way in which a run cannot go on: the fault and its words.
@Suite struct SimulationFaultTests {
    private let limits = ReplicaLimits(maxSequences: 4, maxBatchedTokens: 64, kvBlocks: 10)

    private func expectFault(
        _ fault: SimulationFault, _ text: String, sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () throws -> Void
    ) {
        #expect(throws: fault, sourceLocation: sourceLocation, performing: body)
        #expect(fault.description == text, sourceLocation: sourceLocation)
    }

    /// A source that answers what it is given, also what is wrong.
    private struct Source: ArrivalSource {
        var specs: [RequestSpec]
        var fault: ArrivalFault?

        mutating func next() throws(ArrivalFault) -> RequestSpec? {
            if specs.isEmpty, let fault { throw fault }
            return specs.isEmpty ? nil : specs.removeFirst()
        }
    }

    private struct ToReplica: RoutingPolicy {
        var choice: Int
        mutating func route(_ request: ArrivedRequest, among loads: borrowing ReplicaLoads) -> Int { choice }
    }

    private struct FixedCost: StepCostModel {
        var idlePower = Power.zero
        var attentionWindow: Int?
        var answer: StepCost
        var spans: PerSpan<AttentionSpan> { PerSpan(window: attentionWindow) }
        mutating func cost(of shape: BatchShape) -> StepCost { answer }
    }

    private func simulate(
        _ source: Source, setup: SimulationSetup? = nil, router: ToReplica = ToReplica(choice: 0),
        cost: FixedCost = FixedCost(answer: StepCost(durationBase: 1_000_000, energyBase: 5))
    ) throws -> SimulationResult {
        var simulation = try Simulation(
            setup ?? SimulationSetup(limits: limits), arrivals: source, router: router,
            policy: ChunkedPrefill(),
            cost: cost)
        return try simulation.run()
    }

    @Test func aRequestThatArrivesBeforeTheOneBefore() {
        expectFault(
            .invalidRequest(id: 1, why: "it arrives at 4.000 ms, before the one before it (5.000 ms)"),
            "request 1 is invalid: it arrives at 4.000 ms, before the one before it (5.000 ms)"
        ) {
            _ = try simulate(
                Source(specs: [request(at: 5, prompt: 1, output: 1), request(at: 4, prompt: 1, output: 1)]))
        }
    }

    @Test func aRequestBeforeTheStart() {
        expectFault(
            .invalidRequest(id: 0, why: "it arrives before the start (-1.000 ms)"),
            "request 0 is invalid: it arrives before the start (-1.000 ms)"
        ) { _ = try simulate(Source(specs: [request(at: -1, prompt: 1, output: 1)])) }
    }

    @Test(arguments: [(0, 1), (1, 0), (-5, 1), (1, Int.min), (Int.max, 1), (1, (1 << 40) + 1)])
    func aRequestWithoutTokens(prompt: Int, output: Int) {
        let why =
            "prompt and answer need at least 1 token and at most 2^40 each, it has \(prompt) and \(output)"
        expectFault(.invalidRequest(id: 0, why: why), "request 0 is invalid: \(why)") {
            _ = try simulate(Source(specs: [request(at: 0, prompt: prompt, output: output)]))
        }
    }

    @Test func aSourceThatFails() {
        expectFault(.arrivals(ArrivalFault("line 3 is bad")), "line 3 is bad") {
            _ = try simulate(
                Source(specs: [request(at: 0, prompt: 1, output: 1)], fault: ArrivalFault("line 3 is bad")))
        }
    }

    @Test func aRequestTooLargeForTheCache() throws {
        // 10 blocks of 16 hold 160 tokens; the last of 162 is written but never read: 161 need 11 blocks.
        let large = request(at: 0, prompt: 100, output: 62)
        let source = Source(specs: [large, request(at: 0, prompt: 100, output: 61)])
        expectFault(
            .unservable(id: 0, why: .largerThanCache(blocks: 11, limit: 10)),
            "request 0 can never be served: needs 11 KV blocks, the cache has 10"
        ) { _ = try simulate(source, setup: SimulationSetup(limits: limits, unservable: .endRun)) }
        let result = try simulate(source)
        #expect(result.failed == 1 && result.completed == 1)
    }

    @Test func aRequestTooLongForTheModel() throws {
        var limits = limits
        limits.maxModelTokens = 50
        let source = Source(specs: [
            request(at: 0, prompt: 50, output: 1), request(at: 0, prompt: 49, output: 1),
        ])
        expectFault(
            .unservable(id: 0, why: .longerThanModel(tokens: 51, limit: 50)),
            "request 0 can never be served: prompt and answer are 51 tokens together, the limit is 50"
        ) { _ = try simulate(source, setup: SimulationSetup(limits: limits, unservable: .endRun)) }
        let result = try simulate(source, setup: SimulationSetup(limits: limits))
        #expect(result.failed == 1 && result.completed == 1)
    }

    @Test(arguments: [-1, 2, Int.min, Int.max])
    func aReplicaThatIsNotThere(choice: Int) {
        expectFault(
            .route(id: 0, replica: choice, replicas: 2),
            "the router sent request 0 to replica \(choice) of 2. Answer an index of loads"
        ) {
            _ = try simulate(
                Source(specs: [request(at: 0, prompt: 1, output: 1)]),
                setup: SimulationSetup(limits: limits, replicas: 2), router: ToReplica(choice: choice))
        }
    }

    @Test func aPlanThatIsRefused() {
        let fault = SimulationFault.policy(
            .tokens(request: 0, asked: 9, remaining: 8), replica: 0, at: .milliseconds(3))
        expectFault(
            fault,
            "the policy of replica 0, at 3.000 ms, asked to prefill 9 tokens of request 0, which has 8 left. "
                + "Ask for 1 ... 8; plan.tokensThatFit(request) counts"
        ) {
            _ = try run(
                [request(at: 3, prompt: 8, output: 1)],
                policy: ScriptedPolicy { replica, plan in plan.prefill(replica.waiting(at: 0), tokens: 9) },
                limits: limits)
        }
    }

    /// Costs that no step can have. None of them may trap, whatever the numbers.
    @Test func aCostThatIsNone() throws {
        var bad: [StepCost] = []
        for duration in [0, 999, -1, Int64.min] {
            bad.append(StepCost(durationBase: duration, energyBase: 1))
        }
        for energy in [-1, Int128.min, Int128.max, 1 << 81] {
            bad.append(StepCost(durationBase: 1_000_000, energyBase: energy))
        }
        func with(_ change: (inout StepCost) -> Void) {
            var cost = StepCost(durationBase: 1_000_000, energyBase: 1)
            change(&cost)
            bad.append(cost)
        }
        for slope in [-1, Int64.min, Int64.max] {
            with { $0.durationPerToken = slope }
            with { $0.durationPerWindowedToken = slope }
            with { $0.energyPerToken = slope }
            with { $0.energyPerWindowedToken = slope }
        }
        for cost in bad {
            #expect("\(cost)") {
                _ = try simulate(
                    Source(specs: [request(at: 0, prompt: 20, output: 9)]), cost: FixedCost(answer: cost))
            } throws: { error in
                guard case SimulationFault.cost(_, cost) = error else { return false }
                return true
            }
        }
    }

    @Test func theWordsOfACostThatIsNone() {
        var shape = BatchShape()
        shape.decodeSequences = 3
        shape.contextTokens = 700
        shape.prefillTokens = 20
        let cost = StepCost(durationBase: 0, energyBase: -1)
        #expect(
            SimulationFault.cost(shape, cost).description
                == "the cost model's answer is no step's, for 3 decoding sequences with 700 context tokens and 20 "
                + "prompt tokens: base 0 fs and -1 fJ, per context token 0 fs and 0 fJ, per windowed token 0 fs and "
                + "0 fJ. A step takes from 1 ps to 2.5 hours and from 0 to 10^9 J, and neither falls with the context"
        )
    }

    /// Limits of a piece that make no sense only end the leap.
    @Test func absurdPiecesOnlyEndLeaps() throws {
        for limit in [Int64.min, -1, 0, 1, .max] {
            var cost = StepCost(durationBase: 1_000_000, energyBase: 1)
            cost.contextLimit = limit
            cost.windowedContextLimit = limit
            let result = try simulate(
                Source(specs: [request(at: 0, prompt: 20, output: 9)]),
                cost: FixedCost(attentionWindow: 22, answer: cost))
            #expect(result.completed == 1 && result.duration.picoseconds == 9_000)
        }
    }

    @Test(arguments: [0, -1, Int.min])
    func aWindowThatIsNone(window: Int) {
        let text =
            "the cost model's attention window is \(window), it must be at least 1 and at most 2^40, or .whole"
        expectFault(.setup(text), text) {
            _ = try simulate(
                Source(specs: []),
                cost: FixedCost(attentionWindow: window, answer: StepCost(durationBase: 1_000, energyBase: 1))
            )
        }
    }

    @Test func negativeIdlePower() {
        let text = "the cost model's idlePower is -1 mW, it must be at least 0"
        expectFault(.setup(text), text) {
            _ = try simulate(
                Source(specs: []),
                cost: FixedCost(
                    idlePower: Power(milliwatts: -1), answer: StepCost(durationBase: 1_000, energyBase: 1)))
        }
    }

    @Test func nobodyEverPlans() {
        expectFault(
            .noProgress(waiting: 2, running: 0, at: .milliseconds(7)),
            "no progress after 7.000 ms: 2 requests wait and 0 run, but the policy plans no step. "
                + "Plan a step, or idle(until:) an instant at which one can be planned"
        ) {
            _ = try run(
                [request(at: 0, prompt: 8, output: 1), request(at: 7, prompt: 8, output: 1)],
                policy: ScriptedPolicy { _, _ in }, limits: limits)
        }
    }

    /// A policy that wakes up again and again without planning anything, with and without others under way.
    @Test(arguments: [Stepping.leap, .single])
    func aLivelockEnds(stepping: Stepping) {
        #expect(
            throws: SimulationFault.noProgress(waiting: 1, running: 0, at: SimInstant(picoseconds: 100_000))
        ) {
            _ = try run(
                [request(at: 0, prompt: 8, output: 1)],
                policy: ScriptedPolicy { replica, plan in
                    plan.idle(until: replica.now + SimDuration(picoseconds: 1))
                }, limits: limits, stepping: stepping)
        }
        // Nobody waits: the sequence is admitted, but never decodes.
        #expect(throws: SimulationFault.self) {
            _ = try run(
                [request(at: 0, prompt: 8, output: 5)],
                policy: ScriptedPolicy { replica, plan in
                    if let next = replica.firstWaiting { plan.prefill(next, tokens: 8) }
                    plan.idle(until: replica.now + SimDuration(picoseconds: 1))
                }, limits: limits, stepping: stepping)
        }
    }

    /// An alarm on a replica without requests is no reason to go on: the run ends with its last request, and in the
    /// quiet before an arrival nobody is woken.
    @Test func alarmsOfAnEmptyReplicaEndNothing() throws {
        let policy = ScriptedPolicy { replica, plan in
            plan.decode(replica)
            if let next = replica.firstWaiting { plan.prefill(next, tokens: 8) }
            plan.idle(until: replica.now + SimDuration(picoseconds: 1))
        }
        let result = try run(
            [request(at: 0, prompt: 8, output: 1), request(at: 60_000, prompt: 8, output: 1)], policy: policy,
            limits: limits
        ).result
        #expect(result.completed == 2)
        #expect(result.duration == .milliseconds(60_018))
    }

    /// 110,000 wake-ups while another replica works are no livelock of that one; the fault names the right moment
    /// in leaps and in single steps alike.
    @Test func oneReplicasLivelockDoesNotDependOnTheOthers() throws {
        let policy = ScriptedPolicy { replica, plan in
            if replica.number == 1 {
                plan.idle(until: replica.now + .milliseconds(1))
                return
            }
            plan.decode(replica)
            if let next = replica.firstWaiting { plan.prefill(next, tokens: 8) }
            plan.hold = .untilBatchChange
        }
        for stepping in [Stepping.leap, .single] {
            #expect(
                throws: SimulationFault.noProgress(waiting: 1, running: 1, at: .milliseconds(100_000))
            ) {
                _ = try run(
                    [request(at: 0, prompt: 8, output: 20_000), request(at: 0, prompt: 8, output: 1)],
                    policy: policy, limits: ReplicaLimits(kvBlocks: 10_000), replicas: 2, stepping: stepping)
            }
        }
    }

    @Test func aRunPastTheClock() throws {
        let text = "the run is longer than 104 days of simulated time. Use fewer requests or a higher rate"
        expectFault(.tooLong, text) {
            _ = try simulate(
                Source(specs: [RequestSpec(arrival: .limit, promptTokens: 1, outputTokens: 1)]))
        }
        // The last arrival is in time, its step is not.
        expectFault(.tooLong, text) {
            _ = try simulate(
                Source(specs: [
                    RequestSpec(
                        arrival: SimInstant(picoseconds: SimInstant.limit.picoseconds - 1), promptTokens: 1,
                        outputTokens: 1)
                ]))
        }
        // A batch that waits for ever for its last members.
        expectFault(.tooLong, text) {
            _ = try run(
                [request(at: 0, prompt: 8, output: 1)],
                policy: StaticBatching(timeout: SimDuration(picoseconds: .max)), limits: limits)
        }
        // Steps of two hours, until 104 days are over.
        let slow = StepCost(durationBase: 7_200_000_000_000_000_000, energyBase: 1)
        expectFault(.tooLong, text) {
            _ = try simulate(
                Source(specs: [request(at: 0, prompt: 1, output: 100)]), cost: FixedCost(answer: slow))
            _ = try simulate(
                Source(specs: (0..<80).map { _ in request(at: 0, prompt: 60, output: 100) }),
                cost: FixedCost(answer: slow))
        }
    }
}
