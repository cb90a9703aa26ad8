import Testing

@testable import WattlineShell

@Suite("Pages of help, taken apart")
struct HelpPageTests {
    @Test("Examples, usage, paragraphs, literal lines, headings and flags are told apart")
    func parts() {
        let page = HelpPage(
            """
            Examples:
              wattline do it
              wattline do it -x

            wattline do THING [-x]
                     [--why TEXT]

            Does a thing. It takes
            two lines:
              1,2    a list
              1..2   a range
            And a word after them.

            Which thing:
              -x, --ex
                  The first line
                  and the second
              --why TEXT
                  A reason

            'wattline help' has more.

            """)
        #expect(page.examples == ["wattline do it", "wattline do it -x"])
        #expect(page.usage == ["wattline do THING [-x] [--why TEXT]"])
        #expect(
            page.blocks == [
                .paragraph("Does a thing. It takes two lines:"),
                .literal(["  1,2    a list", "  1..2   a range"]), .paragraph("And a word after them."),
                .heading("Which thing"), .entry(term: "-x, --ex", text: "The first line and the second"),
                .entry(term: "--why TEXT", text: "A reason"), .paragraph("'wattline help' has more."),
            ])
    }

    @Test("No word of a page is lost", arguments: CommandLineTool.verbs)
    func everyWord(verb: String) throws {
        let text = try HelpCommand.text(for: verb)
        let page = HelpPage(text)
        var words = page.examples + page.usage
        for block in page.blocks {
            switch block {
            case .paragraph(let text): words.append(text)
            case .literal(let lines): words += lines
            case .heading(let text): words.append(text + ":")
            case .entry(let term, let text): words += [term, text]
            }
        }
        func sorted(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace).sorted() }
        let all = sorted(text).filter { $0 != "Examples:" && $0 != "Example:" }
        #expect(sorted(words.joined(separator: " ")) == all)
        #expect(!page.usage.isEmpty && !page.examples.isEmpty)
    }
}
