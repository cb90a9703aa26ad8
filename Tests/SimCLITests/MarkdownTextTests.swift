import Testing

@testable import SimCLI

@Suite("Text in Markdown")
struct MarkdownTextTests {
    @Test(arguments: [
        ("p99_ttft_ms 12.5 +- 0.1", "p99_ttft_ms 12.5 +- 0.1"), ("a|b\\c", "a\\|b\\\\c"),
        ("<script>&amp;", "&lt;script>&amp;amp;"), ("*`[x](y)", "\\*\\`\\[x](y)"),
        ("a\nb\u{1b}", "a\\\\nb\\\\u{1B}"),
    ])
    func shownUnchanged(text: String, expected: String) { #expect(MarkdownText.line(text) == expected) }

    @Test("No text opens a tag, ends a cell or starts another line", arguments: 0..<200)
    func law(seed: Int) {
        let line = MarkdownText.line(HostileText.text(seed))
        #expect(!line.contains("<") && !line.contains("\n"), "seed \(seed)")
        var isEscaped = false
        for character in line {
            if !isEscaped { #expect(!"|`*[".contains(character), "seed \(seed): \(line)") }
            isEscaped = character == "\\" && !isEscaped
        }
    }
}
