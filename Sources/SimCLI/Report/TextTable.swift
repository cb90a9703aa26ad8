/// Columns of text: the first to the left, the others to the right unless they are said to be text.
struct TextTable {
    private var rows: [[String]] = []
    /// Columns after the first that read from the left.
    var leftColumns: Set<Int> = []
    /// Columns whose cells are Markdown already.
    var markupColumns: Set<Int> = []
    let indent: String

    init(indent: String = "") { self.indent = indent }

    mutating func add(_ cells: [String]) { rows.append(cells) }

    /// Two blanks between columns, none at the end of a line; `hasHead` false leaves the first row out.
    func rendered(hasHead: Bool = true) -> String {
        let rows = (hasHead ? rows[...] : rows.dropFirst()).map { $0.map(VisibleText.line) }
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

    /// The same in at most `width` columns as far as that can be: names in the head are broken into lines first, then the
    /// table into several, each of which begins with the first `keys` columns.
    func rendered(width: Int, keys: Int) -> String {
        guard let head = rows.first, self.width(of: head.indices) > width else { return rendered() }
        var broken = self
        let lines = head.enumerated().map { column, name in
            TextTable.lines(of: name, width: rows.dropFirst().map { cell($0, column).count }.max() ?? 0)
        }
        let height = lines.map(\.count).max() ?? 1
        broken.rows =
            (0..<height).map { line in
                lines.map { $0.count > line ? $0[line] : "" }
            } + rows.dropFirst()
        var parts: [[Int]] = []
        let first = Array(head.indices.prefix(keys))
        var part = first
        for column in head.indices.dropFirst(keys) {
            if part.count > first.count, broken.width(of: part + [column]) > width {
                parts.append(part)
                part = first
            }
            part.append(column)
        }
        parts.append(part)
        // A last column of marks says more beside a figure.
        if parts.count > 1, part.count == first.count + 1, parts[parts.count - 2].count > first.count + 1,
            let column = parts[parts.count - 2].last,
            broken.width(of: first + [column] + part.suffix(1)) <= width
        {
            parts[parts.count - 2].removeLast()
            parts[parts.count - 1] = first + [column] + part.suffix(1)
        }
        return parts.map { broken.taking($0).rendered() }.joined(separator: "\n")
    }

    private func cell(_ row: [String], _ column: Int) -> String { column < row.count ? row[column] : "" }

    /// Of the table with these columns alone.
    private func width(of columns: some Sequence<Int>) -> Int {
        columns.reduce(indent.count - 2) { sum, column in
            sum + 2 + (rows.map { cell($0, column).count }.max() ?? 0)
        }
    }

    private func taking(_ columns: [Int]) -> TextTable {
        var table = TextTable(indent: indent)
        table.leftColumns = Set(columns.indices.filter { leftColumns.contains(columns[$0]) })
        for row in rows {
            let cells = columns.map { cell(row, $0) }
            // Lines of the head that other parts need.
            if cells.contains(where: { !$0.isEmpty }) { table.add(cells) }
        }
        return table
    }

    /// A name broken after `_`, `-` and blanks into lines of `width`, or of its longest word where that is longer.
    private static func lines(of name: String, width: Int) -> [String] {
        var words = [""]
        for character in name {
            words[words.count - 1].append(character)
            if character == "_" || character == "-" || character == " " { words.append("") }
        }
        if words.count > 1, words.last == "" { words.removeLast() }
        let room = max(width, words.map(\.count).max() ?? 0)
        var lines = [""]
        for word in words {
            if !lines[lines.count - 1].isEmpty, lines[lines.count - 1].count + word.count > room {
                lines.append("")
            }
            lines[lines.count - 1] += word
        }
        return lines
    }

    /// The same rows as a Markdown table; the first row is its head.
    func markdown() -> String {
        var text = ""
        for (index, row) in rows.enumerated() {
            let cells = row.enumerated().map { column, cell in
                markupColumns.contains(column) && index > 0 ? cell : MarkdownText.line(cell)
            }
            text += "| " + cells.joined(separator: " | ") + " |\n"
            if index == 0 {
                let marks = row.indices.map { $0 == 0 || leftColumns.contains($0) ? "---" : "---:" }
                text += "|" + marks.joined(separator: "|") + "|\n"
            }
        }
        return text
    }

    /// The same rows as an HTML table; the first row is its head, the first cell of the others their heading.
    func html(caption: String, hasHead: Bool = true) -> String {
        var text = "<table>\n<caption>\(SVGText.escaped(caption))</caption>\n"
        func style(_ column: Int) -> String {
            column == 0 || leftColumns.contains(column) ? "" : " class=\"number\""
        }
        if hasHead, let head = rows.first {
            let cells = head.enumerated().map { column, cell in
                // A heading without a name is no heading.
                cell.isEmpty
                    ? "<td></td>" : "<th scope=\"col\"\(style(column))>\(SVGText.escaped(cell))</th>"
            }
            text += "<thead>\n<tr>\(cells.joined())</tr>\n</thead>\n"
        }
        text += "<tbody>\n"
        for row in rows.dropFirst() {
            let cells = row.enumerated().map { column, cell in
                column == 0
                    ? "<th scope=\"row\">\(SVGText.escaped(cell))</th>"
                    : "<td\(style(column))>\(SVGText.escaped(cell))</td>"
            }
            text += "<tr>\(cells.joined())</tr>\n"
        }
        return text + "</tbody>\n</table>\n"
    }
}
