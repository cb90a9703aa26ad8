/// One diagram of a picture: axes with marks, and series of points joined by lines where they are told to be.
struct ChartPanel {
    struct Point {
        let x: Double
        let y: Double
        /// What a reader sees who stays on the point.
        let title: String
        var isMarked = false
    }

    struct Series {
        let name: String
        /// Which colour and shape, the same in every panel.
        let style: Int
        let points: [Point]
        let isJoined: Bool
    }

    let title: String
    let horizontal: String
    /// The x of the points are few and are the marks.
    var isMarkedAtPoints = false
    /// Names in place of numbers, at 0, 1, 2, ...
    var categories: [String] = []
    let series: [Series]
    /// A line through these besides.
    var front: [(x: Double, y: Double)] = []

    /// Okabe and Ito's colours, which people with any colour vision tell apart, less the yellow, which is faint on
    /// white, and the black, which is none on black.
    static let colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]

    /// Elements of SVG within the rectangle; empty where there is no point to show.
    func svg(x left: Double, y top: Double, width: Double, height: Double) -> String {
        let points = series.flatMap(\.points)
        guard let vertical = ChartScale(points.map(\.y)) else { return "" }
        let across = points.map(\.x)
        let scale =
            categories.isEmpty ? isMarkedAtPoints ? ChartScale(markedAt: across) : ChartScale(across) : nil
        if categories.isEmpty, scale == nil { return "" }
        let (x0, x1) = (left + 58, left + width - 16)
        let (y0, y1) = (top + height - 44, top + 30)
        func place(_ value: Double) -> Double {
            let share = scale?.place(value) ?? (value + 0.5) / Double(categories.count)
            return x0 + share * (x1 - x0)
        }
        func up(_ value: Double) -> Double { y0 + vertical.place(value) * (y1 - y0) }
        var text = "<text class=\"h\" x=\"\(Self.fixed(left + 12))\" y=\"\(Self.fixed(top + 16))\">"
        text += "\(Self.escaped(title))</text>\n"
        for tick in vertical.ticks {
            text += Self.line(x0, up(tick), x1, up(tick), "g")
            text += Self.label(x0 - 6, up(tick) + 4, "end", Self.number(tick))
        }
        let marks =
            scale?.ticks.map { ($0, Self.number($0)) }
            ?? categories.enumerated().map { (Double($0.offset), $0.element) }
        for (value, name) in marks {
            text += Self.line(place(value), y0, place(value), y0 + 4, "a")
            text += Self.label(place(value), y0 + 18, "middle", name)
        }
        text += Self.line(x0, y0, x1, y0, "a")
        text += Self.label((x0 + x1) / 2, y0 + 36, "middle", horizontal)
        if front.count > 1 {
            text += Self.path(front.map { (place($0.x), up($0.y)) }, "f", nil)
        }
        for series in series {
            let colour = Self.colours[series.style % Self.colours.count]
            let places = series.points.map { (place($0.x), up($0.y)) }
            if series.isJoined, places.count > 1 { text += Self.path(places, "l", colour) }
            for (point, place) in zip(series.points, places) {
                text += Self.mark(series.style, at: place, isLarge: point.isMarked, title: point.title)
            }
        }
        return text
    }

    /// A point's shape: circle, square, triangle, diamond; the next round of colours has the next shape.
    static func mark(_ style: Int, at place: (x: Double, y: Double), isLarge: Bool, title: String?) -> String
    {
        let colour = colours[style % colours.count]
        let size = isLarge ? 6.0 : 4.0
        let body: String
        let (x, y) = place
        switch (style + style / colours.count) % 4 {
        case 0:
            body = "<circle cx=\"\(fixed(x))\" cy=\"\(fixed(y))\" r=\"\(fixed(size))\""
        case 1:
            body =
                "<rect x=\"\(fixed(x - size))\" y=\"\(fixed(y - size))\" width=\"\(fixed(2 * size))\" "
                + "height=\"\(fixed(2 * size))\""
        case 2: body = polygon([(x, y - size - 1), (x + size + 1, y + size), (x - size - 1, y + size)])
        default:
            body = polygon([(x, y - size - 2), (x + size + 2, y), (x, y + size + 2), (x - size - 2, y)])
        }
        let name = title.map { "<title>\(escaped($0))</title>" } ?? ""
        return
            "\(body) fill=\"\(colour)\"\(isLarge ? " class=\"m\"" : "")>\(name)</\(body.dropFirst().prefix { $0 != " " })>\n"
    }

    private static func polygon(_ corners: [(Double, Double)]) -> String {
        "<polygon points=\"" + corners.map { "\(fixed($0.0)),\(fixed($0.1))" }.joined(separator: " ") + "\""
    }

    private static func path(_ places: [(Double, Double)], _ style: String, _ colour: String?) -> String {
        let points = places.map { "\(fixed($0.0)),\(fixed($0.1))" }.joined(separator: " ")
        return
            "<polyline class=\"\(style)\" points=\"\(points)\"\(colour.map { " stroke=\"\($0)\"" } ?? "")/>\n"
    }

    private static func line(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double, _ style: String)
        -> String
    {
        "<line class=\"\(style)\" x1=\"\(fixed(x0))\" y1=\"\(fixed(y0))\" x2=\"\(fixed(x1))\" y2=\"\(fixed(y1))\"/>\n"
    }

    static func label(_ x: Double, _ y: Double, _ anchor: String, _ text: String) -> String {
        "<text x=\"\(fixed(x))\" y=\"\(fixed(y))\" text-anchor=\"\(anchor)\">\(escaped(text))</text>\n"
    }

    /// A tenth of a pixel is as fine as anyone sees.
    static func fixed(_ value: Double) -> String { Figures.fixed(value, 1) }

    private static func number(_ value: Double) -> String { Figures.plain(value) }

    /// Text as XML takes it; control characters, which XML has no place for, become blanks.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default:
                if scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value)
                    || scalar.value & 0xfffe == 0xfffe
                {
                    escaped += " "
                } else {
                    escaped.unicodeScalars.append(scalar)
                }
            }
        }
        return escaped
    }
}
