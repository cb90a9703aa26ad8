/// Writing CSV (RFC 4180).
enum CSVText {
    /// A cell: in quotes where it holds a comma, a quote or a line break.
    static func cell(_ text: String) -> String {
        guard text.utf8.contains(where: { [0x22, 0x2c, 0x0a, 0x0d].contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
