/// `wattline check`: named runs against what is expected of them.
enum CheckCommand {
    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(flags: CheckFlags.all, verb: "check")
        let parsed = try parser.parse(arguments)
        if parsed.wantsHelp {
            terminal.output.write(CheckFlags.help)
            return
        }
        guard !parsed.positionals.isEmpty else {
            throw CLIError.usage(
                "check needs a file of checks. Try: wattline check ci/checks.json; 'wattline help check' shows one"
            )
        }
        let request = try SweepRequest(parsed.given)
        let updates = request.isOn(.update)
        if updates, !request.isOn(.force), ["true", "1"].contains(terminal.environment("CI")?.lowercased()) {
            throw CLIError.usage(
                "--update is refused where CI=true: a golden that CI writes agrees with whatever CI measured. Run it "
                    + "on your machine and commit the files, or add --force")
        }
        let words = InputFiles(words: parsed.positionals, of: "check")
        try words.refuseRepeatedStreams()
        let junit = request.last(.junit)?.text
        guard junit != "-" else {
            throw CLIError.usage("--junit must name a file, got '-': standard output has the report")
        }
        let files = try read(parsed.positionals, junit)
        let checks = try filtered(files.flatMap(\.checks), request)
        var inputs = words
        for check in checks {
            let ofCheck = InputFiles(check.settings)
            try ofCheck.refuseStreams("read by a check")
            inputs = inputs.joined(with: ofCheck)
        }
        try refuseClashes(checks, inputs, junit)
        if let junit { try OutputFile.check(junit) }

