/// `wattline study`: named experiments, and the claims that they check.
enum StudyCommand {
    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        var rest: [String] = []
        var folders: [String: String] = [:]
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            switch argument {
            case "-h", "--help":
                terminal.output.write(help)
                return
            case "-o", "--output", "--from":
                let key = argument == "--from" ? "--from" : "-o"
                guard index < arguments.count, !arguments[index].hasPrefix("-") else {
                    throw CLIError.usage("\(argument) needs a folder. Write \(argument) DIR")
                }
                guard folders[key] == nil else {
                    throw CLIError.usage("\(argument) is given twice. Keep one")
                }
                folders[key] = arguments[index]
                index += 1
            default:
                guard !argument.hasPrefix("-") else {
                    throw CLIError.usage(
                        "unknown flag \(quoted(argument)) of study. Flags are -o DIR, --from DIR and -h")
                }
                rest.append(argument)
            }
        }
        guard let name = rest.first, rest.count == 1 else {
            throw CLIError.usage(
                rest.isEmpty
                    ? "study needs a name. Try: wattline study list"
                    : "study takes one name, got \(quoted(rest.joined(separator: " ")))")
        }
        let from = folders["--from"] ?? StudyLibrary.folder
        switch name {
        case "list": try list(from, &terminal)
        case "all": try all(from, folders["-o"], &terminal)
        default: try one(name, from, folders["-o"], &terminal)
        }
    }

    static let help = """
        Examples:
          wattline study list
          wattline study lengths

        wattline study NAME|all|list [-o DIR] [--from DIR]

        Runs a named experiment and prints its figures, then the claims that it checks, each with what was
        simulated, a verdict and the mechanism. Experiments are JSON files of the folder studies below the
        working folder, or of --from DIR; NAME may be the path of a file of your own (NAME.json).
        -o writes Markdown, CSV, JSON and SVG to a folder; all runs every experiment and also writes
        README.md, the page of results: 'wattline study all -o studies'.

        """

    private static func list(_ folder: String, _ terminal: inout Terminal) throws(CLIError) {
        let names = StudyLibrary.present(in: folder)
        if names.isEmpty { _ = try StudyLibrary.study(named: StudyLibrary.names[0], from: folder) }
        var table = TextTable()
        table.leftColumns = [1]
        for name in names {
            table.add([name, try StudyLibrary.study(named: name, from: folder).title])
        }
        terminal.output.write(table.rendered())
    }

    private static func one(
        _ name: String, _ from: String, _ output: String?, _ terminal: inout Terminal
    ) throws(CLIError) {
        let study = try StudyLibrary.study(named: name, from: from)
        if let output { try makeFolder(output) }
        let report = StudyReport(study: study, table: try StudyTable(study, threads: Workers.coreCount))
        if let output { try write(report, to: output) }
        terminal.output.write(report.text)
    }

    private static func all(
        _ from: String, _ output: String?, _ terminal: inout Terminal
    ) throws(CLIError) {
        let page = try page(from)
        if let output {
            try makeFolder(output)
            for report in page.reports { try write(report, to: output) }
            try OutputFile.write(page.markdown, to: "\(output)/README.md")
        }
        terminal.output.write(page.summary)
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

    private static func write(_ report: StudyReport, to folder: String) throws(CLIError) {
        for file in files(report) { try OutputFile.write(file.text, to: "\(folder)/\(file.name)") }
    }

    private static func makeFolder(_ path: String) throws(CLIError) {
        if unsafe mkdir(path, 0o777) == 0 || errno == EEXIST { return }
        throw CLIError.inputOutput("cannot make the folder \(quoted(path)): \(lastSystemError())")
    }
}
