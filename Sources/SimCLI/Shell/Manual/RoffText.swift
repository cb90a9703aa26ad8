/// Text in the language of manual pages, roff with the macros of man(7).
///
/// What is printed is what was given: nothing in it is taken for a request or an escape, and quotes, hyphens and
/// backslashes come out as the ASCII characters that a shell reads.
struct RoffText {
    private(set) var text = ""

    /// Lines of the source stay below this, as manual pages are edited and mailed.
    static let width = 78

    /// A macro with its arguments: `.SH NAME`.
    mutating func macro(_ name: String, _ arguments: String...) {
        text += ".\(name)"
        for argument in arguments { text += " \"\(RoffText.escaped(argument))\"" }
        text += "\n"
    }

    /// The head of a page; a date is read by formatters and stands as it is.
    mutating func title(_ name: String, section: Int, date: String, version: String, manual: String) {
        text += ".TH \"\(RoffText.escaped(name))\" \(section) \(date) \"\(RoffText.escaped(version))\" "
        text += "\"\(RoffText.escaped(manual))\"\n"
        text += ".ad l\n"
    }

    /// The line under NAME, which indexes of manuals read.
    mutating func name(_ name: String, _ summary: String) {
        put("\(RoffText.escaped(name)) \\- \(RoffText.escaped(summary))")
    }

    /// Words that are filled to the width of the page.
    mutating func words(_ words: String) {
        var line = ""
        for word in words.split(separator: " ").map({ RoffText.unbroken(String($0)) }) {
            if !line.isEmpty, line.utf8.count + 1 + word.utf8.count > RoffText.width {
                put(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        if !line.isEmpty { put(line) }
    }

    /// Lines that keep their breaks and blanks.
    mutating func literal(_ lines: [String]) {
        macro("EX")
        for line in lines { put(RoffText.escaped(line)) }
        macro("EE")
    }

    /// A line that starts with a dot would be a request.
    private mutating func put(_ line: String) {
        text += (line.hasPrefix(".") ? "\\&" : "") + line + "\n"
    }

    /// A flag, a name or a path that is broken at the end of a line cannot be copied, so only words of letters are.
    private static func unbroken(_ word: String) -> String {
        var inner = word.drop { "('[".contains($0) }
        while let last = inner.last, ".,;:)]'".contains(last) { inner.removeLast() }
        let isBreakable = inner.allSatisfy { $0.isLetter } || !word.contains { $0.isLetter }
        return (isBreakable ? "" : "\\%") + escaped(word)
    }

    /// Every character as itself.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "\"": result += "\\(dq"
            case "`": result += "\\(ga"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            case " "..."~": result.unicodeScalars.append(scalar)
            default: result += "\\[u\(hexadecimal(scalar.value))]"
            }
        }
        return result
    }

    /// At least four digits, as roff has them.
    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
