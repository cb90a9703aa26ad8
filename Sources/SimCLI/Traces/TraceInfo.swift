import SimCore

/// `wattline trace info`: what a file of requests holds.
enum TraceInfo {
    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(flags: TraceFlags.ofInfo, verb: "trace")
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
        terminal.output.write(settings.isOn(.json) ? json(statistics, path).pretty : text(statistics, path))
        if let bad = statistics.summary.firstBadRow {
            let count = Figures.count(statistics.summary.tally.badRows, "bad row")
            terminal.warn("\(count) left out. The first: \(bad)")
        }
        for notice in statistics.summary.notices { terminal.warn(notice) }
    }

    static let fractions: [(key: String, value: Double)] = [
        ("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99),
    ]

    private static func text(_ statistics: TraceStatistics, _ path: String) -> String {
        let summary = statistics.summary
        var table = TextTable(indent: "  ")
        table.leftColumns = [2]
        table.add(["requests", String(summary.requests), "of \(Figures.count(summary.rows, "row"))"])
        table.add([
            "left out", String(summary.rows - summary.requests),
            "\(summary.tally.badRows) bad, \(summary.tally.failedRows) without an answer, "
                + "\(summary.tally.emptyPromptRows) without a prompt",
        ])
        table.add(["first arrival", Figures.short((summary.firstArrival - .zero).seconds), "s"])
        table.add(["span", Figures.short(summary.span.seconds), "s"])
        table.add(["mean rate", Figures.short(statistics.rate), "requests/s"])
        table.add(["busiest minute", Figures.short(statistics.busiestMinuteRate), "requests/s"])
        table.add([
            "burstiness",
            statistics.burstiness.map { $0.isFinite ? Figures.short($0) : "inf" } ?? Figures.none,
            "1 is Poisson, less comes in bursts",
        ])
        table.add(["input tokens", String(summary.promptTokens)])
        table.add(["output tokens", String(summary.outputTokens)])
        var lengths = TextTable(indent: "  ")
        lengths.add(["", "mean", "min"] + fractions.map(\.key) + ["max"])
        for law in laws(statistics) {
            lengths.add([law.name] + law.figures.map { Figures.short($0.value) })
        }
        return
            "\(path == "-" ? "standard input" : VisibleText.line(path)): a trace of the format \(summary.format.rawValue)\n\n"
            + table.rendered() + "\n" + lengths.rendered()
    }

    /// The figures that there is a row of, each with its keys.
    private static func laws(
        _ statistics: TraceStatistics
    ) -> [(name: String, figures: [(key: String, value: Double?)])] {
        func figures(_ tokens: TokenHistogram) -> [(key: String, value: Double?)] {
            [("mean", tokens.mean), ("min", tokens.minimum.map { Double($0) })]
                + fractions.map { ($0.key, tokens.quantile($0.value)) }
                + [("max", tokens.maximum.map { Double($0) })]
        }
        let gaps = statistics.gaps
        return [
            ("input tokens", figures(statistics.prompts)),
            ("output tokens", figures(statistics.outputs)),
            (
                "gap ms",
                [("mean", gaps.mean?.milliseconds), ("min", gaps.minimum?.milliseconds)]
                    + fractions.map { ($0.key, gaps.quantile($0.value)?.milliseconds) }
                    + [("max", gaps.maximum?.milliseconds)]
            ),
        ]
    }

    private static func json(_ statistics: TraceStatistics, _ path: String) -> JSON {
        let summary = statistics.summary
        var object: [(key: String, value: JSON)] = [
            ("schema", .text("wattline.trace_info")),
            ("schema_version", .whole(1)),
            ("version", .text(CommandLineTool.version)),
            ("file", .text(Scenario.lastPathComponent(path))),
            ("format", .text(summary.format.rawValue)),
            ("rows", .whole(summary.rows)),
            ("requests", .whole(summary.requests)),
            ("bad_rows", .whole(summary.tally.badRows)),
            ("rows_without_answer", .whole(summary.tally.failedRows)),
            ("rows_without_prompt", .whole(summary.tally.emptyPromptRows)),
            ("first_bad_row", summary.firstBadRow.map { .text($0) } ?? .null),
            ("first_arrival_s", .number((summary.firstArrival - .zero).seconds)),
            ("span_s", .number(summary.span.seconds)),
            ("request_rate", .optional(statistics.rate)),
            ("busiest_minute_request_rate", .optional(statistics.busiestMinuteRate)),
            ("burstiness", statistics.burstiness.map(FlagValue.json) ?? .null),
            ("total_input_tokens", .whole(summary.promptTokens)),
            ("total_output_tokens", .whole(summary.outputTokens)),
            ("warnings", .list(summary.notices.map { .text($0) })),
        ]
        for law in laws(statistics) {
            let key = String(law.name.map { $0 == " " ? "_" : $0 })
            object.append((key, .object(law.figures.map { ($0.key, .optional($0.value)) })))
        }
        return .object(object)
    }
}
