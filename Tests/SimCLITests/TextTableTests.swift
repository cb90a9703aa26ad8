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

    private func wide(_ columns: Int) -> TextTable {
        var table = TextTable()
        table.add(["tp"] + (0..<columns).map { "energy_per_output_token_\($0)" })
        table.add(["1"] + (0..<columns).map { "\($0).25" })
        return table
    }

    @Test("A table that is too wide has its names broken, and nothing of them is lost")
    func broken() {
        #expect(
            wide(3).rendered(width: 40, keys: 1) == """
                tp  energy_  energy_  energy_
                       per_     per_     per_
                    output_  output_  output_
                    token_0  token_1  token_2
                1      0.25     1.25     2.25

                """)
        #expect(wide(1).rendered(width: 40, keys: 1) == wide(1).rendered())
    }

    @Test(
        "One that is still too wide comes in parts, each of which begins with the keys",
        arguments: [1, 2, 7, 30])
    func parts(columns: Int) {
        let table = wide(columns)
        let text = table.rendered(width: 30, keys: 1)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.count <= 30 })
        let rows = lines.filter { $0.hasPrefix("1 ") }
        #expect(rows.flatMap { $0.split(separator: " ").dropFirst() } == (0..<columns).map { "\($0).25" })
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
