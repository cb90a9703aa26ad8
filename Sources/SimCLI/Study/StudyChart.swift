/// A picture of a study: panels, each of which shows figures of the table along its axis.
struct StudyChart {
    /// Behind the study's name in the file's: `batching-decode.svg`.
    let name: String
    let title: String
    let description: String
    let panels: [StudyPanel]

    var measures: [StudyMeasure] { panels.flatMap(\.measures) }

    init(_ object: JSONObject) throws(CLIError) {
        try object.refuseKeys(notAmong: ["name", "title", "description", "panels"])
        name = try object.required("name")
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
        else {
            throw object.refusal("name", "name must be letters, digits and -, got \(quoted(name))")
        }
        title = try object.required("title")
        description = try object.required("description")
        var panels: [StudyPanel] = []
        for panel in try object.objects("panels") ?? [] { panels.append(try StudyPanel(panel)) }
        guard !panels.isEmpty else { throw object.refusal("panels", "panels needs at least one panel") }
        self.panels = panels
    }

    func svg(_ table: StudyTable, axis: String) -> String {
        Chart(
            title: title, description: description,
            panels: panels.map { $0.panel(table, axis: axis) },
            footer: "simulated by wattline \(CommandLineTool.version)"
        ).svg
    }
}

/// One plot of a study's picture.
struct StudyPanel {
    enum Kind: String, CaseIterable {
        /// A line for each series and measure.
        case lines
        /// A group of bars for each point, a bar for each series.
        case bars
        /// A bar for each point, the measures stacked in it; of one series.
        case stacked
    }

    /// What `x_scale` may say; `y_scale` cannot have names.
    static let scales = ["linear", "log", "names"]

    let kind: Kind
    let title: String
    let measures: [StudyMeasure]
    private let names: [String]
    private let series: [String]?
    /// What stands along the x axis in place of the study's own.
    private let along: StudyMeasure?
    private let xLabel: String?
    private let yLabel: String
    private let xScale: String
    private let yScale: String
    private let limits: [ChartLimit]

    init(_ object: JSONObject) throws(CLIError) {
        try object.refuseKeys(notAmong: [
            "kind", "title", "measures", "names", "series", "along", "x_label", "y_label", "x_scale",
            "y_scale", "limits",
        ])
        let word = try object.required("kind")
        guard let kind = Kind(rawValue: word) else {
            throw object.refusal("kind", "kind must be lines, bars or stacked, got \(quoted(word))")
        }
        self.kind = kind
        title = try object.text("title") ?? ""
        var shown: [StudyMeasure] = []
        for name in try object.texts("measures") ?? [] {
            shown.append(try StudyMeasure.named(name, at: "measures", in: object))
        }
        guard !shown.isEmpty else { throw object.refusal("measures", "measures needs at least one figure") }
        names = try object.texts("names") ?? shown.map(\.name)
        guard names.count == shown.count else {
            throw object.refusal(
                "names", "names must be as many as measures, \(shown.count), got \(names.count)")
        }
        series = try object.texts("series")
        let along = try object.text("along")
        if let along {
            let measure = try StudyMeasure.named(along, at: "along", in: object)
            self.along = measure
            measures = shown + [measure]
        } else {
            self.along = nil
            measures = shown
        }
        xLabel = try object.text("x_label")
        yLabel = try object.required("y_label")
        xScale = try object.text("x_scale") ?? (kind == .lines ? "linear" : "names")
        yScale = try object.text("y_scale") ?? "linear"
        for (key, scale) in [("x_scale", xScale), ("y_scale", yScale)] {
            guard StudyPanel.scales.contains(scale), key == "x_scale" || scale != "names" else {
                throw object.refusal(key, "\(key) must be linear or log, got \(quoted(scale))")
            }
        }
        var limits: [ChartLimit] = []
        for limit in try object.objects("limits") ?? [] {
            try limit.refuseKeys(notAmong: ["x", "y", "label"])
            let label = try limit.required("label")
            if let value = try limit.real("x", in: -1e15...1e15) {
                limits.append(ChartLimit(.vertical, at: value, label))
            } else if let value = try limit.real("y", in: -1e15...1e15) {
                limits.append(ChartLimit(.horizontal, at: value, label))
            } else {
                throw limit.missing("y")
            }
        }
        self.limits = limits
    }

    func panel(_ table: StudyTable, axis: String) -> ChartPanel {
        let shown = series ?? table.series
        let isNamed = xScale == "names"
        let names = table.points.map(\.label)
        let count = names.count
        let scale: ChartAxis.Scale = isNamed ? .names(names) : xScale == "log" ? .log : .linear
        var drawn: [ChartSeries] = []
        let figures = Array(measures.prefix(self.names.count))
        for label in shown {
            for (number, measure) in figures.enumerated() {
                var points: [ChartSeries.Point] = []
                for index in 0..<count {
                    let point = table.points[index].label
                    guard let y = table.value(measure, series: label, point: point).number else { continue }
                    let place: Double?
                    if let along {
                        place = table.value(along, series: label, point: point).number
                    } else {
                        place = isNamed ? Double(index) : table.points[index].x
                    }
                    guard let x = place else { continue }
                    let series = label.isEmpty ? "" : "\(label), "
                    points.append(
                        .init(x, y, note: "\(series)\(axis) \(point): \(Figures.short(y)) \(measure.unit)"))
                }
                let several = figures.count > 1
                let name =
                    shown.count == 1
                    ? (several ? self.names[number] : label)
                    : several ? "\(label), \(self.names[number])" : label
                drawn.append(
                    ChartSeries(
                        name, kind == .lines ? .dottedLine : kind == .bars ? .bar : .stackedBar,
                        colour: RunPicture.colour(ofPhase: self.names[number]) ?? drawn.count, points))
            }
        }
        return ChartPanel(
            title: title, x: ChartAxis(xLabel ?? axis, scale),
            y: ChartAxis(yLabel, yScale == "log" ? .log : .linear, including: yScale == "log" ? [] : [0]),
            series: drawn, limits: limits, hasLegend: drawn.contains { !$0.name.isEmpty })
    }
}
