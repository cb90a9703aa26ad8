/// `wattline sweep`: many configurations, a row each.
enum SweepCommand {
    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(flags: SweepFlags.ofSweep, verb: "sweep")
        let parsed = try parser.parse(arguments)
        if parsed.wantsHelp {
            terminal.output.write(SweepHelp.sweep)
            return
        }
        try parser.refuseExtra(parsed.positionals, after: 0)
        let ownKeys = SweepFlags.groups.flatMap { $0.flags.map(\.key) }
        let request = try SweepRequest(parsed.given.filter { ownKeys.contains($0.flag.key) })
        let ofRun = parsed.given.filter { !ownKeys.contains($0.flag.key) }
        let inputs = InputFiles(ofRun)
        let plan = try SweepPlan(ofRun, request)
        let view = try SweepView(request, plan.header)
        if request.isOn(.dryRun) {
            terminal.output.write(plan.header.json.pretty)
            return
        }
        let outputs = try SweepOutputs(
            request.outputs, inputs: inputs.joined(with: InputFiles(plan.base)))
        let early = SweepReport(plan.header, view, PointRunner(plan: plan).mistakes())
        try early.refuseInvalid()
        let rows = try simulate(plan, request, journal: outputs.journal, terminal)
        let report = SweepReport(
            plan.header, view, rows, fixedArguments: plan.fixedArguments,
            publicArguments: plan.publicArguments,
            commandLine: SweepCommandLine(parsed.given).text)
        if plan.shard == nil { try report.refuseInvalid() }
        try show(report, outputs, request, &terminal)
        // A shard is judged when it is merged: its file is what was asked of it.
        if plan.shard == nil { try report.judge() }
    }

    /// Writes the files and the result.
    static func show(
        _ report: SweepReport, _ outputs: SweepOutputs, _ request: SweepRequest, _ terminal: inout Terminal
    ) throws(CLIError) {
        try outputs.write(report)
        if request.isOn(.json) || outputs.wantsJSON {
            terminal.output.write(report.json.pretty)
        } else if !request.isOn(.quiet) {
            terminal.output.write(SweepTable(report).text(hasColour: terminal.hasColour))
        }
        // What was found is the result even where the exit code says that it is not enough.
        try terminal.output.flush()
    }

    private static func simulate(
        _ plan: SweepPlan, _ request: SweepRequest, journal path: String?, _ terminal: Terminal
    ) throws(CLIError) -> [SweepRow] {
        let points = plan.points
        var journal: SweepJournal?
        var rows: [SweepRow] = []
        if let path {
            let opened = try SweepJournal(
                path: path, header: plan.header, points: points,
                resumes: request.isOn(.resume, unlessGiven: true))
            rows = opened.finished
            journal = opened
        }
        let rest = Array(points.dropFirst(rows.count))
        let isSilent = request.isOn(.quiet) || request.isOn(.noProgress) || !terminal.isLive
        var progress = isSilent ? nil : SweepProgress(total: rest.count, isWatched: terminal.showsProgress)
        defer { progress?.finish() }
        let runner = PointRunner(plan: plan)
        let layout = SweepLayout(plan.header)
        let writesLines = path != nil
        // Lines of points whose flags do not go together wait for one that is another: where there is none, it is the
        // command line that is wrong, and nothing is written. A shard is judged when it is merged.
        var held: [String]? = rows.isEmpty && plan.shard == nil ? [] : nil
        let jobs = request.whole(.jobs) ?? Workers.coreCount
        let shelves = (0..<jobs).map { _ in WarmCost.Shelf() }
        try Workers.run(
            count: rest.count, threads: jobs,
            body: { (index, thread) throws(CLIError) -> (row: SweepRow, line: String) in
                let row = try runner.row(rest[index], shelves[thread])
                return (row, writesLines ? layout.json(row).compact : "")
            },
            consume: { (result) throws(CLIError) in
                rows.append(result.row)
                if held != nil, result.row.status == .invalid {
                    held?.append(result.line)
                } else {
                    for line in (held ?? []) + [result.line] { try journal?.append(line) }
                    held = nil
                }
                progress?.advance()
            })
        if held == nil || rows.isEmpty { try journal?.finish() }
        return rows
    }
}
