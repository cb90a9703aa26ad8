import SimCore
import Testing
import TestSupport

@Suite struct OrderTests {
    @Test func noTokenBeforeItsPrefillAndNoPrefillBeforeItsArrival() throws {
        for scenario in Scenario.all(300) {
            for record in try scenario.run().log.records {
                #expect(record.arrival <= record.firstScheduled, "\(scenario)")
                #expect(record.firstScheduled < record.firstToken, "\(scenario)")
                #expect(record.firstToken <= record.finish, "\(scenario)")
            }
        }
    }

    @Test func theClockNeverGoesBack() throws {
        for scenario in Scenario.all(300) {
            let log = try scenario.run().log
            var last = [SimInstant](repeating: .zero, count: scenario.setup.replicas)
            for run in log.runs {
                #expect(run.startsAt >= last[run.replica], "\(scenario)")
                #expect(run.endsAt > run.startsAt, "\(scenario)")
                last[run.replica] = run.endsAt
            }
            for (earlier, later) in zip(log.records, log.records.dropFirst()) {
                #expect(earlier.finish <= later.finish, "\(scenario)")
            }
        }
    }

    /// Policies that claim it never let a replica idle while a request waits.
    @Test func workIsConserved() throws {
        for scenario in Scenario.all(400) {
            if case .staticBatching = scenario.policy { continue }
            guard scenario.setup.replicas == 1 else { continue }
            let log = try scenario.run().log
            for idle in log.idles {
                let waiting = log.records.first { $0.arrival < idle.to && $0.finish > idle.from }
                #expect(waiting == nil, "\(scenario)")
            }
        }
    }

    /// The length of an answer cannot be felt before it ends: until the first request finishes, the steps are the same.
    @Test func policiesDoNotKnowTheFuture() throws {
        for scenario in Scenario.all(300) {
            var other = scenario
            other.requests = scenario.requests.map {
                RequestSpec(
                    arrival: $0.arrival, promptTokens: $0.promptTokens, outputTokens: $0.outputTokens + 3,
                    priority: $0.priority)
            }
            // What can never fit must be the same requests in both.
            let unfit = scenario.requests.map { scenario.setup.limits.obstacle(to: $0) != nil }
            guard unfit == other.requests.map({ other.setup.limits.obstacle(to: $0) != nil }) else {
                continue
            }
            let one = try scenario.run(stepping: .single).log
            let two = try other.run(stepping: .single).log
            guard let first = one.records.first?.finish, let second = two.records.first?.finish else {
                continue
            }
            // A padded batch hands its answers over later than the first one ends.
            if case .staticBatching = scenario.policy { continue }
            let horizon = min(first, second)
            let seen = one.steps.filter { $0.endsAt <= horizon }
            #expect(seen == two.steps.filter { $0.endsAt <= horizon }, "\(scenario)")
        }
    }

    @Test func firstComeFirstServedForThoseThatSaySo() throws {
        for scenario in Scenario.all(300) where scenario.setup.replicas == 1 {
            switch scenario.policy {
            case .continuous, .chunked, .staticBatching: break
            default: continue
            }
            let records = try scenario.run().log.records.sorted { $0.id < $1.id }
            for (earlier, later) in zip(records, records.dropFirst()) {
                #expect(earlier.firstScheduled <= later.firstScheduled, "\(scenario)")
            }
        }
    }
}
