import WattlineText

/// The marks of a panel's series as SVG.
struct MarkDrawing {
    private(set) var body = ""
    private let frame: ChartFrame

    /// `series` as ``ChartPanel/placed`` gives them. Areas and bars lie below lines, lines below dots.
    init(_ series: [ChartSeries], in frame: ChartFrame) {
        self.frame = frame
        for entry in series where [.band, .area].contains(entry.kind) { surface(entry) }
        bars(series)
        spans(series.filter { $0.kind == .span })
        for entry in series where [.line, .dashedLine, .dottedLine].contains(entry.kind) { line(entry) }
        for entry in series where [.dots, .dottedLine].contains(entry.kind) { dots(entry) }
        labels(series)
    }

    /// How a legend shows a series, around a middle.
    static func sample(_ series: ChartSeries, x: Double, y: Double) -> String {
        let colour = ChartPalette.className(series.colour)
        var text = ""
        switch series.kind {
        case .line, .dashedLine, .dottedLine:
            text +=
                "<path class=\"\(colour)\" d=\"M\(place(x, y))H\(SVGText.coordinate(x + 20))\" \(stroke(series))/>\n"
        case .band, .area, .bar, .stackedBar, .span:
            let opacity = series.kind == .band ? "0.25" : series.kind == .area ? "0.7" : "0.9"
            text +=
                "<rect class=\"\(colour)\" x=\"\(SVGText.coordinate(x + 4))\" y=\"\(SVGText.coordinate(y - 5))\" "
                + "width=\"12\" height=\"10\" fill=\"currentColor\" fill-opacity=\"\(opacity)\"/>\n"
        case .dots: break
        }
        if series.kind == .dots || series.kind == .dottedLine {
            text +=
                "<path class=\"\(colour)\" d=\"\(series.shape.path(x: x + 10, y: y, radius: 4))\" "
                + "fill=\"currentColor\"/>\n"
        }
        return text
    }

    private static func stroke(_ series: ChartSeries) -> String {
        "fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" stroke-linejoin=\"round\""
            + (series.kind == .dashedLine ? " stroke-dasharray=\"5,4\"" : "")
    }

    private static func place(_ x: Double, _ y: Double) -> String {
        "\(SVGText.coordinate(x)),\(SVGText.coordinate(y))"
    }

    private func place(_ x: Double, _ y: Double) -> String { MarkDrawing.place(frame.x(x), frame.y(y)) }

    private func path(_ points: [(Double, Double)]) -> String {
        var text = ""
        for (index, point) in points.enumerated() {
            text += (index == 0 ? "M" : "L") + place(point.0, point.1)
        }
        return text
    }

    private func title(_ text: String) -> String { "<title>\(XMLText.escaped(text))</title>" }

    private func note(_ series: ChartSeries, _ point: ChartSeries.Point) -> String {
        if let note = point.note { return note }
        let x =
            frame.x.ticks.first { $0.value == point.x && !$0.label.isEmpty }?.label ?? Figures.short(point.x)
        return (series.name.isEmpty ? "" : "\(series.name): ") + "\(x), \(Figures.short(point.y))"
    }

    private mutating func surface(_ series: ChartSeries) {
        guard series.points.count > 1 else { return }
        let upper = series.points.map { ($0.x, $0.high ?? $0.y) }
        let lower = series.points.reversed().map { ($0.x, $0.low ?? $0.y) }
        let opacity = series.kind == .band ? "0.25" : "0.7"
        body +=
            "<path class=\"\(ChartPalette.className(series.colour))\" d=\"\(path(upper + lower))Z\" "
            + "fill=\"currentColor\" fill-opacity=\"\(opacity)\">\(title(series.name))</path>\n"
    }

    private mutating func line(_ series: ChartSeries) {
        guard !series.points.isEmpty else { return }
        body +=
            "<path class=\"\(ChartPalette.className(series.colour))\" "
            + "d=\"\(path(series.points.map { ($0.x, $0.y) }))\" \(MarkDrawing.stroke(series))>"
            + "\(title(series.name))</path>\n"
    }

    private mutating func dots(_ series: ChartSeries) {
        let colour = ChartPalette.className(series.colour)
        for point in series.points {
            let (x, y) = (frame.x(point.x), frame.y(point.y))
            if let low = point.low, let high = point.high {
                let (top, bottom) = (frame.y(high), frame.y(low))
                body +=
                    "<path class=\"\(colour)\" d=\"M\(MarkDrawing.place(x - 4, top))H\(SVGText.coordinate(x + 4))"
                    + "M\(MarkDrawing.place(x, top))V\(SVGText.coordinate(bottom))"
                    + "M\(MarkDrawing.place(x - 4, bottom))H\(SVGText.coordinate(x + 4))\" fill=\"none\" "
                    + "stroke=\"currentColor\" stroke-width=\"1.5\"/>\n"
            }
            // The path's own stroke keeps neighbours apart; its colour is the page's. Many on a line would hide it.
            let isDense = series.kind == .dottedLine && series.points.count > 40
            body +=
                "<path class=\"\(colour)\(isDense ? "" : " wl-halo")\" "
                + "d=\"\(series.shape.path(x: x, y: y, radius: isDense ? 2 : 4.5))\" "
                + "fill=\"currentColor\">\(title(note(series, point)))</path>\n"
        }
    }

