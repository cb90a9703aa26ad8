import WattlineLab
import WattlineText

/// `wattline run`: one configuration, simulated.
enum RunCommand {
    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(flags: RunFlags.all, verb: "run", owner: CompletionWords.owner)
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
        guard let isWatched = showsProgress else { return try scenario.simulate(outputs) }
        var progress = Progress(total: scenario.load.count, isWatched: isWatched)
        defer { progress.finish() }
        return try scenario.simulate(outputs) { progress.advance() }
    }
}
