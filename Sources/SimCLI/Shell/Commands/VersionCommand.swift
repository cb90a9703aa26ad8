import WattlineLab
import WattlineText

/// `wattline version`: what this is, for people and for scripts.
enum VersionCommand {
    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(
            flags: [RunFlags.flag(.json)], verb: "version", owner: CompletionWords.owner)
        let parsed = try parser.parse(arguments)
        if parsed.wantsHelp {
            terminal.output.write(HelpCommand.version)
            return
        }
        try parser.refuseExtra(parsed.positionals, after: 0)
        let settings = try Settings(parsed.given)
        guard settings.isOn(.json) else {
            terminal.output.write("wattline \(ProgramVersion.number)\n")
            return
        }
        let document = JSON.object([
            ("name", .text("wattline")),
            ("version", .text(ProgramVersion.number)),
            ("result_schema_version", .whole(ResultDocument.schemaVersion)),
        ])
        terminal.output.write(document.pretty)
    }
}
