import HardwareModels
import SimCore

/// `wattline run`: one configuration, simulated.
enum RunCommand {
    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(flags: RunFlags.all, verb: "run")
        let parsed = try parser.parse(arguments)
        if parsed.wantsHelp {
            terminal.output.write(HelpCommand.run)
            return
        }
        try parser.refuseExtra(parsed.positionals, after: 0)
        let (settings, inputs) = try InputFiles.settings(parsed.given)
        let scenario = try Scenario(settings)
        if settings.isOn(.dryRun) {
            terminal.output.write(scenario.configuration.pretty)
            return
        }
        let outputs = try Outputs(settings.texts(.output), inputs: inputs)
        let outcome = try simulate(scenario, outputs, showsProgress: progress(settings, terminal))
        try outputs.commit(outcome)
        if settings.isOn(.json) || outputs.wantsJSON {
            terminal.output.write(ResultDocument.json(outcome).pretty)
        } else if settings.isOn(.quiet) {
            // Nothing but what was asked for.
        } else if settings.text(.style) == "vllm" {
            terminal.output.write(VLLMBlock(outcome).text)
        } else {
            terminal.output.write(RunTable(outcome).text(hasColour: terminal.hasColour))
        }
        if !settings.isOn(.quiet) { for warning in outcome.warnings { terminal.warn(warning) } }
    }

    /// nil for none, else whether somebody watches.
    static func progress(_ settings: Settings, _ terminal: Terminal) -> Bool? {
        guard !settings.isOn(.quiet), !settings.isOn(.noProgress), terminal.isLive else { return nil }
        return terminal.showsProgress
    }

    /// Runs a scenario; its requests' rows go to `outputs`.
    static func simulate(
        _ scenario: Scenario, _ outputs: Outputs, showsProgress: Bool?
    ) throws(CLIError) -> RunOutcome {
        let (source, log) = try scenario.load.makeSource()
        for timeline in outputs.timelines { try timeline.begin(TimelineSystem(scenario)) }
        var observer = RunObserver(
            files: outputs.rows, timelines: outputs.timelines, gantts: outputs.gantts,
            progress: showsProgress.map { Progress(total: scenario.load.count, isWatched: $0) },
            timeline: outputs.wantsTimeline ? RunTimeline(scenario.setup) : nil)
        do {
            var simulation = try Simulation(
                scenario.setup, arrivals: source, router: scenario.routing, policy: scenario.policy,
                cost: scenario.cost)
            let result = try simulation.run(telling: &observer)
            observer.finish()
            if let failure = observer.failure { throw failure }
            return RunOutcome(
                scenario: scenario, result: result, load: log.entry, timeline: observer.timeline)
        } catch let fault as SimulationFault {
            observer.finish()
            throw error(fault, scenario)
        } catch let failure as CLIError {
            throw failure
        } catch {
            throw CLIError(.internalDefect, "\(error)")
        }
    }

    /// Runs a scenario among others, with what its thread's shelf remembers of the hardware.
    static func simulate(
        _ scenario: Scenario, _ shelf: WarmCost.Shelf, _ observer: inout some SimulationObserver
    ) throws(CLIError) -> RunOutcome {
        let (source, log) = try scenario.load.makeSource()
        do throws(SimulationFault) {
            var simulation = try Simulation(
                scenario.setup, arrivals: source, router: scenario.routing, policy: scenario.policy,
                cost: shelf.model(like: scenario.cost))
            let result = try simulation.run(observer: &observer)
            return RunOutcome(scenario: scenario, result: result, load: log.entry)
        } catch {
            throw RunCommand.error(error, scenario)
        }
    }

    /// A fault in the user's words; one that no input should cause says how to report it.
    static func error(_ fault: SimulationFault, _ scenario: Scenario) -> CLIError {
        switch fault {
        case .arrivals, .tooLong, .invalidRequest, .setup: CLIError.usage(fault.description)
        case .unservable: CLIError(.infeasible, fault.description)
        case .cost(let shape, _):
            refusal(of: shape, scenario.cost) ?? defect(fault, scenario)
        case .route, .policy, .noProgress: defect(fault, scenario)
        }
    }

    /// Why no step of this shape can be told; nil where one can.
    static func refusal(of shape: BatchShape, _ model: RooflineModel) -> CLIError? {
        do throws(HardwareError) {
            try model.check(shape)
            return nil
        } catch {
            return CLIError(.infeasible, error.description)
        }
    }

    private static func defect(_ fault: SimulationFault, _ scenario: Scenario) -> CLIError {
        CLIError(
            .internalDefect, "this is a defect of Wattline, not of your input. Please report it",
            details: [
                fault.description,
                "seed \(scenario.load.seed), configuration \(scenario.configurationHash), version "
                    + CommandLineTool.version,
            ])
    }
}
