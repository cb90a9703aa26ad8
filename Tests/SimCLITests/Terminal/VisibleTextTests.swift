import SimCore
import Testing

@testable import SimCLI

@Suite("Text that cannot drive a terminal")
struct VisibleTextTests {
    @Test("Plain text, of any language, stays as it is")
    func plain() {
        for text in ["", "a b", "\u{e9}\u{4e2d}\u{1f600}", "\\u{1B}", "1 \u{b5}s \u{2013} x"] {
            #expect(VisibleText.line(text) == text)
            #expect(VisibleText.lines(text) == text)
            #expect(VisibleText.styled(text) == text)
        }
    }

    @Test("Controls, line breaks and turns of direction are shown; line breaks may stay")
    func hidden() {
        #expect(VisibleText.line("a\u{1b}[31mb\r\nc\td") == "a\\u{1B}[31mb\\r\\nc\\td")
        #expect(VisibleText.lines("a\u{1b}[31mb\nc\td") == "a\\u{1B}[31mb\nc\td")
        #expect(VisibleText.line("\u{9b}2J\u{7f}\u{202e}\u{2028}") == "\\u{009B}2J\\u{7F}\\u{202E}\\u{2028}")
    }

    @Test("Of the escapes only the program's own styles go through, and only where they may")
    func styles() {
        #expect(VisibleText.styled("\u{1b}[1ma\u{1b}[0m\n") == "\u{1b}[1ma\u{1b}[0m\n")
        #expect(VisibleText.styled("\u{1b}[5m\u{1b}") == "\\u{1B}[5m\\u{1B}")
        var stream = TextStream()
        stream.write("\u{1b}[1ma\u{1b}[0m\u{1b}]0;x\u{7}")
        #expect(stream.text == "\\u{1B}[1ma\\u{1B}[0m\\u{1B}]0;x\\u{07}")
    }

    @Test("Nothing hidden is left of any text, and what is shown is shown once", arguments: 0..<200)
    func law(seed: Int) {
        let text = HostileText.text(seed)
        let line = VisibleText.line(text)
        #expect(!line.unicodeScalars.contains(where: VisibleText.isHidden), "seed \(seed)")
        #expect(VisibleText.line(line) == line, "seed \(seed)")
        let breaks = VisibleText.lines(text).unicodeScalars.filter { $0 == "\n" }
        #expect(breaks.count == text.unicodeScalars.filter { $0 == "\n" }.count, "seed \(seed)")
    }
}

/// Texts that somebody may have put into a file to be shown.
enum HostileText {
    private static let pieces = [
        "\u{1b}[31m", "\u{1b}]0;x\u{7}", "\u{9b}2J", "\r", "\n", "\t", "\u{8}", "\u{7f}", "\u{202e}",
        "\u{2028}",
        "<script>", "|", "`", "*", "[x](y)", "&lt;", "=1+1", "+1", "-1", "@x", "\"", "'", ",", ";", "%0A",
        "::error::",
        "a", "\u{e9}", "\u{1f600}", " ",
    ]

    static func text(_ seed: Int) -> String {
        var stream = RandomStream(seed: UInt64(seed), purpose: "test.hostile")
        return (0...stream.below(6)).map { _ in pieces[stream.below(pieces.count)] }.joined()
    }

    /// Usable as the name of a file.
    static func name(_ seed: Int) -> String { text(seed).filter { $0 != "/" } }
}
