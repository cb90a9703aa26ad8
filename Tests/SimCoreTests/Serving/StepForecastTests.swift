import SimCore
import Synchronization
import Testing
import TestSupport

/// Asks what its plan would cost, and runs at half the clock if that costs no more energy.
private struct Asking: BatchingPolicy {
    final class Notes: Sendable {
        let said = Mutex<[ForecastStep]>([])
    }

    let notes = Notes()

    mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan) {
        plan.decodeAndPrefill(replica)
    }

    mutating func plan(
        _ replica: borrowing ReplicaState, into plan: inout BatchPlan,
        asking forecast: inout some StepForecast
    ) {
        self.plan(replica, into: &plan)
        guard let step = forecast.step(of: plan, on: replica, at: .full) else { return }
        notes.said.withLock { $0.append(step) }
    }
}

@Suite struct StepForecastTests {
    /// What is forecast is what happens, with preemption, swapping, windows and chunks.
    @Test func aForecastComesTrue() throws {
        for scenario in Scenario.all(60) where scenario.setup.replicas == 1 {
            let policy = Asking()
            var setup = scenario.setup
            setup.stepping = .single
            var simulation = try Simulation(
                setup, arrivals: ListedArrivals(scenario.requests), router: RoundRobin(), policy: policy,
                cost: scenario.cost)
            var log = EventLog()
            _ = try simulation.run(observer: &log)
            let said = policy.notes.said.withLock { $0 }
            #expect(said.map(\.energy) == log.steps.map(\.energy), "\(scenario)")
            for (forecast, step) in zip(said, log.steps) {
                // The clock carries what is below a picosecond.
                let rest = (step.endsAt - step.startsAt).picoseconds - forecast.duration.picoseconds
                #expect(rest == 0 || rest == 1, "\(scenario)")
            }
        }
    }
}
