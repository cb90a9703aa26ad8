import HardwareModels

/// `wattline show NAME`: all that is known of one name, whichever list it is in.
enum ShowCommand {
    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(flags: [RunFlags.flag(.json)], verb: "show")
        let parsed = try parser.parse(arguments)
        if parsed.wantsHelp {
            terminal.output.write(HelpCommand.show)
            return
        }
        guard let name = parsed.positionals.first else {
            throw CLIError.usage("show needs a name. Try: wattline show h100-sxm")
        }
        try parser.refuseExtra(parsed.positionals, after: 1)
        let (kind, entry) = try find(name)
        if try Settings(parsed.given).isOn(.json) {
            var members: [(key: String, value: JSON)] = [
                ("name", .text(entry.name)), ("kind", .text(kind.noun)), ("summary", .text(entry.summary)),
            ]
            for fact in entry.facts { members.append((fact.key, fact.value)) }
            terminal.output.write(JSON.object(members).pretty)
            return
        }
        terminal.output.write(text(kind, entry))
    }

    /// Looks through every list; the catalogues find their own names also by their other spellings.
    static func find(_ name: String) throws(CLIError) -> (CatalogKind, CatalogEntry) {
        let wanted = NearMiss.folded(name)
        for kind in CatalogKind.allCases {
            for entry in kind.entries where NearMiss.folded(entry.name) == wanted { return (kind, entry) }
        }
        if let model = try? ModelCatalog.model(named: name) { return (.models, CatalogEntry(model)) }
        if let device = try? DeviceCatalog.device(named: name) { return (.gpus, CatalogEntry(device)) }
        let names = CatalogKind.allCases.flatMap { $0.entries.map(\.name) }
        let near = NearMiss.nearest(to: name, among: names)
        throw CLIError.usage(
            "unknown name \(quoted(name)). "
                + (near.map { "Did you mean \($0)?" } ?? "'wattline list' shows where names are"))
    }

    private static func text(_ kind: CatalogKind, _ entry: CatalogEntry) -> String {
        var table = TextTable(indent: "  ")
        table.leftColumns = [1]
        for fact in entry.facts {
            let value = plain(fact.value)
            let hasUnit = !fact.unit.isEmpty && fact.value != .null
            table.add([label(fact.key), hasUnit ? "\(value) \(fact.unit)" : value])
        }
        return "\(kind.noun) \(entry.name)\n  \(entry.summary)\n\n\(table.rendered())"
    }

    private static func label(_ key: String) -> String { String(key.map { $0 == "_" ? " " : $0 }) }

    private static func plain(_ value: JSON) -> String {
        switch value {
        case .null: Figures.none
        case .bool(let isTrue): isTrue ? "yes" : "no"
        case .text(let text): text
        case .number(let number): Figures.short(number)
        case .whole(let number): String(number)
        case .list(let values): values.isEmpty ? Figures.none : values.map(plain).joined(separator: ", ")
        case .object: value.compact
        }
    }
}
