import WattlineText

/// Numbers and widths as they stand in an SVG.
enum SVGText {
    /// A coordinate with at most two digits after the point, so that the same picture is the same bytes everywhere.
    static func coordinate(_ value: Double) -> String {
        var text = Figures.fixed(value.isFinite ? min(max(value, -limit), limit) : 0, 2)
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text.isEmpty ? "0" : text
    }

    /// Farther out there is no page.
    private static let limit = 1e6

    /// How wide a text is at most, in units of its font size: nobody asks a browser here, so a wide sans-serif font is
    /// assumed.
    static func width(_ text: String) -> Double { Double(text.count) * 0.57 }
}
