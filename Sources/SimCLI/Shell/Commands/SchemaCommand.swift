import WattlineLab
import WattlineText

/// `wattline schema`: JSON Schema of the documents that are read and written.
enum SchemaCommand {
    /// `-o` and `--json`.
    static let flags: [Flag] = [
        Flag(
            .output, .outputs, .output, short: "o", absence: "none",
            "Write the schema to a file (.json); - is the standard output (repeatable)"),
        Flag(
            .json, .toggle, .output, default: "false",
            "Print the list as JSON; a schema is JSON with or without it"),
    ]

    static var help: String {
        var text = """
            Examples:
              wattline schema
              wattline schema config
              wattline schema result -o result.schema.json

            wattline schema [NAME] [-o FILE.json] [--json]

            Prints the JSON Schema (draft 2020-12) of a document that Wattline reads or writes, made from the
            tables that the program itself uses; without a name the list of them. Editors complete and check
            a configuration that names its schema, validators check results in other languages.


            """
        for flag in flags { text += HelpCommand.entry(flag) }
        return text + "  -h, --help\n      This page\n"
    }

    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(flags: flags, verb: "schema", owner: CompletionWords.owner)
        let parsed = try parser.parse(arguments)
        if parsed.wantsHelp {
            terminal.output.write(help)
            return
        }
        try parser.refuseExtra(parsed.positionals, after: 1)
        let request = try SweepRequest(parsed.given)
        guard let name = parsed.positionals.first else {
            guard let path = request.outputs.first else {
                terminal.output.write(list(asJSON: request.isOn(.json)))
                return
            }
            throw CLIError.usage(
                "--output \(quoted(path)) needs the name of a schema. Try: wattline schema result -o \(path)")
        }
        let text = try SchemaDocument.named(name).json.pretty
        let paths = try files(request.outputs)
        for path in paths { try OutputFile.check(path) }
        for path in paths { try OutputFile.write(text, to: path) }
        if paths.isEmpty || paths.count < request.outputs.count || request.isOn(.json) {
            terminal.output.write(text)
        }
    }

    /// What `-o` names besides `-`.
    private static func files(_ paths: [String]) throws(CLIError) -> [String] {
        var files: [String] = []
        for (index, path) in paths.enumerated() {
            guard !paths[..<index].contains(path) else {
                throw CLIError.usage("--output \(quoted(path)) is given twice")
            }
            guard path != "-" else { continue }
            guard FileName.last(path).lowercased().hasSuffix(".json") else {
                throw CLIError.usage("--output \(quoted(path)) has no known suffix. A schema is a .json")
            }
            files.append(path)
        }
        return files
    }

    private static func list(asJSON: Bool) -> String {
        if asJSON {
            return JSON.list(
                SchemaDocument.all.map {
                    .object([("name", .text($0.name)), ("summary", .text($0.summary))])
                }
            ).pretty
        }
        var table = TextTable()
        table.leftColumns = [1]
        for document in SchemaDocument.all { table.add([document.name, document.summary]) }
        return table.rendered()
    }
}
