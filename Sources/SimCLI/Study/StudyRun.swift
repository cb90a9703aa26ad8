import HardwareModels
import SimCore

/// One cell of a study: a configuration, run.
struct StudyRun {
    let setting: StudySetting
    let outcome: RunOutcome
    /// Requests offered, and those whose answer came in time.
    let offered: Int
    let served: Int
    /// Of `offered`: never sent, because no connection came free in time.
    let dropped: Int

    var scenario: Scenario { outcome.scenario }
    var result: SimulationResult { outcome.result }

    /// - Throws: `CLIError` where the flags do not make a run; the message names the setting.
    init(_ setting: StudySetting, of study: String, shelf: WarmCost.Shelf) throws(CLIError) {
        do throws(CLIError) {
            let parser = ArgumentParser(flags: RunFlags.all, verb: "run")
            let parsed = try parser.parse(setting.flags)
            try parser.refuseExtra(parsed.positionals, after: 0)
            try self.init(setting, Scenario(Settings(parsed.given)), shelf)
        } catch {
            throw CLIError(
                error.code, "study \(study), \(quoted(setting.label)): \(error.message)",
                details: error.details)
        }
    }

    private init(_ setting: StudySetting, _ scenario: Scenario, _ shelf: WarmCost.Shelf) throws(CLIError) {
        let (whole, log) = try scenario.load.makeSource()
        let source = ImpatientClient(
            SizedArrivals(whole, tokens: setting.tokens),
            patience: setting.timeoutSeconds.flatMap { SimDuration(seconds: $0) })
        let cost = shelf.model(like: scenario.cost)
        let result: SimulationResult
        let client: ImpatientClient
        do throws(SimulationFault) {
            (result, client) = try StudyRun.run(scenario, setting, source, cost)
        } catch {
            throw RunCommand.error(error, scenario)
        }
        self.setting = setting
        outcome = RunOutcome(scenario: scenario, result: result, load: log.entry)
        dropped = client.dropped
        offered = Int(result.completed + result.failed) + dropped
        served = Int(result.completed) - client.late
    }

    private static func run(
        _ scenario: Scenario, _ setting: StudySetting, _ source: ImpatientClient, _ cost: WarmCost
    ) throws(SimulationFault) -> (SimulationResult, ImpatientClient) {
        if let budget = setting.budgetSeconds.flatMap({ SimDuration(seconds: $0) }) {
            return try run(scenario, source, HoldForBudget(budget: budget), cost)
        }
        return try run(scenario, source, scenario.policy, cost)
    }

    /// The result, and the client as it was at the end.
    private static func run(
        _ scenario: Scenario, _ source: ImpatientClient, _ policy: some BatchingPolicy, _ cost: WarmCost
    ) throws(SimulationFault) -> (SimulationResult, ImpatientClient) {
        var simulation = try Simulation(
            scenario.setup, arrivals: source, router: scenario.routing, policy: policy, cost: cost)
        let result = try simulation.run()
        return (result, simulation.arrivals)
    }
}

extension StudyRun {
    /// Tokens of the mean prompt and answer, 1 at least.
    private var meanLengths: (prompt: Int64, output: Int64) {
        let count = max(1, result.completed)
        return (max(1, result.promptTokens / count), max(1, result.outputTokens / count))
    }

    /// A step that prefills one full batch of mean prompts (`--max-num-seqs` of them).
    var prefillStep: StepEstimate {
        let tokens = meanLengths.prompt
        let rows = Int64(scenario.setup.limits.maxSequences)
        let window = Int64(scenario.cost.attentionWindow ?? Int.max)
        let inside = min(tokens, window)
        var shape = BatchShape()
        shape.prefillTokens = rows * tokens
        shape.prefillChunks = rows
        shape.completedPrefills = rows
        shape.prefillPairs = rows * (tokens * (tokens + 1) / 2)
        shape.windowedPrefillPairs = rows * (inside * (inside + 1) / 2 + (tokens - inside) * inside)
        return scenario.cost.estimate(of: shape)
    }

    /// A step that decodes a full batch in the middle of its answers.
    var decodeStep: StepEstimate {
        let lengths = meanLengths
        let context = lengths.prompt + lengths.output / 2
        let rows = Int64(scenario.setup.limits.maxSequences)
        let window = Int64(scenario.cost.attentionWindow ?? Int.max)
        var shape = BatchShape()
        shape.decodeSequences = rows
        shape.contextTokens = rows * context
        shape.windowedContextTokens = rows * min(context, window)
        shape.growingSequences = context < window ? rows : 0
        return scenario.cost.estimate(of: shape)
    }
}
