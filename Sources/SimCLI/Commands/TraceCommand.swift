import SimCore

/// `wattline trace`: a run as a timeline; `trace info` and `trace convert`: files of requests.
enum TraceCommand {
    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        switch arguments.first {
        case "info": try TraceInfo.run(Array(arguments.dropFirst()), &terminal)
        case "convert": try TraceConversion.run(Array(arguments.dropFirst()), &terminal)
        default: try timeline(arguments, &terminal)
        }
    }

    /// What may follow `trace`.
    static let words = ["info", "convert"]

    private static func timeline(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(flags: TraceFlags.all, verb: "trace")
        let parsed = try parser.parse(arguments)
        if parsed.wantsHelp {
            terminal.output.write(TraceFlags.help)
            return
        }
        try refuse(parsed.positionals, parser)
        let (settings, inputs) = try InputFiles.settings(parsed.given)
        let options = try options(settings)
        let scenario = try Scenario(settings)
        if settings.isOn(.dryRun) {
            terminal.output.write(scenario.configuration.pretty)
            return
        }
        let paths = settings.texts(.output)
        let wantsStream = paths.contains("-")
        if wantsStream, settings.isOn(.json) {
            throw CLIError.usage(
                "--json does not go with -o -: both would stand on standard output. Drop one of the two")
        }
        var outputs = try Outputs(
            paths.filter { $0 != "-" }, inputs: inputs, timeline: options)
        let stream = wantsStream ? Timeline(terminal.output, options) : nil
        if let stream { outputs.timelines.append(stream) }
        guard !outputs.timelines.isEmpty || !outputs.gantts.isEmpty else {
            throw CLIError.usage(
                "trace needs a timeline or a picture to write\(paths.isEmpty ? "" : ", got \(quoted(paths[0]))"): "
                    + "-o timeline.trace.json, -o requests.gantt.svg, or -o - for standard output")
        }
        let outcome = try RunCommand.simulate(
            scenario, outputs, showsProgress: RunCommand.progress(settings, terminal))
        try outputs.commit(outcome)
        if let written = stream?.stream { terminal.output = written }
        if settings.isOn(.json) {
            terminal.output.write(json(outputs, outcome).pretty)
        } else if !settings.isOn(.quiet), !wantsStream {
            terminal.output.write(text(outputs))
        }
        guard !settings.isOn(.quiet) else { return }
        for warning in outcome.warnings { terminal.warn(warning) }
        let end = SimInstant.zero + outcome.result.duration
        if options.window.start > end {
            terminal.warn(
                "--from \(options.window.start) is after the end of the run, \(end): nothing is shown")
        }
    }

    /// Words are for `info` and `convert`, which stand first.
    private static func refuse(_ words: [String], _ parser: ArgumentParser) throws(CLIError) {
        guard let word = words.first else { return }
        if let near = NearMiss.nearest(to: word, among: TraceCommand.words) {
            throw CLIError.usage(
                near == word
                    ? "\(quoted(word)) stands right after trace. Write wattline trace \(word) FILE"
                    : "unexpected argument \(quoted(word)). Did you mean wattline trace \(near) FILE?")
        }
        try parser.refuseExtra(words, after: 0)
    }

    private static func options(_ settings: Settings) throws(CLIError) -> TimelineOptions {
        var options = TimelineOptions()
        if let detail = settings.text(.steps).flatMap(TimelineOptions.Detail.init(rawValue:)) {
            options.detail = detail
        }
        if let from = settings.duration(.from) { options.window.start = .zero + from }
        if let to = settings.duration(.to) { options.window.end = .zero + to }
        guard options.window.start < options.window.end else {
            throw CLIError.usage(
                "--from \(options.window.start) is not before --to \(options.window.end). Nothing lies between them"
            )
        }
        return options
    }

    private static func text(_ outputs: Outputs) -> String {
        var text = ""
        for timeline in outputs.timelines {
            text += "\(VisibleText.line(timeline.name)): \(bytes(timeline.size)), \(timeline.summary.text)\n"
        }
        for gantt in outputs.gantts {
            let drawn = gantt.drawn.count
            text += "\(VisibleText.line(gantt.path)): \(drawn < gantt.count ? "the first \(drawn) of " : "")"
            text += "\(Figures.count(gantt.count, "request"))\n"
        }
        if !outputs.timelines.isEmpty {
            text += "Open a timeline in https://ui.perfetto.dev, where it stays on your machine.\n"
        }
        return text
    }

    /// `27.3 MB`.
    private static func bytes(_ size: Int) -> String {
        if size < 1_000 { return "\(size) B" }
        return size < 1_000_000
            ? "\(Figures.fixed(Double(size) / 1e3, 1)) kB" : "\(Figures.fixed(Double(size) / 1e6, 1)) MB"
    }

    private static func json(_ outputs: Outputs, _ outcome: RunOutcome) -> JSON {
        var files: [JSON] = []
        for timeline in outputs.timelines {
            files.append(
                .object(
                    [
                        ("path", .text(timeline.name)), ("format", .text("trace.json")),
                        ("bytes", .whole(timeline.size)),
                    ] + timeline.summary.json))
        }
        for gantt in outputs.gantts {
            files.append(
                .object([
                    ("path", .text(gantt.path)), ("format", .text("gantt.svg")),
                    ("requests", .whole(gantt.count)), ("rows", .whole(gantt.drawn.count)),
                ]))
        }
        return .object([
            ("schema", .text("wattline.trace")),
            ("schema_version", .whole(1)),
            ("version", .text(CommandLineTool.version)),
            ("configuration_hash", .text(outcome.configurationHash)),
            ("seed", .whole(Int(outcome.scenario.load.seed))),
            ("fingerprint", .text(outcome.result.fingerprint.hexadecimal)),
            ("duration", .number(outcome.seconds)),
            ("total_gpu_energy_j", .number(outcome.joules)),
            ("files", .list(files)),
            ("warnings", .list(outcome.warnings.map { .text($0) })),
        ])
    }
}
