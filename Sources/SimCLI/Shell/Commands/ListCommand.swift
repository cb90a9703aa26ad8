import WattlineLab
import WattlineText

/// `wattline list`: the names that flags accept.
enum ListCommand {
    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(
            flags: [RunFlags.flag(.json)], verb: "list", owner: CompletionWords.owner)
        let parsed = try parser.parse(arguments)
        if parsed.wantsHelp {
            terminal.output.write(HelpCommand.list)
            return
        }
        let wantsJSON = try Settings(parsed.given).isOn(.json)
        guard let word = parsed.positionals.first else {
            terminal.output.write(overview(asJSON: wantsJSON))
            return
        }
        try parser.refuseExtra(parsed.positionals, after: 1)
        let entries = try kind(word).entries
        if wantsJSON {
            let list = entries.map {
                JSON.object([("name", .text($0.name)), ("summary", .text($0.summary))])
            }
            terminal.output.write(JSON.list(list).pretty)
            return
        }
        var table = TextTable()
        table.leftColumns = [1]
        for entry in entries { table.add([entry.name, entry.summary]) }
        terminal.output.write(table.rendered())
    }

    /// The list that a word names, in the singular too.
    static func kind(_ word: String) throws(CLIError) -> CatalogKind {
        let wanted = NearMiss.folded(word)
        if let kind = CatalogKind.allCases.first(where: { wanted == $0.rawValue || wanted == $0.noun }) {
            return kind
        }
        let names = CatalogKind.allCases.map(\.rawValue)
        throw CLIError.usage(
            "unknown list \(quoted(word)).\(NearMiss.hint(for: word, among: names)) "
                + "Lists are \(names.joined(separator: ", "))")
    }

    private static func overview(asJSON: Bool) -> String {
        if asJSON { return JSON.list(CatalogKind.allCases.map { .text($0.rawValue) }).pretty }
        var table = TextTable()
        table.leftColumns = [2]
        for kind in CatalogKind.allCases {
            let use = kind.flag.map { "for \($0)" } ?? "the keys of a result"
            table.add(["wattline list \(kind.rawValue)", String(kind.entries.count), use])
        }
        return table.rendered()
    }
}
