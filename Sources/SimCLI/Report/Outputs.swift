import SimCore

/// Where `-o` wants results: files by their suffix. Nothing is written unless the run succeeds.
struct Outputs {
    private let documents: [String]
    private let pages: [String]
    private let pictures: [(path: String, picture: RunPicture)]
    /// Texts that are made of the outcome as a whole.
    private let others: [(path: String, text: (RunOutcome) -> String)]
    /// Files with a row a request, open under temporary names.
    let rows: [RequestRows]
    /// `.trace.json`, open under temporary names too.
    var timelines: [Timeline]
    /// `.gantt.svg`.
    let gantts: [RequestGantt]
    /// `-o -`.
    let wantsJSON: Bool
    /// Whether a file shows what happened when.
    let wantsTimeline: Bool

    /// `inputs` are the files that the run reads: none of them is written over.
    ///
    /// - Throws: `CLIError`: exit code 2 for an unknown suffix and for an input, 4 for a place that cannot be written.
    init(
        _ paths: [String], inputs: InputFiles = InputFiles(),
        timeline options: TimelineOptions = TimelineOptions()
    ) throws(CLIError) {
        var documents: [String] = []
        var pages: [String] = []
        var pictures: [(path: String, picture: RunPicture)] = []
        var others: [(path: String, text: (RunOutcome) -> String)] = []
        var hasReport = false
        var rows: [RequestRows] = []
        var timelines: [Timeline] = []
        var gantts: [RequestGantt] = []
        var wantsJSON = false
        try OutputFile.refuseRepeats(paths)
        try inputs.refuseOutputs(paths)
        for path in paths {
            let name = Scenario.lastPathComponent(path).lowercased()
            if path == "-" {
                wantsJSON = true
            } else if name.hasSuffix(".trace.json") {
                timelines.append(try Timeline(path: path, options))
            } else if name.hasSuffix(".gantt.svg") {
                gantts.append(try RequestGantt(path: path, window: options.window))
            } else if name.hasSuffix(".jsonl") {
                rows.append(try RequestRows(path: path, format: .jsonLines))
            } else if name.hasSuffix(".codecarbon.csv") {
                try OutputFile.check(path)
                others.append((path, { CodeCarbonRow($0).text }))
            } else if name.hasSuffix(".csv") {
                rows.append(try RequestRows(path: path, format: .csv))
            } else if name.hasSuffix(".json") {
                try OutputFile.check(path)
                documents.append(path)
            } else if name.hasSuffix(".md") {
                try OutputFile.check(path)
                pages.append(path)
            } else if name.hasSuffix(".html") {
                try OutputFile.check(path)
                others.append((path, { RunPage($0).html }))
                hasReport = true
            } else if let picture = RunPicture(fileName: name) {
                try OutputFile.check(path)
                pictures.append((path, picture))
            } else if name.hasSuffix(".prom") {
                try OutputFile.check(path)
                others.append((path, { PrometheusText($0).text }))
            } else {
                try OutputFile.check(path)
                throw CLIError.usage(
                    "--output \(quoted(path)) has no known suffix. Use .json or .md for the result, .html for a report, "
                        + ".svg or .gantt.svg for a picture, .jsonl or .csv for a row a request, .trace.json for a "
                        + "timeline, or .prom or .codecarbon.csv for other tools")
            }
        }
        self.documents = documents
        self.pages = pages
        self.pictures = pictures
        self.others = others
        wantsTimeline = hasReport || pictures.contains { $0.picture.needsTimeline }
        self.rows = rows
        self.timelines = timelines
        self.gantts = gantts
        self.wantsJSON = wantsJSON
    }

    /// Writes everything; rows were written during the run and now get their names.
    func commit(_ outcome: RunOutcome) throws(CLIError) {
        for path in documents { try OutputFile.write(ResultDocument.json(outcome).pretty, to: path) }
        for path in pages { try OutputFile.write(RunTable(outcome).markdown(), to: path) }
        for file in pictures { try OutputFile.write(file.picture.svg(outcome), to: file.path) }
        for file in others { try OutputFile.write(file.text(outcome), to: file.path) }
        for gantt in gantts { try gantt.commit(outcome) }
        for file in rows { try file.commit() }
        for file in timelines {
            try file.commit(
                at: .zero + outcome.result.duration, about: TimelineSystem.about(outcome))
        }
    }
}
