import SimCore
import WattlineText
import Workloads

/// A file of requests as our own CSV, exactly.
package enum TraceConversion {
    /// What was written, as a document.
    package static func json(_ path: String, _ size: Int, _ count: Int, _ tally: WorkloadTally) -> JSON {
        .object([
            ("schema", .text("wattline.trace_convert")),
            ("schema_version", .whole(1)),
            ("version", .text(ProgramVersion.number)),
            ("path", .text(path)),
            ("bytes", .whole(size)),
            ("requests", .whole(count)),
            ("bad_rows", .whole(tally.badRows)),
            ("rows_without_answer", .whole(tally.failedRows)),
            ("rows_without_prompt", .whole(tally.emptyPromptRows)),
        ])
    }

    /// Writes the requests of a trace. Arrivals have all their picoseconds, so that a replay is the same to the last one.
    package static func write(
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
