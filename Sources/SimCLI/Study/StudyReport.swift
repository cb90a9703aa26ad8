/// A finished study as text, Markdown, CSV and JSON: the same data in each, and the same bytes for the same data.
struct StudyReport {
    let study: Study
    let table: StudyTable

    /// On the terminal.
    var text: String {
        var text = "\(study.title)\n\n" + Self.wrapped(study.question, width: 100) + "\n"
        text += figures.rendered() + "\n"
        for sentence in study.discussion { text += Self.wrapped(sentence.text(in: table), width: 100) }
        if !study.discussion.isEmpty { text += "\n" }
        for claim in study.claims {
            text += "\(claim.check(table).text): \(claim.text)\n"
            text += Self.wrapped(
                "expected \(Self.range(claim)), simulated \(simulated(claim)). "
                    + claim.mechanism.text(in: table),
                width: 98, indent: "  ")
        }
        return text
    }

    /// A page of its own.
    var markdown: String {
        var page = "# \(MarkdownText.line(study.title))\n\n"
        page += "`wattline study \(study.name)`, from [\(study.name).json](\(study.name).json).\n\n"
        // The author's sentences are Markdown.
        page += study.question + "\n\n"
        if !study.source.isEmpty { page += "Source: \(study.source)\n\n" }
        page += section(heading: "##")
        page += "\n## Figures\n\n" + figures.markdown()
        page += "\n`\(study.name).csv` and `\(study.name).results.json` have them in full.\n"
        return page
    }

    /// What the figures say, the claims and the pictures: the part that the page of all studies has too.
    func section(heading: String) -> String {
        var page = ""
        for sentence in study.discussion { page += sentence.text(in: table) + "\n\n" }
        for chart in study.charts {
            page += "![\(MarkdownText.line(chart.title))](\(file(chart)))\n\n"
        }
        guard !study.claims.isEmpty else { return page }
        page += "\(heading) Claims\n\n"
        var claims = TextTable()
        claims.leftColumns = [1, 2, 3, 4]
        claims.markupColumns = [3]
        claims.add(["claim", "expected", "simulated", "verdict", "mechanism"])
        for claim in study.claims {
            let source = claim.source.isEmpty ? "" : " (\(claim.source))"
            claims.add([
                claim.text + source, Self.range(claim), simulated(claim), "**\(claim.check(table).text)**",
                claim.mechanism.text(in: table),
            ])
        }
        return page + claims.markdown()
    }

    func file(_ chart: StudyChart) -> String { "\(study.name)-\(chart.name).svg" }

    private var hasSeries: Bool { table.series != [""] }

    private var figures: TextTable {
        var text = TextTable()
        text.leftColumns = hasSeries ? [1] : []
        text.add((hasSeries ? ["series"] : []) + [study.axis] + study.columns.map(\.title))
        for (row, label) in table.series.enumerated() {
            for (column, point) in table.points.enumerated() {
                let values = table.cell(row, column).values
                text.add(
                    (hasSeries ? [label] : []) + [point.label]
                        + study.columns.map { Self.shown(values[$0.measure.name] ?? .none, $0.decimals) })
            }
        }
        return text
    }

    /// Full precision, a row a cell.
    var csv: String {
        let measures = study.measures
        var text =
            (["series", study.axis] + measures.map(\.name)).map(CSVText.cell).joined(separator: ",") + "\n"
        for (row, label) in table.series.enumerated() {
            for (column, point) in table.points.enumerated() {
                let values = table.cell(row, column).values
                let figures = measures.map { measure in
                    switch values[measure.name] ?? .none {
                    case .number(let number): number.description
                    case .word(let word): word
                    case .none: ""
                    }
                }
                text += ([label, point.label] + figures).map(CSVText.cell).joined(separator: ",") + "\n"
            }
        }
        return text
    }

    var json: JSON {
        var cells: [JSON] = []
        for (row, label) in table.series.enumerated() {
            for (column, point) in table.points.enumerated() {
                let cell = table.cell(row, column)
                let figures = study.measures.map { measure in
                    (key: measure.name, value: Self.json(cell.values[measure.name] ?? .none))
                }
                cells.append(
                    .object([
                        ("series", .text(label)), ("point", .text(point.label)),
                        ("configuration_hash", .text(cell.configurationHash)),
                        ("fingerprint", .text(cell.fingerprint)), ("figures", .object(figures)),
                    ]))
            }
        }
        let claims = study.claims.map { claim in
            JSON.object([
                ("claim", .text(claim.text)),
                (
                    "expected",
                    .list([.number(claim.expected.lowerBound), .number(claim.expected.upperBound)])
                ),
                ("simulated", Self.json(claim.quantity.value(in: table))), ("unit", .text(claim.unit)),
                ("verdict", .text(claim.check(table).text)),
                ("mechanism", .text(claim.mechanism.text(in: table))),
            ])
        }
        return .object([
            ("schema", .text("wattline.study")), ("schema_version", .whole(1)),
            ("version", .text(CommandLineTool.version)), ("study", .text(study.name)),
            ("title", .text(study.title)), ("claims", .list(claims)), ("cells", .list(cells)),
        ])
    }

    private func simulated(_ claim: StudyClaim) -> String {
        StudyTable.shown(claim.quantity.value(in: table)) + Self.suffix(claim.unit)
    }

    private static func range(_ claim: StudyClaim) -> String {
        let (low, high) = (claim.expected.lowerBound, claim.expected.upperBound)
        // Ends that no figure comes near stand for none.
        let text =
            low == high
            ? Figures.plain(low)
            : high >= 1e5
                ? "at least \(Figures.plain(low))"
                : low == 0
                    ? "at most \(Figures.plain(high))" : "\(Figures.plain(low)) to \(Figures.plain(high))"
        return text + suffix(claim.unit)
    }

    private static func suffix(_ unit: String) -> String { unit.isEmpty ? "" : " \(unit)" }

    private static func shown(_ value: StudyValue, _ decimals: Int?) -> String {
        if let decimals, let number = value.number { return Figures.fixed(number, decimals) }
        return StudyTable.shown(value)
    }

    private static func json(_ value: StudyValue) -> JSON {
        switch value {
        case .number(let number): .number(number)
        case .word(let word): .text(word)
        case .none: .null
        }
    }

    private static func wrapped(_ text: String, width: Int, indent: String = "") -> String {
        var lines = ""
        var line = indent
        for word in text.split(separator: " ") {
            if line.count > indent.count, line.count + 1 + word.count > width {
                lines += line + "\n"
                line = indent
            }
            line += (line.count > indent.count ? " " : "") + word
        }
        return lines + line + "\n"
    }
}
