/// A sweep for people: the axes, key figures, marks, and what there is to say about them.
struct SweepTable {
    private let report: SweepReport
    private var layout: SweepLayout { report.view.layout }

    /// Columns of a terminal that everybody has.
    private static let width = 80

    /// Reasons that are printed in full; the files have all of them.
    private static let noteLimit = 10

    init(_ report: SweepReport) { self.report = report }

    /// Aligned columns; the title bold where there is colour.
    func text(hasColour: Bool) -> String {
        let (table, notes) = content
        let name = VisibleText.line(title)
        let head = hasColour ? "\u{1b}[1m\(name)\u{1b}[0m" : name
        var text =
            head + "\n" + VisibleText.line(settings) + "\n\n"
            + table.rendered(width: SweepTable.width, keys: layout.axes.isEmpty ? 1 : layout.axes.count)
            + "\n"
        for note in notes { text += VisibleText.line(note) + "\n" }
        if !notes.isEmpty { text += "\n" }
        return text + footer.map { VisibleText.line($0) + "\n" }.joined()
    }

    func markdown() -> String {
        let (table, notes) = content
        var text = "# \(MarkdownText.line(title))\n\n\(MarkdownText.line(settings))\n\n"
        text += table.markdown() + "\n"
        for note in notes { text += "- \(MarkdownText.line(note))\n" }
        if !notes.isEmpty { text += "\n" }
        return text + footer.map(MarkdownText.line).joined(separator: "  \n") + "\n"
    }

    var title: String {
        let axes = report.header.axes.map(\.name).joined(separator: report.header.isZipped ? " with " : " x ")
        var text: String
        switch (axes.isEmpty, report.header.search["flag"]) {
        case (false, nil): text = "Sweep of \(axes)"
        case (true, .some(let flag)): text = "Search of \(flag.cell)"
        case (false, .some(let flag)): text = "Search of \(flag.cell) for each \(axes)"
        case (true, nil): text = "Replications"
        }
        text += ": \(Figures.count(report.header.points, "point"))"
        if let shard = report.header.shard { text += ", shard \(shard) with \(report.rows.count) of them" }
        let count = report.header.replications
        return count > 1 ? text + ", \(count) replications each" : text
    }

    /// What was set beside the axes.
    var settings: String {
        var parts: [String] = []
        if case .object(let members) = report.header.configuration {
            parts = members.map { name, value in
                if case .bool = value { name } else { "\(name) \(value.cell)" }
            }
        }
        let text =
            parts.isEmpty
            ? "As 'wattline run'" : "With \(parts.joined(separator: ", ")); else as 'wattline run'"
        let isSwept = layout.axes.contains(FlagKey.seed.rawValue)
        return isSwept ? text : "\(text); seed \(report.header.seed) at every point"
    }

    /// The points that are shown, and why others are not what they seem.
    var content: (table: TextTable, notes: [String]) {
        var table = TextTable()
        var notes: [String] = []
        var numbers: [String: Int] = [:]
        let columns = report.view.columns
        let hasPoint = layout.axes.isEmpty
        var head = (hasPoint ? ["point"] : layout.axes) + columns.map(\.name)
        let marks = report.selection.rows.map { row -> String in
            var marks: [String] = []
            if row.point == report.selection.best { marks.append("best") }
            if report.selection.ties.contains(row.point) { marks.append("as good") }
            if report.selection.leftOut.contains(row.point) { marks.append("not ranked") }
            if report.selection.front.contains(row.point) { marks.append("front") }
            marks += row.warnings.map(SweepTable.short)
            if let reason = row.reason {
                let number = numbers[reason] ?? numbers.count + 1
                if numbers.updateValue(number, forKey: reason) == nil {
                    notes.append("[\(number)] \(reason)")
                }
                marks.append("\(row.status.rawValue) [\(number)]")
            }
            return marks.joined(separator: " ")
        }
        let hasMarks = marks.contains { !$0.isEmpty }
        if hasMarks { head.append("") }
        table.leftColumns = Set(
            report.header.axes.indices.filter { index in
                report.header.axes[index].values.contains { $0.real == nil }
            })
        if hasMarks { table.leftColumns.insert(head.count - 1) }
        table.add(head)
        for (row, mark) in zip(report.selection.rows, marks) {
            var cells = hasPoint ? [String(row.point)] : row.axes.map(\.cell)
            cells += columns.map { $0.text(row) }
            table.add(hasMarks ? cells + [mark] : cells)
        }
        if notes.count > SweepTable.noteLimit {
            let hidden = notes.count - SweepTable.noteLimit
            notes =
                Array(notes.prefix(SweepTable.noteLimit)) + [
                    "and \(Figures.count(hidden, "further reason")): see -o sweep.csv"
                ]
        }
        return (table, notes)
    }

