import WattlineLab
import WattlineText

/// `wattline trace info`: what a file of requests holds.
enum TraceInfoCommand {
    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(flags: TraceFlags.ofInfo, verb: "trace", owner: CompletionWords.owner)
        let parsed = try parser.parse(arguments)
        if parsed.wantsHelp {
            terminal.output.write(TraceFlags.help(of: "info") ?? TraceFlags.help)
            return
        }
        guard let path = parsed.positionals.first else {
            throw CLIError.usage("trace info needs a trace. Try: wattline trace info requests.csv")
        }
        try parser.refuseExtra(parsed.positionals, after: 1)
        let settings = try Settings(parsed.given)
        let statistics: TraceStatistics
        do throws(TraceError) {
            // Bad rows are part of what a file holds: they are counted, not stopped at.
            var reading = settings.traceReading
            reading.skipBadRows = true
            statistics = try TraceStatistics(of: TraceSource(path: path, reading))
        } catch {
            throw error.forUser
        }
        terminal.output.write(
            settings.isOn(.json) ? TraceInfo.json(statistics, path).pretty : TraceInfo.text(statistics, path))
        if let bad = statistics.summary.firstBadRow {
            let count = Figures.count(statistics.summary.tally.badRows, "bad row")
            terminal.warn("\(count) left out. The first: \(bad)")
        }
        for notice in statistics.summary.notices { terminal.warn(notice) }
    }
}