        let report = CheckReport(outcomes: try simulate(checks, request, terminal, updates: updates))
        let changes = updates ? try update(report.outcomes) : ""
        if let junit { try OutputFile.write(JUnitReport(outcomes: report.outcomes).xml, to: junit) }
        show(report, changes, request, &terminal)
        try terminal.output.flush()
        guard report.failed > 0 else { return }
        throw CLIError(
            .thresholdFailed, "\(report.failed) of \(Figures.count(report.outcomes.count, "check")) failed")
    }

    /// Reads the files of checks. A CI system that reads the JUnit report hears of those that are wrong too.
    ///
    /// - Throws: `CLIError` of the first wrong one.
    private static func read(_ paths: [String], _ junit: String?) throws(CLIError) -> [CheckFile] {
        var files: [CheckFile] = []
        var invalid: [(file: String, error: CLIError)] = []
        for path in paths {
            do throws(CLIError) { files.append(try CheckFile(path: path)) } catch {
                invalid.append((path, error))
            }
        }
        guard let first = invalid.first else { return files }
        guard let junit, !paths.contains(where: { FileIdentity($0) == FileIdentity(junit) }) else {
            throw first.error
        }
        // What a wrong file names as its goldens is not known: only an older report may be written over.
        let older = try InputFile.read(junit, limit: SweepFile.byteLimit, orEmpty: true)
        guard older.isEmpty || older.starts(with: Array("<?xml".utf8)) else {
            throw CLIError(
                first.error.code, first.error.message,
                details: first.error.details + [
                    "--junit \(quoted(junit)) was not written: what is there is no report"
                ])
        }
        try OutputFile.write(JUnitReport(outcomes: [], invalid: invalid).xml, to: junit)
        throw first.error
    }

    private static func filtered(
        _ checks: [CheckSpec], _ request: SweepRequest
    ) throws(CLIError) -> [CheckSpec] {
        let wanted = request.all(.filter)
        guard let last = wanted.last else { return checks }
        let found = checks.filter { check in
            wanted.contains { check.name.lowercased().contains($0.text.lowercased()) }
        }
        guard found.isEmpty else { return found }
        let names = checks.map(\.name)
        throw CLIError.usage(
            "\(last.spelling): no check has \(quoted(last.text)) in its name."
                + (NearMiss.nearest(to: last.text, among: names).map { " Did you mean \(quoted($0))?" }
                    ?? " There are \(names.prefix(10).map(quoted).joined(separator: ", "))"
                    + (names.count > 10 ? ", ..." : "")))
    }

    /// A file that is written belongs to one check, and is none that is read.
    private static func refuseClashes(
        _ checks: [CheckSpec], _ inputs: InputFiles, _ junit: String?
    ) throws(CLIError) {
        var owners: [FileIdentity: String] = [:]
        let report = junit.map(FileIdentity.init)
        for check in checks {
            guard let golden = check.golden else { continue }
            let identity = FileIdentity(golden.path)
            if let other = owners.updateValue(check.name, forKey: identity) {
                throw CLIError.usage(
                    golden.place.prefix
                        + "golden \(quoted(golden.path)) is that of the check \(quoted(other)) too. Each needs its own"
                )
            }
            do throws(CLIError) { try inputs.refuseOutputs([golden.path], flag: "golden") } catch {
                throw CLIError(error.code, golden.place.prefix + error.message)
            }
            if let junit, report == identity {
                throw CLIError.usage(
                    "--junit \(quoted(junit)) is the golden of \(quoted(check.name)). Name another")
            }
        }
        if let junit { try inputs.refuseOutputs([junit], flag: "--junit") }
    }

    private static func simulate(
        _ checks: [CheckSpec], _ request: SweepRequest, _ terminal: Terminal, updates: Bool
    ) throws(CLIError) -> [CheckOutcome] {
        let jobs = request.whole(.jobs) ?? Workers.coreCount
        let shelves = (0..<jobs).map { _ in WarmCost.Shelf() }
        var progress =
            terminal.isLive
            ? SweepProgress(total: checks.count, isWatched: terminal.showsProgress, noun: "checks") : nil
        defer { progress?.finish() }
        var outcomes: [CheckOutcome] = []
        try Workers.run(
            count: checks.count, threads: jobs,
            body: { (index, thread) throws(CLIError) -> CheckOutcome in
                try CheckRun(check: checks[index], updates: updates).outcome(shelves[thread])
            },
            consume: { outcome in
                outcomes.append(outcome)
                progress?.advance()
            })
        return outcomes
    }

    /// Writes goldens that are missing or different, and says so.
    private static func update(_ outcomes: [CheckOutcome]) throws(CLIError) -> String {
        var text = ""
        for outcome in outcomes {
            guard let file = outcome.check.golden, let verdict = outcome.golden else { continue }
            switch verdict {
            case .same: text += "kept \(VisibleText.line(file.path))\n"
            case .missing:
                try file.write(outcome.document)
                text += "wrote \(VisibleText.line(file.path))\n"
            case .different(let differences, let count):
                try file.write(outcome.document)
                text += "updated \(VisibleText.line(CheckOutcome.summary(file, differences, count)))\n"
                for line in GoldenDifference.table(differences) { text += "  \(line)\n" }
            }
        }
        return text
    }

    private static func show(
        _ report: CheckReport, _ changes: String, _ request: SweepRequest, _ terminal: inout Terminal
    ) {
        let isJSON = request.isOn(.json)
        if request.isOn(.github, unlessGiven: terminal.environment("GITHUB_ACTIONS") == "true") {
            for outcome in report.outcomes {
                for failure in outcome.failures {
                    let line = GitHubAnnotation.error(failure, of: outcome.check)
                    // One JSON document is all that --json prints; GitHub reads both streams.
                    if isJSON { terminal.errors.write(line) } else { terminal.output.write(line) }
                }
            }
        }
        if isJSON {
            terminal.output.write(report.json.pretty)
        } else {
            terminal.output.write(report.text(hasColour: terminal.hasColour))
            terminal.output.write((changes.isEmpty ? "" : "\n" + changes) + "\n" + report.closing)
        }
        for outcome in report.outcomes {
            for warning in outcome.warnings { terminal.warn("\(outcome.check.name): \(warning)") }
        }
    }
}
