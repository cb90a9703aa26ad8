import SimCore
import Workloads

/// `wattline trace convert`: a file of requests as our own CSV, exactly.
enum TraceConversion {
    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(flags: TraceFlags.ofConvert, verb: "trace")
        let parsed = try parser.parse(arguments)
        if parsed.wantsHelp {
            terminal.output.write(TraceFlags.help(of: "convert") ?? TraceFlags.help)
            return
        }
        guard let path = parsed.positionals.first else {
            throw CLIError.usage(
                "trace convert needs a trace. Try: wattline trace convert requests.csv -o ours.csv")
        }
        try parser.refuseExtra(parsed.positionals, after: 1)
        let settings = try Settings(parsed.given)
        guard let output = settings.texts(.output).first, settings.texts(.output).count == 1 else {
            throw CLIError.usage(
                "trace convert needs one file to write, got \(settings.texts(.output).count): -o ours.csv, or -o - for "
                    + "standard output")
        }
        guard output == "-" || Scenario.lastPathComponent(output).lowercased().hasSuffix(".csv") else {
            throw CLIError.usage("--output \(quoted(output)) is to be a .csv, the format that is written")
        }
        let wantsJSON = settings.isOn(.json)
        if output == "-", wantsJSON {
            throw CLIError.usage(
                "--json does not go with -o -: both would stand on standard output. Drop one of the two")
        }
        try InputFiles(words: [path], of: "trace convert").refuseOutputs([output])
        var sink =
            if output == "-" { TimelineSink(terminal.output) } else { try TimelineSink(path: output) }
        let (count, tally, notices) = try write(path, settings, to: &sink)
        try sink.commit()
        if let stream = sink.stream { terminal.output = stream }
        if wantsJSON {
            terminal.output.write(json(output, sink.size, count, tally).pretty)
        } else if output != "-" {
            terminal.output.write("\(VisibleText.line(output)): \(Figures.count(count, "request"))\n")
        }
        let leftOut = tally.failedRows + tally.emptyPromptRows + tally.badRows
        if leftOut > 0 {
            terminal.warn(
                "\(Figures.count(leftOut, "row")) left out: \(tally.badRows) bad, \(tally.failedRows) without an answer, "
                    + "\(tally.emptyPromptRows) without a prompt")
        }
        for notice in notices { terminal.warn(notice) }
    }

    private static func json(_ path: String, _ size: Int, _ count: Int, _ tally: WorkloadTally) -> JSON {
        .object([
            ("schema", .text("wattline.trace_convert")),
            ("schema_version", .whole(1)),
            ("version", .text(CommandLineTool.version)),
            ("path", .text(path)),
            ("bytes", .whole(size)),
            ("requests", .whole(count)),
            ("bad_rows", .whole(tally.badRows)),
            ("rows_without_answer", .whole(tally.failedRows)),
            ("rows_without_prompt", .whole(tally.emptyPromptRows)),
        ])
    }

    /// Arrivals have all their picoseconds, so that a replay is the same to the last one.
    private static func write(
        _ path: String, _ settings: Settings, to sink: inout TimelineSink
    ) throws(CLIError) -> (count: Int, tally: WorkloadTally, notices: [String]) {
        do {
            let trace = try TraceSource(path: path, settings.traceReading)
            let hasPriorities = trace.hasPriorities
            var source = try BaseLoad(
                trace, timeScale: settings.number(.timeScale) ?? 1, count: settings.whole(.numPrompts))
            try sink.write(
                TraceFormat.wattline.columns.joined(separator: ",") + (hasPriorities ? ",priority\n" : "\n"))
            var count = 0
            while let request = try source.next() {
                let arrival = DecimalText.exact(Int128(request.arrival.picoseconds), decimals: 12)
                try sink.write(
                    "\(arrival),\(request.promptTokens),\(request.outputTokens)"
                        + (hasPriorities ? ",\(request.priority)\n" : "\n"))
                count += 1
            }
            return (count, source.tally, source.log.entry.notices)
        } catch let problem as TraceError {
            throw problem.forUser
        } catch let problem as WorkloadError {
            throw CLIError.usage(problem.description)
        } catch let problem as ArrivalFault {
            throw CLIError.usage(problem.description)
        } catch let problem as CLIError {
            throw problem
        } catch {
            throw CLIError(.internalDefect, "\(error)")
        }
    }
}
