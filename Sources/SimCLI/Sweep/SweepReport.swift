/// The finished rows of a sweep and how they are to be shown: the one source of the table and of every file.
struct SweepReport {
    let header: SweepHeader
    let view: SweepView
    /// All of them, in the order of the points.
    let rows: [SweepRow]
    let selection: SweepView.Selection
    /// The flags that are the same at every point, as `wattline run` takes them; nil where they are not known.
    let fixedArguments: [(spelling: String, text: String)]?
    /// The same for files that name no folder; and the command line that repeats the sweep.
    let publicArguments: [(spelling: String, text: String)]?
    let commandLine: String?

    init(
        _ header: SweepHeader, _ view: SweepView, _ rows: [SweepRow],
        fixedArguments: [(spelling: String, text: String)]? = nil,
        publicArguments: [(spelling: String, text: String)]? = nil, commandLine: String? = nil
    ) {
        self.header = header
        self.view = view
        self.rows = rows
        selection = view.select(rows)
        self.fixedArguments = fixedArguments
        self.publicArguments = publicArguments
        self.commandLine = commandLine
    }

    var best: SweepRow? { selection.best.flatMap { best in rows.first { $0.point == best } } }

    /// A row's axes as flags: `--tp 4 --request-rate 8`.
    func flags(_ row: SweepRow) -> String {
        zip(view.layout.axes, row.axes).map { name, value in
            "--\(name) \(ShellText.quoted(value.flagText))"
        }.joined(separator: " ")
    }

    /// The command line that runs a point alone; `isPublic` without folders.
    func command(_ row: SweepRow, isPublic: Bool = false) -> String? {
        guard let arguments = isPublic ? publicArguments : fixedArguments else { return nil }
        let fixed = arguments.map { " \($0.spelling) \(ShellText.quoted($0.text))" }.joined()
        return "wattline run\(fixed) \(flags(row))"
    }

    /// Everything as one document: the header, then what is shown.
    var json: JSON {
        guard case .object(var members) = header.json else { return .null }
        members.append(("pareto", view.pareto.map { .text($0.summary) } ?? .null))
        members.append(("best", selection.best.map { .whole($0) } ?? .null))
        members.append(("ties", .list(selection.ties.map { .whole($0) })))
        members.append(
            (
                "rows",
                .list(
                    selection.rows.map { row in
                        guard case .object(var cells) = view.layout.json(row) else { return .null }
                        if view.pareto != nil {
                            cells.append(("pareto", .bool(selection.front.contains(row.point))))
                        }
                        return .object(cells)
                    })
            ))
        return .object(members)
    }

    /// What is shown, with every figure in full; an empty cell where there is none.
    var csv: String {
        let layout = view.layout
        var head =
            ["point"] + layout.axes + ["status", "reason", "configuration_hash", "fingerprint"]
            + ["energy_provenance", "error_band"]
        if layout.isSearch { head.append("evaluations") }
        for metric in layout.metrics {
            head.append(metric)
            if layout.hasIntervals { head.append(SweepLayout.intervalKey(metric)) }
        }
        head.append("warnings")
        if view.pareto != nil { head.append("pareto") }
        var text = head.map(CSVText.cell).joined(separator: ",") + "\n"
        for row in selection.rows {
            guard case .object(let members) = layout.json(row) else { continue }
            var cells: [String] = []
            var next = members[...]
            for name in head {
                if let member = next.first, member.key == name {
                    cells.append(SweepReport.csvCell(member.value))
                    next.removeFirst()
                } else {
                    cells.append(name == "pareto" ? String(selection.front.contains(row.point)) : "")
                }
            }
            text += cells.joined(separator: ",") + "\n"
        }
        return text
    }

    private static func csvCell(_ value: JSON) -> String {
        switch value {
        case .null: return ""
        case .text(let text): return CSVText.cell(text)
        case .list(let values):
            return CSVText.cell(
                values.map { value in
                    if case .text(let text) = value { text } else { value.compact }
                }.joined(separator: "; "))
        default: return value.compact
        }
    }

    /// A mistake in the flags of every point is one of the command line: there is nothing to show.
    ///
    /// - Throws: `CLIError` with exit code 2.
    func refuseInvalid() throws(CLIError) {
        guard let first = rows.first, rows.allSatisfy({ $0.status == .invalid }) else { return }
        throw CLIError.usage(cannotRun(first))
    }

    private func cannotRun(_ first: SweepRow) -> String {
        let which = rows.count == 1 ? "the point cannot run" : "none of the \(rows.count) points can run"
        return "\(which). With \(flags(first)): \(first.reason ?? "")"
    }

    /// What the exit code says of the whole.
    ///
    /// - Throws: `CLIError`: exit code 3 when no point could run, or none meets the goal; 2 when the flags of no point
    ///   go together.
    func judge() throws(CLIError) {
        guard !rows.isEmpty else { return }
        try refuseInvalid()
        if let first = rows.first, rows.allSatisfy({ $0.status == .infeasible || $0.status == .invalid }) {
            throw CLIError(.infeasible, cannotRun(first))
        }
        guard let goal = view.goal, selection.best == nil else { return }
        let conditions = goal.conditions.map { $0.description }.joined(separator: " and ")
        guard let (row, condition) = goal.nearestMiss(rows), condition.miss(row) > 0 else {
            throw CLIError(
                .infeasible, "no point that meets the conditions has a \(goal.measure.name)",
                details: ["'wattline list metrics' says what each metric is of"])
        }
        throw CLIError(
            .infeasible, "no point meets \(conditions)",
            details: [
                "The nearest miss: \(flags(row)) with \(condition.measure.name) "
                    + condition.measure.text(row)
                    + (condition.limit == 0 ? "" : ", \(Figures.fixed(condition.miss(row) * 100, 1)) % off")
            ])
    }
}

extension JSON {
    /// As a flag takes it.
    var flagText: String {
        if case .text(let text) = self { return text }
        return cell
    }
}
