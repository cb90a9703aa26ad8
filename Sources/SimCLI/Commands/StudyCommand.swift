/// `wattline study`: named experiments, and the claims that they check.
enum StudyCommand {
    static let flags: [Flag] = [
        Flag(
            .output, .folder, .output, short: "o", absence: "none",
            "Write Markdown, CSV, JSON and SVG to a folder"),
        Flag(.from, .folder, .run, default: StudyLibrary.folder, "Folder of the experiments"),
        Flag(.json, .toggle, .output, default: "false", "Print one JSON document in place of the text"),
    ]

    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parsed = try ArgumentParser(flags: flags, verb: "study").parse(arguments)
        if parsed.wantsHelp {
            terminal.output.write(help)
            return
        }
        let request = try SweepRequest(parsed.given)
        for key in [FlagKey.output, .from] where request.all(key).count > 1 {
            throw CLIError.usage("\(request.all(key)[1].spelling) is given twice. Keep one")
        }
        guard let name = parsed.positionals.first, parsed.positionals.count == 1 else {
            throw CLIError.usage(
                parsed.positionals.isEmpty
                    ? "study needs a name. Try: wattline study list"
                    : "study takes one name, got \(quoted(parsed.positionals.joined(separator: " ")))")
        }
        let from = request.last(.from)?.text ?? StudyLibrary.folder
        let output = request.last(.output)?.text
        let asJSON = request.isOn(.json)
        switch name {
        case "list": try list(from, asJSON, &terminal)
        case "all": try all(from, output, asJSON, &terminal)
        default: try one(name, from, output, asJSON, &terminal)
        }
    }

    static var help: String {
        var text = """
            Examples:
              wattline study list
              wattline study lengths

            wattline study NAME|all|list [-o DIR] [--from DIR] [--json]

            Runs a named experiment and prints its figures, then the claims that it checks, each with what was
            simulated, a verdict and the mechanism. Experiments are JSON files; NAME may be the path of a file
            of your own (NAME.json). all runs every experiment, and with -o also writes README.md, the page of
            results: 'wattline study all -o studies'.


            """
        for flag in flags { text += HelpCommand.entry(flag) }
        return text + "  -h, --help\n      This page\n"
    }

    private static func list(
        _ folder: String, _ asJSON: Bool, _ terminal: inout Terminal
    ) throws(CLIError) {
        let names = StudyLibrary.present(in: folder)
        if names.isEmpty { _ = try StudyLibrary.study(named: StudyLibrary.names[0], from: folder) }
        var table = TextTable()
        table.leftColumns = [1]
        var entries: [JSON] = []
        for name in names {
            let title = try StudyLibrary.study(named: name, from: folder).title
            table.add([name, title])
            entries.append(.object([("name", .text(name)), ("title", .text(title))]))
        }
        terminal.output.write(asJSON ? JSON.list(entries).pretty : table.rendered())
    }

    private static func one(
        _ name: String, _ from: String, _ output: String?, _ asJSON: Bool,
        _ terminal: inout Terminal
    ) throws(CLIError) {
        let study = try StudyLibrary.study(named: name, from: from)
        let inputs = try study.inputs()
        let isNew = if let output { try makeFolder(output) } else { false }
        let table: StudyTable
        do throws(CLIError) {
            table = try StudyTable(study, threads: Workers.coreCount)
        } catch {
            // What cannot be run leaves nothing behind.
            if isNew, let output { unsafe rmdir(output) }
            throw error
        }
        let report = StudyReport(study: study, table: table)
        if let output { try write(report, to: output, inputs) }
        terminal.output.write(asJSON ? report.json.pretty : report.text)
    }

    private static func all(
        _ from: String, _ output: String?, _ asJSON: Bool, _ terminal: inout Terminal
    ) throws(CLIError) {
        let page = try page(from)
        if let output {
            _ = try makeFolder(output)
            for report in page.reports { try write(report, to: output, try report.study.inputs()) }
            try OutputFile.write(page.markdown, to: "\(output)/README.md")
        }
        terminal.output.write(asJSON ? JSON.list(page.reports.map(\.json)).pretty : page.summary)
    }

    /// Every study of a folder, run.
    static func page(_ folder: String) throws(CLIError) -> StudyPage {
        var names = StudyLibrary.present(in: folder)
        if names.isEmpty { names = [StudyLibrary.names[0]] }
        var reports: [StudyReport] = []
        for name in names {
            let study = try StudyLibrary.study(named: name, from: folder)
            reports.append(
                StudyReport(study: study, table: try StudyTable(study, threads: Workers.coreCount)))
        }
        return StudyPage(reports: reports)
    }

    /// What `-o` writes of a study: names and contents.
    static func files(_ report: StudyReport) -> [(name: String, text: String)] {
        let name = report.study.name
        var files = [
            ("\(name).md", report.markdown), ("\(name).csv", report.csv),
            ("\(name).results.json", report.json.pretty),
        ]
        for chart in report.study.charts {
            files.append((report.file(chart), chart.svg(report.table, axis: report.study.axis)))
        }
        return files
    }

    private static func write(
        _ report: StudyReport, to folder: String, _ inputs: InputFiles
    ) throws(CLIError) {
        let files = files(report)
        try inputs.refuseOutputs(files.map { "\(folder)/\($0.name)" })
        for file in files { try OutputFile.write(file.text, to: "\(folder)/\(file.name)") }
    }

    /// False where it was there before.
    private static func makeFolder(_ path: String) throws(CLIError) -> Bool {
        if unsafe mkdir(path, 0o777) == 0 { return true }
        if errno == EEXIST { return false }
        throw CLIError.inputOutput("cannot make the folder \(quoted(path)): \(lastSystemError())")
    }
}
