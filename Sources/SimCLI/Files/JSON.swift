/// A JSON value to be written: keys keep their order, so that the same result is the same bytes.
indirect enum JSON: Equatable, Sendable {
    case null
    case bool(Bool)
    case whole(Int)
    /// Written as Swift's shortest text that reads back as the same number; NaN and infinity become null.
    case number(Double)
    case text(String)
    case list([JSON])
    case object([(key: String, value: JSON)])

    static func == (left: JSON, right: JSON) -> Bool { left.compact == right.compact }

    /// A number, or null where there is none.
    static func optional(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }

    /// One line, no blanks: what configurations are hashed by.
    var compact: String {
        var text = ""
        write(into: &text, indent: nil, level: 0)
        return text
    }

    /// Two blanks a level, a member a line, and a line break at the end.
    var pretty: String {
        var text = ""
        write(into: &text, indent: 2, level: 0)
        return text + "\n"
    }

    private func write(into text: inout String, indent: Int?, level: Int) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .whole(let value): text += String(value)
        case .number(let value): text += value.isFinite ? value.description : "null"
        case .text(let value): JSON.writeQuoted(value, into: &text)
        case .list(let elements):
            let isFlat = elements.allSatisfy { $0.isScalar }
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += isFlat && indent != nil ? ", " : "," }
                if !isFlat { JSON.breakLine(&text, indent, level + 1) }
                element.write(into: &text, indent: indent, level: level + 1)
            }
            if !isFlat { JSON.breakLine(&text, indent, level) }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += "," }
                JSON.breakLine(&text, indent, level + 1)
                JSON.writeQuoted(member.key, into: &text)
                text += indent == nil ? ":" : ": "
                member.value.write(into: &text, indent: indent, level: level + 1)
            }
            if !members.isEmpty { JSON.breakLine(&text, indent, level) }
            text += "}"
        }
    }

    private var isScalar: Bool {
        switch self {
        case .list, .object: false
        default: true
        }
    }

    private static func breakLine(_ text: inout String, _ indent: Int?, _ level: Int) {
        guard let indent else { return }
        text += "\n" + String(repeating: " ", count: indent * level)
    }

    /// Writes a text in double quotes; hidden characters, quotes and backslashes are escaped.
    static func writeQuoted(_ value: String, into text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\r": text += "\\r"
            default:
                if VisibleText.isHidden(scalar) {
                    let digits = String(scalar.value, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        text += "\""
    }
}
