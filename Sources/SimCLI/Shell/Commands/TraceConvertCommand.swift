import WattlineLab
import WattlineText
import Workloads

/// `wattline trace convert`: a file of requests as our own CSV, exactly.
enum TraceConvertCommand {
    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(flags: TraceFlags.ofConvert, verb: "trace", owner: CompletionWords.owner)
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
        guard output == "-" || FileName.last(output).lowercased().hasSuffix(".csv") else {
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
        let (count, tally, notices) = try TraceConversion.write(path, settings, to: &sink)
        try sink.commit()
        if let stream = sink.stream { terminal.output = stream }
        if wantsJSON {
            terminal.output.write(TraceConversion.json(output, sink.size, count, tally).pretty)
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
}
