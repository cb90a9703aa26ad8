import Testing

@testable import SimCore

@Suite struct PolicyScenarioTests {
    @Test func everyPresetHas200RequestsThatCanAllBeServed() {
        #expect(Set(PolicyScenario.all.map(\.name)).count == PolicyScenario.all.count)
        for scenario in PolicyScenario.all {
            #expect(scenario.requests.count == 200)
            #expect("\(scenario)" == scenario.name)
            for request in scenario.requests { #expect(scenario.limits.obstacle(to: request) == nil) }
        }
    }

    @Test func aSeedNamesTheRequests() {
        #expect(PolicyScenario.steady().requests == PolicyScenario.steady(seed: 1).requests)
        #expect(PolicyScenario.steady(seed: 2).requests != PolicyScenario.steady(seed: 1).requests)
    }

    /// A preset that does not do what its name says would test nothing.
    @Test func everyPresetDoesWhatItsNameSays() throws {
        func run(_ scenario: PolicyScenario) throws -> SimulationResult {
            try PolicyTrial(ChunkedPrefill(), on: scenario).run().result
        }
        let steady = try run(.steady())
        #expect(steady.maxWaiting < 10 && steady.maxRunning < 32)
        let burst = try run(.burst())
        #expect(burst.maxConcurrent >= 40)
        #expect(PolicyScenario.burst().requests[40].arrival == .zero + .seconds(3))
        let overload = try run(.overload())
        #expect(overload.backlogAtLastArrival > 150)
        #expect(overload.duration.seconds > 5 * (overload.lastArrival - .zero).seconds)
        #expect(try run(.tightCache()).preemptions > 0)
        let long = PolicyScenario.longPrompts()
        #expect(long.requests.count { $0.promptTokens > 7 * long.limits.maxBatchedTokens } == 20)
        #expect(try run(.priorities()).maxWaiting > 20)
        #expect(Set(PolicyScenario.priorities().requests.map(\.priority)) == [0, 1, 2])
    }
}
