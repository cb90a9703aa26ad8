/// Columns of text: the first to the left, the others to the right unless they are said to be text.
struct TextTable {
    private var rows: [[String]] = []
    /// Columns after the first that read from the left.
    var leftColumns: Set<Int> = []
    let indent: String

    init(indent: String = "") { self.indent = indent }

    mutating func add(_ cells: [String]) { rows.append(cells) }

    /// Two blanks between columns, none at the end of a line; `hasHead` false leaves the first row out.
    func rendered(hasHead: Bool = true) -> String {
        let rows = hasHead ? rows[...] : rows.dropFirst()
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
        var text = ""
        for row in rows {
            var line = indent
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                let isLeft = column == 0 || leftColumns.contains(column)
                line += (column > 0 ? "  " : "") + (isLeft ? cell + padding : padding + cell)
            }
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
        return text
    }

    /// The same rows as a Markdown table; the first row is its head.
    func markdown() -> String {
        var text = ""
        for (index, row) in rows.enumerated() {
            text += "| " + row.map(TextTable.escaped).joined(separator: " | ") + " |\n"
            if index == 0 {
                let marks = row.indices.map { $0 == 0 || leftColumns.contains($0) ? "---" : "---:" }
                text += "|" + marks.joined(separator: "|") + "|\n"
            }
        }
        return text
    }

    /// The same rows as an HTML table; the first row is its head, the first cell of the others their heading.
    func html(caption: String, hasHead: Bool = true) -> String {
        var text = "<table>\n<caption>\(XMLText.escaped(caption))</caption>\n"
        func style(_ column: Int) -> String {
            column == 0 || leftColumns.contains(column) ? "" : " class=\"number\""
        }
        if hasHead, let head = rows.first {
            let cells = head.enumerated().map { column, cell in
                // A heading without a name is no heading.
                cell.isEmpty
                    ? "<td></td>" : "<th scope=\"col\"\(style(column))>\(XMLText.escaped(cell))</th>"
            }
            text += "<thead>\n<tr>\(cells.joined())</tr>\n</thead>\n"
        }
        text += "<tbody>\n"
        for row in rows.dropFirst() {
            let cells = row.enumerated().map { column, cell in
                column == 0
                    ? "<th scope=\"row\">\(XMLText.escaped(cell))</th>"
                    : "<td\(style(column))>\(XMLText.escaped(cell))</td>"
            }
            text += "<tr>\(cells.joined())</tr>\n"
        }
        return text + "</tbody>\n</table>\n"
    }

    private static func escaped(_ cell: String) -> String {
        var text = ""
        for character in cell {
            if character == "|" || character == "\\" { text.append("\\") }
            text.append(character == "\n" ? " " : character)
        }
        return text
    }
}
