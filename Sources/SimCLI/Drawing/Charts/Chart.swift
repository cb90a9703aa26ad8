import WattlineText

/// A picture of one or more panels as SVG, written by hand: the same data is the same bytes.
///
///     let chart = Chart(
///         title: "Energy by batch size", description: "Joules per token fall as the batch grows.",
///         panels: [
///             ChartPanel(
///                 x: ChartAxis("batch", .log), y: ChartAxis("J/token", .log),
///                 series: [ChartSeries("decode", .dottedLine, colour: 0, [.init(1, 4), .init(2, 2.1)])])
///         ])
///     chart.svg
///
/// Text is text, every mark has a `<title>`, colours follow the reader's light or dark scheme, nothing is loaded and no
/// script runs.
package struct Chart {
    package var title: String
    /// For readers who do not see the picture.
    var description: String
    package var panels: [ChartPanel]
    /// Of the whole picture; it scales to whatever place it is put in.
    package var width: Double
    /// Panels beside each other.
    var columns: Int
    /// Small print below.
    package var footer: String
    /// Whether the horizontal axes of all panels begin at one place, for panels that share them.
    package var isAligned = false

    package init(
        title: String, description: String, panels: [ChartPanel], width: Double = 720, columns: Int = 1,
        footer: String = ""
    ) {
        self.title = title
        self.description = description
        self.panels = panels
        self.width = width
        self.columns = max(1, columns)
        self.footer = footer
    }

    /// The picture as a document. O(marks).
    package var svg: String { markup(hasStyleSheet: true) }

    /// The picture as an element; without its style sheet for a page that has ``ChartPalette/styleSheet`` already.
    func markup(hasStyleSheet: Bool) -> String {
        let style = hasStyleSheet ? "<style>\(ChartPalette.styleSheet)</style>\n" : ""
        var body = ""
        var top = 12.0
        // Bold letters are a tenth wider.
        for line in Chart.wrapped(title, width: (width - 32) / 17.6) {
            top += 20
            body += Chart.text(line, x: 16, y: top, size: 16, style: "wl-text", isBold: true)
        }
        top += 8
        let columnWidth = width / Double(columns)
        let labelWidth = isAligned ? panels.map(PanelDrawing.labelWidth).max() ?? 0 : 0
        var start = 0
        while start < panels.count {
            var height = 0.0
            for (column, panel) in panels[start..<min(panels.count, start + columns)].enumerated() {
                let drawing = PanelDrawing(
                    panel, left: Double(column) * columnWidth, top: top, width: columnWidth,
                    labelWidth: labelWidth)
                body += drawing.body
                height = max(height, drawing.height)
            }
            top += height
            start += columns
        }
        for line in Chart.wrapped(footer, width: (width - 32) / 11) {
            top += 15
            body += Chart.text(line, x: 16, y: top, size: 11, style: "wl-quiet")
        }
        top += 14
        let (w, h) = (SVGText.coordinate(width), SVGText.coordinate(top))
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(w) \(h)" width="\(w)" height="\(h)" role="img" \
            font-family="system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif">
            <title>\(XMLText.escaped(title))</title>
            <desc>\(XMLText.escaped(description))</desc>
            \(style)<rect class="wl-page" width="\(w)" height="\(h)"/>
            \(body)</svg>

            """
    }

    /// One line of text; a halo in the page's colour keeps it apart from lines below it.
    static func text(
        _ text: String, x: Double, y: Double, size: Double = 12, style: String, anchor: String = "start",
        isBold: Bool = false, hasHalo: Bool = false
    ) -> String {
        "<text class=\"\(style)\(hasHalo ? " wl-halo" : "")\" x=\"\(SVGText.coordinate(x))\" y=\"\(SVGText.coordinate(y))\" "
            + "font-size=\"\(SVGText.coordinate(size))\""
            + (anchor == "start" ? "" : " text-anchor=\"\(anchor)\"")
            + (isBold ? " font-weight=\"600\"" : "")
            + (hasHalo ? " paint-order=\"stroke\" stroke-width=\"3\" stroke-linejoin=\"round\"" : "")
            + ">\(XMLText.escaped(text))</text>\n"
    }

    /// Breaks a text at blanks into lines of at most `width` font sizes; no lines of an empty text.
    static func wrapped(_ text: String, width: Double) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, SVGText.width(last + " " + word) <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
