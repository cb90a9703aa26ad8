/// A sweep as SVG: with `--pareto` its two metrics against each other and the front; else the first metrics of the table
/// over the longest axis of numbers, a line for each combination of the other axes.
struct SweepPicture {
    private let report: SweepReport
    private var layout: SweepLayout { report.view.layout }
    private var rows: [SweepRow] { report.selection.rows.filter { $0.status == .ok } }

    private static let width = 840.0
    private static let panelHeight = 280.0
    private static let panelLimit = 4
    /// More would not be told apart.
    private static let legendLimit = 12

    init(_ report: SweepReport) { self.report = report }

    var svg: String {
        let panels = report.view.pareto.map { [pareto($0)] } ?? curves
        let names = seriesNames
        let columns = panels.count > 1 ? 2 : 1
        let panelWidth = Self.width / Double(columns)
        let height = Self.panelHeight * (columns == 1 ? 1.5 : 1)
        let lines = (panels.count + columns - 1) / columns
        let legendTop = 34 + Double(lines) * height + 8
        let shown = names.count > 1 ? Array(names.prefix(Self.legendLimit)) : []
        let hidden = names.count > 1 ? names.count - shown.count : 0
        let legendLines = (shown.count + 1) / 2 + (hidden > 0 ? 1 : 0)
        let total = legendTop + Double(legendLines) * 20 + 12
        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(ChartPanel.fixed(Self.width)) \(ChartPanel.fixed(total))" \
            role="img">
            <title>\(ChartPanel.escaped(title))</title>
            <desc>\(ChartPanel.escaped(description))</desc>
            <style>
            text{font:12px system-ui,sans-serif;fill:#222}.h{font-weight:600}.b{fill:#fff}.g{stroke:#ddd}.a{stroke:#666}
            .l{fill:none;stroke-width:1.5}.f{fill:none;stroke:#666;stroke-dasharray:4 3}.m{stroke:#222;stroke-width:1.5}
            @media(prefers-color-scheme:dark){text{fill:#ddd}.b{fill:#161616}.g{stroke:#333}.a{stroke:#999}.f{stroke:#aaa}\
            .m{stroke:#eee}}
            </style>
            <rect class="b" width="100%" height="100%"/>
            <text class="h" x="12" y="22">\(ChartPanel.escaped(title))</text>

            """
        for (index, panel) in panels.enumerated() {
            text += panel.svg(
                x: Double(index % columns) * panelWidth, y: 34 + Double(index / columns) * height,
                width: panelWidth,
                height: height)
        }
        if rows.isEmpty { text += ChartPanel.label(Self.width / 2, 80, "middle", "No point to show") }
        for (index, name) in shown.enumerated() {
            let x = 24 + Double(index % 2) * Self.width / 2
            let y = legendTop + Double(index / 2) * 20 + 8
            text += ChartPanel.mark(index, at: (x, y), isLarge: false, title: nil)
            text += ChartPanel.label(x + 12, y + 4, "start", name)
        }
        if hidden > 0 {
            let y = legendTop + Double(legendLines - 1) * 20 + 12
            text += ChartPanel.label(24, y, "start", "and \(hidden) more: stay on a point to see which it is")
        }
        return text + "</svg>\n"
    }

    private var title: String {
        let axes = layout.axes.isEmpty ? "one point" : layout.axes.joined(separator: " x ")
        return "Sweep of \(axes)"
    }

    private var description: String {
        let shown = "\(Figures.count(rows.count, "point")) of \(report.header.points)"
        guard let pareto = report.view.pareto else {
            return "\(shown): \(metrics.map(\.name).joined(separator: ", ")) over \(horizontal)"
        }
        return
            "\(shown): \(pareto.first.measure.name) and \(pareto.second.measure.name); the dashed line joins those that "
            + "no other one beats in both"
    }

    private var metrics: [SweepMeasure] { Array(report.view.columns.prefix(Self.panelLimit)) }

    /// The place among the axes of the one that runs across: the longest of numbers, else the last.
    private var across: Int? {
        var best: (index: Int, count: Int)?
        for (index, axis) in report.header.axes.enumerated()
        where axis.values.allSatisfy({ $0.real?.isFinite == true }) {
            if axis.values.count >= best?.count ?? 2 { best = (index, axis.values.count) }
        }
        return best?.index ?? layout.axes.indices.last
    }

    private var horizontal: String { across.map { layout.axes[$0] } ?? "point" }

    /// What tells a row's line from the others: the axes that do not run across.
    private func seriesName(_ row: SweepRow) -> String {
        let parts = layout.axes.indices.filter {
            $0 != across || report.view.pareto != nil && layout.axes.count == 1
        }
        return parts.map { "\(layout.axes[$0]) \(row.axes[$0].cell)" }.joined(separator: ", ")
    }

    /// In the order of the rows.
    private var seriesNames: [String] {
        var names: [String] = []
        var seen: Set<String> = []
        for row in rows.sorted(by: { $0.point < $1.point }) where seen.insert(seriesName(row)).inserted {
            names.append(seriesName(row))
        }
        return names
    }

    private func series(
        isJoined: Bool, _ place: (SweepRow) -> (x: Double, y: Double)?, _ title: (SweepRow) -> String
    ) -> [ChartPanel.Series] {
        var points: [String: [ChartPanel.Point]] = [:]
        for row in rows {
            guard let place = place(row), place.x.isFinite, place.y.isFinite else { continue }
            points[seriesName(row), default: []].append(
                ChartPanel.Point(
                    x: place.x, y: place.y, title: title(row),
                    isMarked: report.selection.front.contains(row.point) || report.selection.best == row.point
                ))
        }
        return seriesNames.enumerated().map { style, name in
            let sorted = (points[name] ?? []).sorted { ($0.x, $0.y, $0.title) < ($1.x, $1.y, $1.title) }
            return ChartPanel.Series(name: name, style: style, points: sorted, isJoined: isJoined)
        }
    }

    private var curves: [ChartPanel] {
        let across = across
        let values =
            across.flatMap { $0 < report.header.axes.count ? report.header.axes[$0].values : nil } ?? []
        let isNumeric = values.allSatisfy { $0.real?.isFinite == true }
        return metrics.map { metric in
            let series = series(isJoined: isNumeric) { row in
                guard let y = metric.value(row) else { return nil }
                guard let across else { return (Double(row.point), y) }
                if isNumeric { return row.axes[across].real.map { ($0, y) } }
                return values.firstIndex(of: row.axes[across]).map { (Double($0), y) }
            } _: { row in
                "\(report.flags(row)): \(metric.name) \(Figures.short(metric.value(row)))"
            }
            return ChartPanel(
                title: metric.name, horizontal: horizontal, isMarkedAtPoints: true,
                categories: isNumeric ? [] : values.map(\.cell),
                series: series)
        }
    }

    private func pareto(_ pareto: ParetoFront) -> ChartPanel {
        let (first, second) = (pareto.first.measure, pareto.second.measure)
        let series = series(isJoined: false) { row in
            guard let x = first.value(row), let y = second.value(row) else { return nil }
            return (x, y)
        } _: { row in
            "\(report.flags(row)): \(first.name) \(Figures.short(first.value(row))), \(second.name) "
                + Figures.short(second.value(row))
        }
        let front = rows.filter { report.selection.front.contains($0.point) }.compactMap { row in
            first.value(row).flatMap { x in second.value(row).map { (x: x, y: $0) } }
        }
        return ChartPanel(
            title: second.name, horizontal: first.name, series: series,
            front: front.sorted { ($0.x, $0.y) < ($1.x, $1.y) })
    }
}
