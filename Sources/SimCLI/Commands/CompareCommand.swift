/// `wattline compare`: two results, or two runs, side by side.
enum CompareCommand {
    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(flags: CompareFlags.all, verb: "compare")
        // The parser takes what follows a -- as words, so the sides are divided before it.
        let sides = arguments.split(separator: "--", omittingEmptySubsequences: false).map(Array.init)
        var parsed: [ArgumentParser.Result] = []
        for side in sides { parsed.append(try parser.parse(side)) }
        if parsed.contains(where: \.wantsHelp) {
            terminal.output.write(CompareFlags.help)
            return
        }
        let own = CompareFlags.own.map(\.key)
        let request = try SweepRequest(parsed.flatMap(\.given).filter { own.contains($0.flag.key) })
        let (a, b) = try results(parsed, own, parser)
        let keys = ResultComparison.keys(a, b)
        var conditions: [FailCondition] = []
        for text in request.all(.failOn) {
            conditions.append(
                try text.read { (text) throws(BadValue) in try FailCondition(parsing: text, keys: keys) })
        }
        let asked = try request.last(.metrics)?.read { (text) throws(BadValue) in
            try metrics(text, keys)
        }
        let comparison = ResultComparison(a, b, asked: asked)
        let complaints = conditions.compactMap { $0.complaint(a, b) }
        terminal.output.write(
            request.isOn(.json) ? comparison.json(complaints: complaints).pretty : comparison.text)
        for (side, result) in [("A", a), ("B", b)] {
            for warning in result.warnings { terminal.warn("\(side): \(warning)") }
        }
        // The comparison is the result even where the exit code says that it is not good enough.
        try terminal.output.flush()
        guard let first = complaints.first else { return }
        throw CLIError(.thresholdFailed, first, details: Array(complaints.dropFirst()))
    }

    private static func metrics(_ text: String, _ keys: [String]) throws(BadValue) -> [String] {
        if text == "all" { return keys }
        var metrics: [String] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let name = String(part.filter { $0 != " " }.map { $0 == "-" ? "_" : $0 })
            guard keys.contains(name) else { throw FailCondition.unknown(name, keys) }
            metrics.append(name)
        }
        return metrics
    }

    private static func results(
        _ parsed: [ArgumentParser.Result], _ own: [FlagKey], _ parser: ArgumentParser
    ) throws(CLIError) -> (ComparedResult, ComparedResult) {
        let files = parsed.flatMap(\.positionals)
        let flags = parsed.map { $0.given.filter { !own.contains($0.flag.key) } }
        let form = "Try: wattline compare a.json b.json, or wattline compare --rate 4 -- --quantization fp8"
        guard files.isEmpty else {
            if let flag = flags.joined().first {
                throw CLIError.usage(
                    "\(flag.spelling) does not go with the saved result \(quoted(files[0])): what was run is in the file. "
                        + form)
            }
            guard files.count == 2, parsed.count == 1 else {
                throw CLIError.usage(
                    "compare takes two saved results, got \(Figures.count(files.count, "word")). \(form)")
            }
            guard !InputFile.isStream(files[0]) || FileIdentity(files[0]) != FileIdentity(files[1]) else {
                throw CLIError.usage(
                    "\(files[0] == "-" ? "standard input" : "a pipe") is read once. Write one of the results to a file"
                )
            }
            var (a, b) = (try ComparedResult(path: files[0]), try ComparedResult(path: files[1]))
            (a.name, b.name) = ComparedResult.names(files[0], files[1])
            return (a, b)
        }
        guard parsed.count > 1 else {
            throw CLIError.usage("compare needs two results, or flags before and after a --. \(form)")
        }
        guard parsed.count <= 3 else {
            throw CLIError.usage(
                "compare takes at most two --: flags for both -- what A has besides -- what B has besides, got "
                    + "\(parsed.count - 1)")
        }
        let ofA = parsed.count == 3 ? flags[1] : []
        let ofB = flags[parsed.count - 1]
        try InputFiles(flags.flatMap { $0 }).refuseStreams("compared", evenOnce: true)
        return (
            try simulate(flags[0] + ofA, called: ofA, "A"), try simulate(flags[0] + ofB, called: ofB, "B")
        )
    }

    private static func simulate(
        _ given: [ArgumentParser.Given], called own: [ArgumentParser.Given], _ side: String
    ) throws(CLIError) -> ComparedResult {
        do throws(CLIError) {
            let scenario = try Scenario(try Settings(given))
            let outcome = try RunCommand.simulate(
                scenario, try Outputs([]), showsProgress: nil)
            let flags = own.map { "\($0.spelling) \($0.text)" }.joined(separator: " ")
            return ComparedResult(
                outcome, name: RunTable(outcome).title + (flags.isEmpty ? "" : " [\(flags)]"))
        } catch {
            throw CLIError(error.code, "\(side): \(error.message)", details: error.details)
        }
    }
}
