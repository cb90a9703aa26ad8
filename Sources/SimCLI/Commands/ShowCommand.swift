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

    /// Looks through every list, or into the file; the catalogues find their own names also by their other spellings.
    static func find(_ name: String) throws(CLIError) -> (CatalogKind, CatalogEntry) {
        let wanted = NearMiss.folded(name)
        for kind in CatalogKind.allCases {
            for entry in kind.entries where NearMiss.folded(entry.name) == wanted { return (kind, entry) }
        }
        if ModelFile.isPath(name) { return try file(name) }
        if let model = try? ModelCatalog.model(named: name) { return (.models, CatalogEntry(model)) }
        if let device = try? DeviceCatalog.device(named: name) { return (.gpus, CatalogEntry(device)) }
        if let format = try? QuantizationFormat.format(named: name) {
            return (.formats, CatalogEntry(format))
        }
        if InputFile.exists(name + "/config.json") { return try file(name) }
        if InputFile.isFolder(name) {
            throw CLIError.usage(
                "\(quoted(name)) is a folder without a config.json. Name the folder of a model, a GPU's JSON file, or a "
                    + "name of 'wattline list'")
        }
        throw CLIError.usage("unknown name \(quoted(name)). \(NearestEntry.advice(for: name))")
    }

    /// A device where the file has a device's keys, else a model.
    private static func file(_ path: String) throws(CLIError) -> (CatalogKind, CatalogEntry) {
        if path.hasSuffix(".json") {
            let document = try JSONObject(
                path: path, called: "a device or a model's config.json",
                passesNonFinite: true)
            if document.has("bf16_flop_per_second") || document.has("max_power_w") {
                let file = try DeviceFile(document, path: path)
                return (.gpus, CatalogEntry(file.device, source: file.source))
            }
            let file = try ModelFile(document, file: path)
            return (.models, CatalogEntry(file.architecture, notes: file.notes))
        }
        let file = try ModelFile(path: path)
        return (.models, CatalogEntry(file.architecture, notes: file.notes))
    }

    private static func text(_ kind: CatalogKind, _ entry: CatalogEntry) -> String {
        var table = TextTable(indent: "  ")
        table.leftColumns = [1]
        for fact in entry.facts {
            for (key, value) in rows(fact) {
                for (index, line) in lines(measured(value, fact.unit)).enumerated() {
                    table.add([index == 0 ? label(key) : "", line])
                }
            }
        }
        let name = VisibleText.line(entry.name)
        return "\(kind.noun) \(name)\n  \(VisibleText.line(entry.summary))\n\n\(table.rendered())"
    }

    /// A row a fact; of an object a row for each value, with all the names that have it.
    private static func rows(_ fact: CatalogEntry.Fact) -> [(key: String, value: JSON)] {
        guard case .object(let members) = fact.value else { return [(fact.key, fact.value)] }
        var rows: [(names: [String], value: JSON)] = []
        for member in members {
            if let same = rows.firstIndex(where: { $0.value == member.value }) {
                rows[same].names.append(member.key)
            } else {
                rows.append(([member.key], member.value))
            }
        }
        return rows.map { ("\(fact.key) \($0.names.joined(separator: ", "))", $0.value) }
    }

    /// A value with its unit: rates and sizes too long to read in the prefix that makes them short.
    private static func measured(_ value: JSON, _ unit: String) -> String {
        guard !unit.isEmpty, value != .null else { return plain(value) }
        if case .whole(let number) = value, number >= 10_000_000 {
            if unit.hasPrefix("FLOP/s") { return "\(Figures.short(Double(number) / 1e12)) T\(unit)" }
            if unit.hasPrefix("bytes") {
                return "\(Figures.short(Double(number) / 1e9)) GB\(unit.dropFirst("bytes".count))"
            }
        }
        return "\(plain(value)) \(unit)"
    }

    /// Broken at blanks, so that a label and a line fit a terminal of 100 columns.
    private static func lines(_ text: String) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if !lines[lines.count - 1].isEmpty, lines[lines.count - 1].count + 1 + word.count > 66 {
                lines.append("")
            }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
        }
        return lines
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
