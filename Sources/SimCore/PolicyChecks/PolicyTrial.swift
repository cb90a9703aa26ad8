/// A policy on a scenario, to be checked:
///
///     @Test(arguments: PolicyScenario.all)
///     func keepsTheLaws(scenario: PolicyScenario) {
///         #expect(PolicyTrial(Gathering(), on: scenario).check(PolicyLaw.always) == .kept)
///     }
///
/// Nothing here knows a test framework: a check answers with a value that says in words what is wrong. Each runs the
/// scenario anew, once to four times.
public struct PolicyTrial<Policy: BatchingPolicy>: Sendable {
    public let policy: Policy
    public let scenario: PolicyScenario

    public init(_ policy: Policy, on scenario: PolicyScenario) {
        self.policy = policy
        self.scenario = scenario
    }

    /// Runs it.
    ///
    /// - Throws: ``SimulationFault``: a plan that was refused, or requests that are left and never planned.
    public func run(stepping: Stepping = .leap) throws(SimulationFault) -> PolicyRun {
        var simulation = try simulation(stepping)
        var observer = PolicyObserver()
        let result = try simulation.run(observer: &observer)
        return PolicyRun(scenario: scenario, result: result, observer: observer)
    }

    /// Which of these laws the policy breaks, and how; a run that ends with a fault breaks every one.
    public func check(_ laws: [PolicyLaw]) -> PolicyVerdict {
        do throws(SimulationFault) {
            let run = try run()
            var breaches: [String] = []
            for law in laws {
                for breach in try self.breaches(of: law, run) {
                    breaches.append("\(law), \(scenario): \(breach)")
                }
            }
            return PolicyVerdict(breaches)
        } catch {
            return .broken(["\(scenario): the run ended: \(error)"])
        }
    }

    /// The same for a few laws written out.
    public func check(_ laws: PolicyLaw...) -> PolicyVerdict { check(laws) }

    /// Whether the run's figures are those of `golden`, the text of ``GoldenFigures``; else which ones are not.
    public func check(golden: String) -> PolicyVerdict {
        do throws(SimulationFault) {
            return PolicyVerdict(GoldenFigures(try run()).differences(from: golden))
        } catch {
            return .broken(["\(scenario): the run ended: \(error)"])
        }
    }

    private func simulation(
        _ stepping: Stepping
    ) throws(SimulationFault) -> Simulation<ListedArrivals, RoundRobin, Policy, AffineCostModel> {
        try Simulation(
            SimulationSetup(limits: scenario.limits, stepping: stepping),
            arrivals: ListedArrivals(scenario.requests), router: RoundRobin(), policy: policy,
            cost: scenario.cost)
    }

    private func breaches(of law: PolicyLaw, _ run: PolicyRun) throws(SimulationFault) -> [String] {
        switch law {
        case .conservation: return run.conservationBreaches
        case .energy: return run.energyBreaches
        case .workConservation: return run.workBreaches
        case .noStarvation(let limits):
            guard let factor = limits.timesFirstCome else { return run.starvationBreaches(limits) }
            let reference = try PolicyTrial<ChunkedPrefill>(ChunkedPrefill(), on: scenario).run()
            return run.starvationBreaches(limits.scaled(factor, reference))
        case .leap: return run.differences(from: try self.run(stepping: .single), called: "single steps")
        case .determinism:
            let again = try self.run()
            var unobserved = try simulation(.leap)
            let result = try unobserved.run()
            let differences = run.differences(from: again, called: "the same run again")
            return differences.isEmpty && result != run.result
                ? ["unobserved, it is another run"] : differences
        case .fork:
            var original = try simulation(.leap)
            try original.advance(until: SimInstant(picoseconds: run.result.duration.picoseconds / 2))
            var fork = original
            var observers = (PolicyObserver(), PolicyObserver())
            let first = try original.run(observer: &observers.0)
            let second = try fork.run(observer: &observers.1)
            let whole = GoldenFigures(run).text
            return GoldenFigures(first).differences(from: whole, called: "the whole run", "continued")
                + GoldenFigures(second).differences(from: whole, called: "the whole run", "its copy")
                + (first != run.result || second != run.result || observers.0.records != observers.1.records
                    ? ["the copy ends in another way than the original"] : [])
        }
    }
}
