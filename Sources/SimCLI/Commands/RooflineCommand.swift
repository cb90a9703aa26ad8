/// `wattline roofline`: where the steps of a system lie under its roofline.
enum RooflineCommand {
    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(flags: RooflineFlags.all, verb: "roofline")
        let parsed = try parser.parse(arguments)
        if parsed.wantsHelp {
            terminal.output.write(RooflineFlags.help)
            return
        }
        try parser.refuseExtra(parsed.positionals, after: 0)
        let (settings, inputs) = try InputFiles.settings(parsed.given.filter { $0.flag.key != .byHand })
        let byHand = try SweepRequest(parsed.given.filter { $0.flag.key == .byHand }).last(.byHand)
        let study = try RooflineStudy(settings)
        let table = RooflineTable(study)
        let calculation = try byHand.map { (text) throws(CLIError) in
            try text.read { (text) throws(BadValue) in try HandCalculation(parsing: text, of: study) }
        }
        let wantsJSON = try write(settings.texts(.output), table, inputs)
        if settings.isOn(.json) || wantsJSON {
            terminal.output.write(json(table, calculation).pretty)
        } else if let calculation {
            terminal.output.write(calculation.text)
        } else {
            terminal.output.write(table.text(hasColour: terminal.hasColour))
            if terminal.drawsBoxes { terminal.output.write("\n" + RooflineSketch(study).text) }
        }
    }

    private static func json(_ table: RooflineTable, _ calculation: HandCalculation?) -> JSON {
        guard let calculation, case .object(var members) = table.json else { return table.json }
        members.append(
            (
                "by_hand",
                .object([("title", .text(calculation.title)), ("sections", calculation.json)])
            ))
        return .object(members)
    }

    /// Writes the files; true when one of them is `-`.
    private static func write(
        _ paths: [String], _ table: RooflineTable, _ inputs: InputFiles
    ) throws(CLIError) -> Bool {
        try OutputFile.refuseRepeats(paths)
        try inputs.refuseOutputs(paths)
        var files: [(path: String, text: String)] = []
        var wantsJSON = false
        for path in paths {
            let name = Scenario.lastPathComponent(path).lowercased()
            if path == "-" {
                wantsJSON = true
            } else if name.hasSuffix(".svg") {
                files.append((path, RooflineChart(table.study).chart.svg))
            } else if name.hasSuffix(".md") {
                files.append((path, table.markdown()))
            } else if name.hasSuffix(".json") {
                files.append((path, table.json.pretty))
            } else {
                throw CLIError.usage(
                    "--output \(quoted(path)) has no known suffix. Use .svg for the picture, .md for the table or "
                        + ".json for the figures")
            }
        }
        for file in files { try OutputFile.check(file.path) }
        for file in files { try OutputFile.write(file.text, to: file.path) }
        return wantsJSON
    }
}
