import SimCore
import Testing

/// A policy that decodes everyone and says for how long, and counts how often it is asked.
private struct Holding: BatchingPolicy {
    let hold: PlanHold
    private(set) var questions = 0

    init(_ hold: PlanHold) { self.hold = hold }

    mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan) {
        plan.decodeAndPrefill(replica)
        plan.hold = hold
    }
}

@Suite struct PlanHoldTests {
    private func steps(_ hold: PlanHold, _ stepping: Stepping) throws -> (SimulationResult, leaps: Int) {
        struct Counter: SimulationObserver {
            var wantsSteps: Bool { true }
            var leaps = 0
            mutating func stepsCompleted(_ run: StepRun) { leaps += 1 }
        }
        // Nobody waits: there is always room, and all who come are let in at once.
        let requests = (0..<6).map { request(at: Int64($0) * 200, prompt: 5, output: 40 + 7 * $0) }
        var simulation = try Simulation(
            SimulationSetup(limits: ReplicaLimits(kvBlocks: 500), stepping: stepping),
            arrivals: ListedArrivals(requests), router: RoundRobin(), policy: Holding(hold),
            cost: AffineCostModel.round)
        var counter = Counter()
        let result = try simulation.run(observer: &counter)
        return (result, counter.leaps)
    }

    /// A promise that is kept changes nothing but the number of leaps.
    @Test func whatIsPromisedIsWhatHappens() throws {
        let holds: [PlanHold] = [
            .untilArrival, .untilArrivalOrBatchChange, .steps(3).or(.untilArrival),
            .until(.milliseconds(700)).or(.untilArrival),
        ]
        let (single, all) = try steps(.oneStep, .single)
        for hold in holds {
            let (leap, leaps) = try steps(hold, .leap)
            #expect(leap == single)
            #expect(leaps < all)
        }
        #expect(try steps(.steps(3).or(.untilArrival), .leap).leaps > steps(.untilArrival, .leap).leaps)
    }

    @Test func aHoldEndsWithTheFirstOfTwo() {
        #expect(PlanHold.untilArrival.or(.untilBatchChange) == .untilArrivalOrBatchChange)
        #expect(PlanHold.steps(4).or(.steps(9)) == .steps(4))
        #expect(PlanHold.steps(0) == .steps(1) && PlanHold.steps(-7) == .steps(1))
        #expect(
            PlanHold.until(.milliseconds(4)).or(.until(.milliseconds(3))) == .until(.milliseconds(3)))
    }
}
