import Testing

@testable import WattlineShell

@Suite("The language of manual pages")
struct RoffTextTests {
    @Test("Every character comes out as itself")
    func escaped() {
        #expect(RoffText.escaped("--tp 2") == "\\-\\-tp 2")
        #expect(RoffText.escaped("a\\nb") == "a\\enb")
        #expect(RoffText.escaped("'x' \"y\" `z` ^ ~") == "\\(aqx\\(aq \\(dqy\\(dq \\(gaz\\(ga \\(ha \\(ti")
        #expect(RoffText.escaped("\u{e9}\u{1f600}\t") == "\\[u00E9]\\[u1F600]\\[u0009]")
    }

    @Test("A line that starts with a dot or an apostrophe is no request")
    func dots() {
        var text = RoffText()
        text.words(".SH is a macro")
        text.words("'br too")
        text.literal([".jsonl", "'x'", ""])
        #expect(text.text == "\\%.SH is a macro\n\\(aqbr too\n.EX\n\\&.jsonl\n\\(aqx\\(aq\n\n.EE\n")
    }

    @Test("A dot that filling brings to the start of a line is none either")
    func filledDots() {
        var text = RoffText()
        text.words(String(repeating: "word ", count: 15) + ".svg and .md")
        #expect(
            text.text.split(separator: "\n").allSatisfy {
                !$0.hasPrefix(".") && $0.utf8.count <= RoffText.width
            })
        #expect(text.text.contains("\n\\%.svg"))
    }

    @Test("The head of a page has its date as it is")
    func title() {
        var text = RoffText()
        text.title("A-B", section: 1, date: "2026-01-02", version: "x 1.0", manual: "M")
        text.name("a-b", "does x")
        #expect(text.text == ".TH \"A\\-B\" 1 2026-01-02 \"x 1.0\" \"M\"\n.ad l\na\\-b \\- does x\n")
    }

    @Test("Flags and names are not broken at the end of a line, words of letters are")
    func unbroken() {
        var text = RoffText()
        text.words("prefix (also --tensor-size), 'wattline list' p99_ttft_ms a/b x.json; <= end.")
        #expect(
            text.text
                == "prefix (also \\%\\-\\-tensor\\-size), \\(aqwattline list\\(aq \\%p99_ttft_ms \\%a/b\n\\%x.json; <= end.\n"
        )
    }

    @Test("Arguments of macros stand in quotes")
    func macros() {
        var text = RoffText()
        text.macro("B", "--fail-on 'METRIC>+2%' \"x\"")
        text.macro("TP")
        #expect(text.text == ".B \"\\-\\-fail\\-on \\(aqMETRIC>+2%\\(aq \\(dqx\\(dq\"\n.TP\n")
    }
}
