import WattlineText

/// A panel put on the page: frame, ticks, legend, and the marks of ``MarkDrawing``.
struct PanelDrawing {
    private(set) var body = ""
    /// From the panel's top to the top of the next.
    private(set) var height = 0.0

    /// How much room a panel's vertical axis needs for its labels.
    static func labelWidth(_ panel: ChartPanel) -> Double {
        let scale = panel.y.layout(panel.yValues(panel.placed))
        return (scale.ticks.map { SVGText.width($0.label) }.max() ?? 0) * 11
    }

    /// `labelWidth`: the room that labels of the vertical axis are given at least.
    init(_ panel: ChartPanel, left: Double, top: Double, width: Double, labelWidth: Double = 0) {
        let placed = panel.placed
        let xScale = panel.x.layout(panel.xValues(placed))
        let yScale = panel.y.layout(panel.yValues(placed))
        let widest = yScale.ticks.map { SVGText.width($0.label) }.max() ?? 0
        let inner = left + 16
        var cursor = top
        if !panel.title.isEmpty {
            for line in Chart.wrapped(panel.title, width: (width - 32) / 13) {
                cursor += 18
                body += Chart.text(line, x: inner, y: cursor, size: 13, style: "wl-text", isBold: true)
            }
            cursor += 4
        }
        if panel.hasLegend { cursor = legend(placed, left: inner, top: cursor, width: width - 32) }
        for line in Chart.wrapped(panel.y.label, width: (width - 32) / 12) {
            cursor += 16
            body += Chart.text(line, x: inner, y: cursor, style: "wl-quiet")
        }
        let frame = ChartFrame(
            left: left + 26 + max(widest * 11, labelWidth), top: cursor + 10, right: left + width - 20,
            bottom: cursor + 10 + panel.height, x: xScale, y: yScale)
        grid(frame)
        if placed.allSatisfy(\.points.isEmpty) {
            body += Chart.text(
                "no data", x: (frame.left + frame.right) / 2, y: (frame.top + frame.bottom) / 2,
                style: "wl-quiet", anchor: "middle")
        }
        body += MarkDrawing(placed, in: frame).body
        var row = 0
        for limit in panel.limits {
            self.limit(limit, panel, frame, row: row)
            if limit.direction == .vertical { row += 1 }
        }
        cursor = xTicks(frame)
        for line in Chart.wrapped(panel.x.label, width: (frame.right - frame.left) / 12) {
            cursor += 16
            body += Chart.text(
                line, x: (frame.left + frame.right) / 2, y: cursor, style: "wl-quiet", anchor: "middle")
        }
        height = cursor + 16 - top
    }

    /// Returns where the legend ends.
    private mutating func legend(
        _ series: [ChartSeries], left: Double, top: Double, width: Double
    ) -> Double {
        let named = series.filter { !$0.name.isEmpty }
        guard named.count > 1 else { return top }
        var x = left
        var y = top + 16
        for entry in named {
            let size = 26 + SVGText.width(entry.name) * 12 + 14
            if x > left, x + size > left + width {
                x = left
                y += 18
            }
            body += MarkDrawing.sample(entry, x: x, y: y - 4)
            body += Chart.text(entry.name, x: x + 26, y: y, style: "wl-text")
            x += size
        }
        return y + 4
    }

    private mutating func grid(_ frame: ChartFrame) {
        for tick in frame.y.ticks where !tick.label.isEmpty {
            let y = frame.y(tick.value)
            body += line("wl-grid", frame.left, y, frame.right, y)
            body += Chart.text(
                tick.label, x: frame.left - 6, y: y + 4, size: 11, style: "wl-quiet", anchor: "end")
        }
        body += line("wl-axis", frame.left, frame.bottom, frame.right, frame.bottom)
    }

    /// Returns where the labels end. Labels that would touch the one before are left out; names are put into two rows
    /// in turn before that.
    private mutating func xTicks(_ frame: ChartFrame) -> Double {
        let places = frame.x.ticks.map {
            (tick: $0, x: frame.x($0.value), size: SVGText.width($0.label) * 11)
        }
        func fits(_ rows: Int) -> Bool {
            var ends = [Double](repeating: -.infinity, count: rows)
            for (index, place) in places.enumerated() {
                if place.x - place.size / 2 < ends[index % rows] { return false }
                ends[index % rows] = place.x + place.size / 2 + 6
            }
            return true
        }
        let rows = fits(1) ? 1 : fits(2) ? 2 : 1
        var ends = [Double](repeating: -.infinity, count: rows)
        for (index, place) in places.enumerated() {
            let row = index % rows
            body += line("wl-axis", place.x, frame.bottom, place.x, frame.bottom + 4)
            guard place.x - place.size / 2 >= ends[row] else { continue }
            ends[row] = place.x + place.size / 2 + 6
            body += Chart.text(
                place.tick.label, x: place.x, y: frame.bottom + 17 + Double(row) * 14, size: 11,
                style: "wl-quiet", anchor: "middle")
        }
        return frame.bottom + 17 + Double(rows - 1) * 14
    }

    /// `row`: how many labels of vertical lines stand below this one's.
    private mutating func limit(
        _ limit: ChartLimit, _ panel: ChartPanel, _ frame: ChartFrame, row: Int
    ) {
        let title = "<title>\(XMLText.escaped(limit.label))</title>"
        switch limit.direction {
        case .horizontal:
            guard panel.y.holds(limit.value) else { return }
            let y = frame.y(limit.value)
            body += line("wl-limit", frame.left, y, frame.right, y, dashes: "6,4", title)
            // Below the line where there is no room above it.
            let isHigh = y < frame.top + 16
            body += Chart.text(
                limit.label, x: frame.right - 4, y: isHigh ? y + 14 : y - 5, size: 11, style: "wl-text",
                anchor: "end", hasHalo: true)
        case .vertical:
            guard panel.x.holds(limit.value) else { return }
            let x = frame.x(limit.value)
            body += line("wl-limit", x, frame.top, x, frame.bottom, dashes: "6,4", title)
            let isRight = x + 8 + SVGText.width(limit.label) * 11 > frame.right
            body += Chart.text(
                limit.label, x: isRight ? x - 5 : x + 5, y: frame.bottom - 8 - 14 * Double(row), size: 11,
                style: "wl-text", anchor: isRight ? "end" : "start", hasHalo: true)
        }
    }

    private func line(
        _ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, dashes: String = "",
        _ content: String = ""
    ) -> String {
        let ends =
            "x1=\"\(SVGText.coordinate(x1))\" y1=\"\(SVGText.coordinate(y1))\" "
            + "x2=\"\(SVGText.coordinate(x2))\" y2=\"\(SVGText.coordinate(y2))\""
        let dash = dashes.isEmpty ? "" : " stroke-dasharray=\"\(dashes)\""
        return "<line class=\"\(style)\" \(ends)\(dash)"
            + (content.isEmpty ? "/>\n" : ">\(content)</line>\n")
    }
}

/// The inside of a panel's axes, in the picture's coordinates.
struct ChartFrame {
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double
    let x: ChartScale
    let y: ChartScale

    func x(_ value: Double) -> Double { left + (right - left) * x.position(value) }
    func y(_ value: Double) -> Double { bottom - (bottom - top) * y.position(value) }
}
