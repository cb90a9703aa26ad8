import SimCore
import Testing

/// What ends a leap, one thing at a time: with everything else out of the way, leaps must still equal single steps.
@Suite struct ReplicaStateStepsTests {
    /// A cost in pieces: another base for each span of so many context tokens, or of windowed context tokens.
    private struct Pieces: StepCostModel {
        let idlePower = Power.zero
        var attentionWindow: Int?
        var span: Int64
        var isWindowed: Bool
        var spans: PerSpan<AttentionSpan> { PerSpan(window: attentionWindow) }

        mutating func cost(of shape: BatchShape) -> StepCost {
            let tokens = isWindowed ? shape.windowedContextTokens : shape.contextTokens
            let piece = tokens / span
            var cost = StepCost(
                durationBase: 10_000_000_000 * (piece + 1), energyBase: Int128(7_000_001 * (piece + 3)))
            cost.durationPerToken = 11
            cost.energyPerToken = 5
            if isWindowed {
                cost.windowedContextLimit = (piece + 1) * span - 1
            } else {
                cost.contextLimit = (piece + 1) * span - 1
            }
            return cost
        }
    }

    private func expectLeapsEqualSteps(
        _ policy: some BatchingPolicy, cost: some StepCostModel, requests: [RequestSpec],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var results: [SimulationResult] = []
        var heard: [Int] = []
        for stepping in [Stepping.leap, .single] {
            var simulation = try Simulation(
                SimulationSetup(
                    limits: ReplicaLimits(maxSequences: 6, maxBatchedTokens: 200, kvBlocks: 1_000),
                    stepping: stepping), arrivals: ListedArrivals(requests), router: RoundRobin(),
                policy: policy, cost: cost)
            var runs = RunCounter()
            results.append(try simulation.run(observer: &runs))
            heard.append(runs.count)
        }
        #expect(results[0] == results[1], sourceLocation: sourceLocation)
        // Else nothing was leapt over, and the comparison says nothing.
        #expect(heard[0] * 2 < heard[1], sourceLocation: sourceLocation)
    }

    private struct RunCounter: SimulationObserver {
        var count = 0
        var wantsSteps: Bool { true }
        mutating func stepsCompleted(_ run: StepRun) { count += 1 }
    }

    private let requests = (0..<12).map { request(at: Int64($0), prompt: 5 + $0 * 3, output: 40 + $0 * 17) }

    @Test(arguments: [1, 7, 60, 500] as [Int64])
    func theEndOfAPieceEndsALeap(tokens: Int64) throws {
        // Every row adds a token a step, so spans shorter than a few steps leave nothing to leap over.
        let span = tokens * 60
        try expectLeapsEqualSteps(
            ChunkedPrefill(), cost: Pieces(span: span, isWindowed: false), requests: requests)
        try expectLeapsEqualSteps(
            ChunkedPrefill(), cost: Pieces(attentionWindow: 90, span: span, isWindowed: true),
            requests: requests)
    }

    /// A policy that admits nobody before its alarm: it holds a plan of decodes until then.
    @Test(arguments: [1, 1_000_000_000, 33_333_333_333, 250_000_000_001] as [Int64])
    func aPolicysAlarmEndsALeap(picoseconds: Int64) throws {
        let policy = ScriptedPolicy { replica, plan in
            plan.decode(replica)
            // The next whole multiple after now; in the first tenth after each, one request may enter.
            let period = picoseconds * 10 + 100_000_000_000
            let next = SimInstant(picoseconds: (replica.now.picoseconds / period + 1) * period)
            if replica.now.picoseconds % period < period / 10, let request = replica.firstWaiting {
                let tokens = plan.tokensThatFit(request)
                if tokens > 0 { plan.prefill(request, tokens: tokens) }
            }
            plan.idle(until: next)
            plan.hold = replica.now.picoseconds % period < period / 10 ? .oneStep : .untilBatchChange
        }
        try expectLeapsEqualSteps(
            policy, cost: AffineCostModel(base: .microseconds(900), perContextToken: .nanoseconds(3)),
            requests: requests.map { request(at: 0, prompt: $0.promptTokens, output: $0.outputTokens * 9) })
    }
}
