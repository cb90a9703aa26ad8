/// A sweep as SVG: with `--pareto` its two metrics against each other and the front; else the first metrics of the table
/// over the longest axis of numbers, a line for each combination of the other axes.
struct SweepPicture {
    private let report: SweepReport
    private var layout: SweepLayout { report.view.layout }
    private var rows: [SweepRow] { report.selection.rows.filter { $0.status == .ok } }

    private static let panelLimit = 4
    /// More would not be told apart.
    private static let legendLimit = 12
    private static let labelLimit = 10

    init(_ report: SweepReport) { self.report = report }

    var svg: String {
        let panels = report.view.pareto.map { [pareto($0)] } ?? curves
        var footer = legendNote ?? ""
        if rows.isEmpty { footer = "No point to show" }
        return Chart(
            title: title, description: description, panels: rows.isEmpty ? [] : panels, width: 840,
            columns: panels.count > 1 ? 2 : 1, footer: footer
        ).svg
    }

    /// What the legend leaves out; nil for nothing.
    var legendNote: String? {
        let hidden = seriesNames.count - Self.legendLimit
        return hidden > 0 ? "and \(hidden) more: stay on a point to see which it is" : nil
    }

    /// A picture for each panel, with its caption: those of `--pareto` first, then the curves.
    func charts(width: Double) -> [(chart: Chart, caption: String)] {
        guard !rows.isEmpty else { return [] }
        var figures: [(panel: ChartPanel, title: String, caption: String)] = []
        if let pareto = report.view.pareto {
            figures.append(
                (
                    self.pareto(pareto),
                    "\(pareto.second.measure.words) against \(pareto.first.measure.words)",
                    "The dashed line joins the points that no other one beats in both; beside them stand their values of "
                        + layout.axes.joined(separator: ", ") + "."
                ))
        }
        for (panel, metric) in zip(curves, metrics) {
            figures.append(
                (
                    panel, "\(metric.words) over \(horizontal)",
                    SweepPicture.meaning(metric.name) ?? "A point for each configuration that ran."
                ))
        }
        return figures.map { panel, title, caption in
            (Chart(title: title, description: description, panels: [panel], width: width), caption)
        }
    }

    /// What a figure is, as `list metrics` says it.
    private static func meaning(_ key: String) -> String? {
        if let metric = (Metrics.counts + Metrics.energy).first(where: { $0.key == key }) {
            return "\(metric.meaning)."
        }
        return LatencyMetric.allCases.first { key.hasSuffix("_\($0.rawValue)_ms") }.map {
            "\($0.label): \($0.meaning)."
        }
    }

    private var title: String {
        let axes = layout.axes.isEmpty ? "one point" : layout.axes.joined(separator: " x ")
        return "Sweep of \(axes)"
    }

    private var description: String {
        let shown = "\(Figures.count(rows.count, "point")) of \(report.header.points)"
        guard let pareto = report.view.pareto else {
            return "\(shown): \(metrics.map(\.words).joined(separator: ", ")) over \(horizontal)"
        }
        return
            "\(shown): \(pareto.first.measure.words) and \(pareto.second.measure.words); the dashed line joins those that "
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
    private var horizontalLabel: String {
        across.map { AxisLabel.flag(layout.axes[$0]) } ?? "number of the point"
    }

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
        isJoined: Bool, labelled: Set<Int> = [], _ place: (SweepRow) -> (x: Double, y: Double)?,
        _ note: (SweepRow) -> String
    ) -> [ChartSeries] {
        var points: [String: [ChartSeries.Point]] = [:]
        for row in rows {
            guard let place = place(row), place.x.isFinite, place.y.isFinite else { continue }
            let settings = labelled.contains(row.point) ? Self.label(row) : nil
            let label =
                report.selection.best == row.point
                ? "best" + (settings.map { ": \($0)" } ?? "") : settings
            points[seriesName(row), default: []].append(
                ChartSeries.Point(place.x, place.y, note: note(row), label: label))
        }
        let names = seriesNames
        return names.enumerated().map { number, name in
            let sorted = (points[name] ?? []).sorted {
                ($0.x, $0.y, $0.note ?? "") < ($1.x, $1.y, $1.note ?? "")
            }
            let isNamed = names.count > 1 && number < Self.legendLimit
            return ChartSeries(
                isNamed ? name : "", isJoined ? .dottedLine : .dots, colour: number, sorted)
        }
    }

    /// A point by the values of its axes.
    private static func label(_ row: SweepRow) -> String { row.axes.map(\.cell).joined(separator: ", ") }

    /// The points of the front that have room for a label: all of them, or so many that are spread over it.
    private func labelled(_ pareto: ParetoFront) -> Set<Int> {
        let front = rows.filter { report.selection.front.contains($0.point) }
            .compactMap { row in pareto.first.measure.value(row).map { (row.point, $0) } }
            .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
        guard front.count > Self.labelLimit else { return Set(front) }
        return Set(
            (0..<Self.labelLimit).map { front[$0 * (front.count - 1) / (Self.labelLimit - 1)] })
    }

    /// Logarithmic where the values span more than a decade; from 0 where that does not squeeze them into a corner.
    private static func axis(_ label: String, _ values: [Double]) -> ChartAxis {
        guard let smallest = values.min(), let largest = values.max(), smallest > 0 else {
            return ChartAxis(label)
        }
        if largest / smallest > 10 { return ChartAxis(label, .log) }
        return ChartAxis(label, .linear, including: smallest < 0.6 * largest ? [0] : [])
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
            let points = series.flatMap(\.points)
            return ChartPanel(
                title: "",
                x: isNumeric
                    ? Self.axis(horizontalLabel, points.map(\.x))
                    : ChartAxis(horizontalLabel, .names(values.map(\.cell))),
                y: Self.axis(metric.label, points.map(\.y)), series: series)
        }
    }

    private func pareto(_ pareto: ParetoFront) -> ChartPanel {
        let (first, second) = (pareto.first.measure, pareto.second.measure)
        let dots = series(isJoined: false, labelled: labelled(pareto)) { row in
            guard let x = first.value(row), let y = second.value(row) else { return nil }
            return (x, y)
        } _: { row in
            "\(report.flags(row)): \(first.name) \(Figures.short(first.value(row))), \(second.name) "
                + Figures.short(second.value(row))
        }
        let front = rows.filter { report.selection.front.contains($0.point) }.compactMap { row in
            first.value(row).flatMap { x in second.value(row).map { (x: x, y: $0) } }
        }
        let line = ChartSeries(
            front.count > 1
                ? "no other point beats it in both (\(layout.axes.joined(separator: ", ")))" : "",
            .dashedLine, colour: 6,
            front.sorted { ($0.x, $0.y) < ($1.x, $1.y) }.map { ChartSeries.Point($0.x, $0.y) })
        let points = dots.flatMap(\.points)
        return ChartPanel(
            title: "", x: Self.axis(first.label, points.map(\.x)),
            y: Self.axis(second.label, points.map(\.y)), series: [line] + dots)
    }
}
