/// Text of files and flags as a terminal or a page may show it: what would drive a terminal, break a line or turn the
/// direction of writing stands there as its escape, `\u{1B}`.
enum VisibleText {
    /// One line: line breaks and tabs are escaped too.
    static func line(_ text: String) -> String {
        escaped(text, isHidden)
    }

    /// Text that brings its own line breaks and tabs.
    static func lines(_ text: String) -> String { escaped(text) { isHidden($0) && $0 != "\n" && $0 != "\t" } }

    /// As ``lines(_:)``, with the bold and the colours of ``Terminal``.
    static func styled(_ text: String) -> String {
        guard mayHide(text) else { return text }
        var result = ""
        var rest = text[...]
        while let escape = rest.firstIndex(of: "\u{1b}") {
            result += lines(String(rest[..<escape]))
            rest = rest[escape...]
            if let style = Terminal.styles.first(where: rest.hasPrefix) {
                result += style
                rest = rest.dropFirst(style.count)
            } else {
                result += lines(String(rest.removeFirst()))
            }
        }
        return result + lines(String(rest))
    }

    /// Controls of ASCII and of ISO 6429, ends of lines and paragraphs, and marks that turn the direction of writing.
    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f..<0xa0, 0x2028, 0x2029, 0x202a...0x202e, 0x2066...0x2069: true
        default: false
        }
    }

    private static func escaped(_ text: String, _ isEscaped: (Unicode.Scalar) -> Bool) -> String {
        guard mayHide(text) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isEscaped(scalar) {
                result += scalar.escaped(asASCII: true)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// False for nearly every text, found without decoding it: no control of ASCII, and no byte that begins another one.
    private static func mayHide(_ text: String) -> Bool {
        text.utf8.contains { $0 < 0x20 || $0 == 0x7f || $0 == 0xc2 || $0 == 0xe2 }
    }
}
