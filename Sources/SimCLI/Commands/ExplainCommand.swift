/// `wattline explain`: where a figure comes from.
enum ExplainCommand {
    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(flags: ExplainFlags.all, verb: "explain")
        let parsed = try parser.parse(arguments)
        if parsed.wantsHelp {
            terminal.output.write(ExplainFlags.help)
            return
        }
        try parser.refuseExtra(parsed.positionals, after: 1)
        let settings = try InputFiles.settings(parsed.given).settings
        let wantsJSON = settings.isOn(.json)
        let scenario = try Scenario(settings)
        func print(_ text: String, _ json: JSON) { terminal.output.write(wantsJSON ? json.pretty : text) }
        guard let word = parsed.positionals.first else {
            let keys = ExplainTopic.allCases.map(\.rawValue) + ExplainTopic.metrics(scenario.percentiles)
            print(ExplainTopic.overview(scenario.percentiles), .list(keys.map { .text($0) }))
            return
        }
        let name = String(word.map { $0 == "-" ? "_" : $0 }).lowercased()
        switch ExplainTopic(rawValue: name) {
        case .defaults: print(DefaultsExplanation.text, DefaultsExplanation.json)
        case .model:
            let explanation = ModelExplanation(scenario)
            print(explanation.text, explanation.json)
        case .energy:
            let explanation = EnergyExplanation(try outcome(scenario))
            print(explanation.text, explanation.json)
        case nil:
            // A name that is wrong is told before the run.
            guard MetricFormula.formula(of: name, percentiles: scenario.percentiles) != nil else {
                throw ExplainTopic.unknown(word)
            }
            let explanation = try MetricExplanation(name, try outcome(scenario))
            print(explanation.text, explanation.json)
        }
    }

    private static func outcome(_ scenario: Scenario) throws(CLIError) -> RunOutcome {
        try RunCommand.simulate(scenario, try Outputs([]), showsProgress: nil)
    }
}