    /// `saturated` of `saturated: requests arrive at ...`.
    private static func short(_ warning: String) -> String {
        guard let colon = warning.firstIndex(of: ":"), warning[..<colon].count <= 12 else { return "warning" }
        return String(warning[..<colon])
    }

    /// What there is to say about the whole.
    var footer: [String] {
        var lines: [String] = []
        let shown = report.selection.rows.count
        if shown < report.rows.count {
            lines.append("\(shown) of \(Figures.count(report.rows.count, "point")) shown")
        }
        let refused = report.rows.filter { $0.status == .infeasible || $0.status == .invalid }.count
        if refused > 0 { lines.append("\(Figures.count(refused, "point")) cannot run") }
        if report.header.replications > 1 {
            lines.append(
                "+- is half of a 95 % interval (Student's t) over \(report.header.replications) replications")
        }
        if let pareto = report.view.pareto {
            lines.append("front: no other point beats it in both: \(pareto.summary)")
        }
        if report.selection.rows.contains(where: { $0.warnings.contains { $0.hasPrefix("saturated") } }) {
            lines.append(
                "saturated: requests arrive faster than they complete; latencies grow with --num-prompts")
        }
        if report.selection.rows.contains(where: { $0.warnings.contains { $0.hasPrefix("range end") } }) {
            lines.append("range end: the whole range meets the conditions, the answer may lie outside")
        }
        if let best = report.best, let goal = report.view.goal { lines += sentence(best, goal) }
        lines += provenance
        lines.append("Sweep \(report.header.identity)")
        return lines
    }

    private func sentence(_ best: SweepRow, _ goal: SweepGoal) -> [String] {
        var text = "Best: \(report.flags(best))"
        if case .metric = goal.measure.place {
            text += " with \(goal.measure.name) \(goal.measure.text(best))"
        }
        if !goal.conditions.isEmpty {
            let kept = goal.conditions.map { condition in
                "\(condition.measure.name) \(condition.measure.text(best)) \(condition.comparison.rawValue) "
                    + Figures.plain(condition.limit)
            }
            text += ", keeping \(kept.joined(separator: " and "))"
        }
        var lines = [text]
        if !report.selection.ties.isEmpty {
            let hasIntervals = goal.measure.halfWidth(best) != nil
            lines.append(
                (hasIntervals
                    ? "Its interval does not tell it from \(flags(report.selection.ties)): more --replications would narrow it"
                    : "As good in \(goal.measure.name): \(flags(report.selection.ties))"))
        }
        if !report.selection.leftOut.isEmpty {
            lines.append(
                "not ranked: \(flags(report.selection.leftOut)), where more of the requests could never fit and were left out, "
                    + "so the figures are of another load")
        }
        return lines + (report.command(best).map { ["Alone: \($0)"] } ?? [])
    }

    /// The first points of a list by their flags.
    private func flags(_ points: [Int]) -> String {
        let rows = report.rows.filter { points.contains($0.point) }
        let more = rows.count - 3
        return rows.prefix(3).map(report.flags).joined(separator: "; ")
            + (more > 0 ? "; and \(more) more" : "")
    }

    /// Where the figures come from and how well they are known, as run says it; of several kinds of points each by what
    /// tells them apart.
    private var provenance: [String] {
        guard let completed = try? layout.measure(named: "completed") else { return [] }
        let notes = report.selection.rows.compactMap { row in
            ProvenanceNote(row, completed.value(row)).map { (row: row, note: $0) }
        }
        let telling = axes(tellingApart: notes)
        var named: [(name: String, note: ProvenanceNote)] = []
        for (row, note) in notes {
            let name = telling.map { "--\(layout.axes[$0]) \(row.axes[$0].cell)" }.joined(separator: " ")
            if !named.contains(where: { $0.name == name && $0.note == note }) { named.append((name, note)) }
        }
        return ProvenanceNote.lines(named)
    }

    /// The fewest axes, up to two of them, on whose values alone it depends how well figures are known; else all.
    private func axes(tellingApart notes: [(row: SweepRow, note: ProvenanceNote)]) -> [Int] {
        let all = Array(layout.axes.indices)
        let pairs = all.flatMap { first in all.filter { $0 > first }.map { [first, $0] } }
        return (all.map { [$0] } + pairs).first { axes in
            var known: [String: ProvenanceNote] = [:]
            return notes.allSatisfy { row, note in
                let value = axes.map { row.axes[$0].compact }.joined(separator: " ")
                return known.updateValue(note, forKey: value).map { $0 == note } ?? true
            }
        } ?? all
    }
}
