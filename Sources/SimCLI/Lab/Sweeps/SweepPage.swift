import WattlineDrawing
import WattlineText

/// The report of a sweep, `-o report.html`: its curves, the points that no other beats, the table, and how to repeat it.
struct SweepPage {
    private let report: SweepReport

    init(_ report: SweepReport) { self.report = report }

    var html: String {
        let table = SweepTable(report)
        let footer = table.footer
        var page = HTMLPage(title: table.title, summary: summary(footer))
        page.paragraph("\(table.settings).")
        let pictures = SweepPicture(report)
        let figures = pictures.charts(width: RunPage.chartWidth)
        if !figures.isEmpty {
            page.section("Curves")
            page.figures(figures)
            if let note = pictures.legendNote { page.paragraph("\(note).") }
        }
        page.section("Points")
        let (cells, notes) = table.content
        page.table(
            cells, caption: "\(Figures.count(report.selection.rows.count, "point")), as shown by the sweep")
        page.list(notes)
        page.list(footer.filter { !$0.hasPrefix("Alone: ") })
        if let best = report.best, let line = report.command(best, isPublic: true) {
            page.paragraph("The best point alone:")
            page.code(line)
        }
        page.section("How to repeat it")
        if let line = report.commandLine {
            page.code(line)
            page.paragraph(
                "The same command with the same version gives the same figures, to the last digit. Files are named without "
                    + "their folders.")
        }
        page.list([
            "seed \(report.header.seed)", "sweep \(report.header.identity)",
            "Wattline \(report.header.version)",
        ])
        page.embed(data, id: "sweep")
        return page.text
    }

    /// What is shown: the header, and of each point the axes and the figures of the table.
    private var data: JSON {
        guard case .object(var members) = report.header.json else { return .null }
        let layout = report.view.layout
        members.append(
            (
                "rows",
                .list(
                    report.selection.rows.map { row in
                        var cells: [(key: String, value: JSON)] = [("point", .whole(row.point))]
                        cells += zip(layout.axes, row.axes).map { (key: $0, value: $1) }
                        cells += report.view.columns.map { (key: $0.name, value: .optional($0.value(row))) }
                        cells.append(("status", .text(row.status.rawValue)))
                        if report.view.pareto != nil {
                            cells.append(("pareto", .bool(report.selection.front.contains(row.point))))
                        }
                        return .object(cells)
                    })
            ))
        return .object(members)
    }

    /// The best point where one was asked for, else what was tried.
    private func summary(_ footer: [String]) -> String {
        if let best = footer.first(where: { $0.hasPrefix("Best: ") }) { return "\(best)." }
        let ran = report.rows.filter { $0.status == .ok }.count
        var text = "\(Figures.count(ran, "point")) of \(report.header.points) ran"
        if let pareto = report.view.pareto {
            text +=
                ", and \(Figures.count(report.selection.front.count, "point")) of them no other one beats in both: "
                + pareto.summary
        }
        return text + "."
    }
}
