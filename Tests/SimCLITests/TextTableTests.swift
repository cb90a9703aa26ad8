import Testing

@testable import SimCLI

@Suite("Tables of text")
struct TextTableTests {
    private var table: TextTable {
        var table = TextTable(indent: " ")
        table.leftColumns = [2]
        table.add(["", "value", "unit"])
        table.add(["long name", "1", "a|b"])
        table.add(["x", "12345678", ""])
        return table
    }

    @Test("Numbers to the right, texts to the left, nothing at the end of a line")
    func text() {
        #expect(
            table.rendered() == """
                               value  unit
                 long name         1  a|b
                 x          12345678

                """)
        #expect(table.rendered(hasHead: false).hasPrefix(" long name         1  a|b\n"))
    }

    @Test("As Markdown, with its own marks escaped")
    func markdown() {
        #expect(
            table.markdown() == """
                |  | value | unit |
                |---|---:|---|
                | long name | 1 | a\\|b |
                | x | 12345678 |  |

                """)
    }
}
