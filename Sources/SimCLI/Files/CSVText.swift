/// Writing CSV (RFC 4180).
enum CSVText {
    /// A cell: in quotes where it holds a comma, a quote or a line break. Hidden characters are made visible, and what a
    /// spreadsheet would take for a formula begins with an apostrophe, which makes it a text there.
    static func cell(_ text: String) -> String {
        var text = VisibleText.lines(text)
        if let first = text.utf8.first, "=+-@\t\n".utf8.contains(first), NumberText.decimal(text) == nil {
            text = "'" + text
        }
        guard text.utf8.contains(where: { [0x22, 0x2c, 0x0a, 0x0d].contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
