/// A page of help taken apart, so that the manual says what `wattline help` says.
struct HelpPage: Equatable {
    enum Block: Equatable {
        case paragraph(String)
        /// Lines that keep their breaks.
        case literal([String])
        case heading(String)
        /// A flag, and what it does.
        case entry(term: String, text: String)
    }

    var examples: [String] = []
    /// Lines such as `wattline list [KIND]`; what a line carries on is joined to it.
    var usage: [String] = []
    var blocks: [Block] = []

    /// Reads a page of ``HelpCommand/text(for:)``. Every word of it is in the result. O(length).
    init(_ text: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
        if let first = lines.first, first.hasPrefix("Example") {
            lines.removeFirst()
            while let line = lines.first, line.hasPrefix("  ") {
                examples.append(String(line.dropFirst(2)))
                lines.removeFirst()
            }
        }
        while let line = lines.popFirst() { read(line, &lines) }
    }

    private mutating func read(_ line: String, _ rest: inout ArraySlice<String>) {
        if line.isEmpty { return }
        if line.hasPrefix("  -") {
            var text: [String] = []
            while let next = rest.first, next.hasPrefix("      ") {
                text.append(HelpPage.trimmed(next))
                rest.removeFirst()
            }
            blocks.append(.entry(term: HelpPage.trimmed(line), text: text.joined(separator: " ")))
        } else if line.hasPrefix(" ") {
            if !usage.isEmpty, blocks.isEmpty {
                usage[usage.count - 1] += " " + HelpPage.trimmed(line)
            } else if case .literal(let lines)? = blocks.last {
                blocks[blocks.count - 1] = .literal(lines + [line])
            } else {
                blocks.append(.literal([line]))
            }
        } else if line.hasPrefix("wattline "), blocks.isEmpty {
            usage.append(line)
        } else if line.hasSuffix(":"), let next = rest.first, next.hasPrefix("  -") {
            blocks.append(.heading(String(line.dropLast())))
        } else {
            var words = [line]
            while let next = rest.first, !next.isEmpty, !next.hasPrefix(" ") {
                words.append(next)
                rest.removeFirst()
            }
            blocks.append(.paragraph(words.joined(separator: " ")))
        }
    }

    private static func trimmed(_ line: String) -> String { String(line.drop { $0 == " " }) }
}