    /// A label goes below its dot, or wherever else around it neither a dot nor a label is in the way.
    private mutating func labels(_ series: [ChartSeries]) {
        var taken: [LabelBox] = []
        for entry in series where [.dots, .dottedLine].contains(entry.kind) {
            for point in entry.points { taken.append(LabelBox(around: frame.x(point.x), frame.y(point.y))) }
        }
        for entry in series where ![.band, .area].contains(entry.kind) {
            for point in entry.points {
                guard let label = point.label else { continue }
                let isBar = entry.kind == .bar || entry.kind == .stackedBar
                let (x, y) = (
                    frame.x(point.x), frame.y(isBar ? max(point.y, point.high ?? point.y) : point.y)
                )
                let size = SVGText.width(label) * 11
                let below = LabelBox(left: x - size / 2, top: y + 7, width: size)
                let above = LabelBox(left: x - size / 2, top: y - 19, width: size)
                let places =
                    isBar
                    ? [above]
                    : [
                        below, above, LabelBox(left: x + 8, top: y - 2, width: size),
                        LabelBox(left: x - 8 - size, top: y - 10, width: size),
                        LabelBox(left: x + 8, top: y + 7, width: size),
                    ]
                let place =
                    places.first { place in
                        place.isInside(frame) && !taken.contains { $0.touches(place) }
                    } ?? places.first { $0.isInside(frame) } ?? above
                taken.append(place)
                body += Chart.text(
                    label, x: place.left, y: place.top + 10, size: 11, style: "wl-text", hasHalo: true)
            }
        }
    }

    /// Bars of the same x stand side by side, stacked ones in one column.
    private mutating func bars(_ series: [ChartSeries]) {
        let single = series.filter { $0.kind == .bar }
        let stacked = series.filter { $0.kind == .stackedBar }
        let columns = single.count + (stacked.isEmpty ? 0 : 1)
        guard columns > 0 else { return }
        let places = Set((single + stacked).flatMap { $0.points.map { frame.x($0.x) } }).sorted()
        let gap = zip(places, places.dropFirst()).map { $1 - $0 }.min() ?? (frame.right - frame.left)
        let width = min(gap * 0.75 / Double(columns), 56)
        let start = -width * Double(columns) / 2
        for (column, entry) in single.enumerated() {
            for point in entry.points {
                bar(
                    entry, point, left: start + Double(column) * width, width: width, from: 0, to: point.y)
            }
        }
        for entry in stacked {
            for point in entry.points {
                bar(
                    entry, point, left: start + Double(single.count) * width, width: width,
                    from: point.low ?? 0, to: point.high ?? point.y)
            }
        }
    }

    /// Rows are as far apart as the nearest two that have a bar.
    private mutating func spans(_ series: [ChartSeries]) {
        let rows = Set(series.flatMap { $0.points.map { frame.y($0.y) } }).sorted()
        let gap = zip(rows, rows.dropFirst()).map { $1 - $0 }.min() ?? 20
        let height = min(gap * 0.8, 16)
        for entry in series {
            for point in entry.points {
                let (one, other) = (frame.x(point.low ?? point.x), frame.x(point.high ?? point.x))
                body +=
                    "<rect class=\"\(ChartPalette.className(entry.colour))\" x=\"\(SVGText.coordinate(min(one, other)))\" "
                    + "y=\"\(SVGText.coordinate(frame.y(point.y) - height / 2))\" "
                    + "width=\"\(SVGText.coordinate(max((other - one).magnitude, 0.5)))\" "
                    + "height=\"\(SVGText.coordinate(height))\" fill=\"currentColor\">"
                    + "\(title(note(entry, point)))</rect>\n"
            }
        }
    }

    private mutating func bar(
        _ series: ChartSeries, _ point: ChartSeries.Point, left: Double, width: Double, from low: Double,
        to high: Double
    ) {
        let x = frame.x(point.x) + left
        // A log axis has no 0: its bars stand on the frame.
        func edge(_ value: Double) -> Double {
            let y = frame.y(value)
            return y.isFinite ? min(max(y, frame.top), frame.bottom) : frame.bottom
        }
        let (one, other) = (edge(low), edge(high))
        let (top, bottom) = (min(one, other), max(one, other))
        body +=
            "<rect class=\"\(ChartPalette.className(series.colour))\" x=\"\(SVGText.coordinate(x + 1))\" "
            + "y=\"\(SVGText.coordinate(top))\" width=\"\(SVGText.coordinate(max(width - 2, 1)))\" "
            + "height=\"\(SVGText.coordinate(bottom - top))\" fill=\"currentColor\" fill-opacity=\"0.9\">"
            + "\(title(note(series, point)))</rect>\n"
        guard series.kind == .bar, let low = point.low, let high = point.high else { return }
        let middle = x + width / 2
        body +=
            "<path class=\"wl-limit\" d=\"M\(MarkDrawing.place(middle, edge(low)))V\(SVGText.coordinate(edge(high)))"
            + "M\(MarkDrawing.place(middle - 4, edge(high)))H\(SVGText.coordinate(middle + 4))"
            + "M\(MarkDrawing.place(middle - 4, edge(low)))H\(SVGText.coordinate(middle + 4))\" fill=\"none\"/>\n"
    }
}

/// The place of a label of size 11, or of a dot.
private struct LabelBox {
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double

    init(left: Double, top: Double, width: Double) {
        (self.left, self.top, right, bottom) = (left, top, left + width, top + 12)
    }

    init(around x: Double, _ y: Double) {
        (left, top, right, bottom) = (x - 5, y - 5, x + 5, y + 5)
    }

    func touches(_ other: LabelBox) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    func isInside(_ frame: ChartFrame) -> Bool {
        left >= frame.left && right <= frame.right && top >= frame.top - 14 && bottom <= frame.bottom
    }
}
