/// Where `-o` wants a sweep: files by their suffix.
struct SweepOutputs {
    /// The `.jsonl`, which is written while the sweep goes on.
    let journal: String?
    /// `-o -`.
    let wantsJSON: Bool
    private let files: [(path: String, format: Format)]

    /// Suffixes that have a meaning of their own in `run` and `trace`.
    private static let ofOneRun =
        [".trace.json", ".gantt.svg", ".codecarbon.csv"] + RunPicture.allCases.map { ".\($0.rawValue).svg" }

    private enum Format: String, CaseIterable {
        case csv, md, json, svg, html
    }

    /// `inputs` are the files that the sweep reads: none of them is written over.
    ///
    /// - Throws: `CLIError`: exit code 2 for an input, an unknown suffix or two `.jsonl`, 4 for a place that cannot be written.
    init(_ paths: [String], inputs: InputFiles) throws(CLIError) {
        var journal: String?
        var wantsJSON = false
        var files: [(path: String, format: Format)] = []
        try OutputFile.refuseRepeats(paths)
        try inputs.refuseOutputs(paths)
        for path in paths {
            let name = Scenario.lastPathComponent(path).lowercased()
            if let suffix = SweepOutputs.ofOneRun.first(where: name.hasSuffix) {
                throw CLIError.usage(
                    "--output \(quoted(path)) is of one run by its suffix \(suffix), and a sweep has many. Name it otherwise"
                )
            }
            if path == "-" {
                wantsJSON = true
            } else if name.hasSuffix(".jsonl") {
                if let other = journal {
                    throw CLIError.usage("one .jsonl is enough, got \(quoted(other)) and \(quoted(path))")
                }
                journal = path
            } else if let format = Format.allCases.first(where: { name.hasSuffix(".\($0.rawValue)") }) {
                files.append((path, format))
            } else {
                throw CLIError.usage(
                    "--output \(quoted(path)) has no known suffix. Use .jsonl for every point as it finishes, or .csv, "
                        + ".md, .json, .svg or .html for what is shown")
            }
            if path != "-" { try OutputFile.check(path) }
        }
        self.journal = journal
        self.wantsJSON = wantsJSON
        self.files = files
    }

    /// Writes what is shown to every file but the `.jsonl`.
    func write(_ report: SweepReport) throws(CLIError) {
        for (path, format) in files {
            let text =
                switch format {
                case .csv: report.csv
                case .md: SweepTable(report).markdown()
                case .json: report.json.pretty
                case .svg: SweepPicture(report).svg
                case .html: SweepPage(report).html
                }
            try OutputFile.write(text, to: path)
        }
    }
}
