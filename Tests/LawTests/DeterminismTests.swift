import SimCore
import Testing
import TestSupport

@Suite struct DeterminismTests {
    @Test func sameSeedSameBytes() throws {
        for scenario in Scenario.all(200) {
            #expect(try scenario.run().result == Scenario(seed: scenario.seed).run().result, "\(scenario)")
        }
    }

    @Test func observedOrNotTheRunIsTheSame() throws {
        for scenario in Scenario.all(200) {
            var unobserved = try scenario.simulation()
            #expect(try unobserved.run() == scenario.run().result, "\(scenario)")
        }
    }

    @Test func aForkEndsLikeItsOriginal() throws {
        for scenario in Scenario.all(200) {
            let expected = try scenario.run().result
            var original = try scenario.simulation()
            let half = SimInstant(picoseconds: expected.duration.picoseconds / 2)
            try original.advance(until: half)
            var fork = original
            #expect(try original.run() == expected, "\(scenario)")
            #expect(try fork.run() == expected, "\(scenario)")
        }
    }

    @Test func manyThreadsSameBytes() async throws {
        let scenarios = Scenario.all(64)
        let expected = try scenarios.map { try $0.run().result.fingerprint }
        let concurrent = try await withThrowingTaskGroup(of: (Int, Fingerprint).self) { group in
            for (index, scenario) in scenarios.enumerated() {
                group.addTask { (index, try scenario.run().result.fingerprint) }
            }
            var found = [Fingerprint](repeating: Fingerprint(), count: scenarios.count)
            for try await (index, fingerprint) in group { found[index] = fingerprint }
            return found
        }
        #expect(concurrent == expected)
    }

    @Test func costTimesKMeansTimesTimesK() throws {
        let k: Int64 = 7
        for scenario in Scenario.all(100) {
            var slow = scenario
            slow.cost = PiecewiseCost(wholePicoseconds: ())
            var slower = slow
            slower.cost.scale = k
            slower.requests = slow.requests.map {
                RequestSpec(
                    arrival: SimInstant(picoseconds: $0.arrival.picoseconds * k),
                    promptTokens: $0.promptTokens,
                    outputTokens: $0.outputTokens, priority: $0.priority)
            }
            switch slow.policy {
            case .staticBatching(var policy):
                policy.timeout = SimDuration(picoseconds: policy.timeout.picoseconds * k)
                slower.policy = .staticBatching(policy)
            case .priority(var policy):
                policy.ageing = SimDuration(picoseconds: policy.ageing.picoseconds * k)
                slower.policy = .priority(policy)
            default: break
            }
            let once = try slow.run()
            let times = try slower.run()
            #expect(times.result.duration.picoseconds == once.result.duration.picoseconds * k, "\(scenario)")
            let finishes = once.log.records.map { $0.finish.picoseconds * k }
            #expect(times.log.records.map(\.finish.picoseconds) == finishes, "\(scenario)")
        }
    }
}
