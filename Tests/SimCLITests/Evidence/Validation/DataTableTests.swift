import Testing

@testable import WattlineText
@testable import WattlineEvidence

@Suite struct DataTableTests {
    private func message(_ body: () throws -> Void) -> String {
        do {
            try body()
            return ""
        } catch let error as CLIError { return error.message } catch { return "\(error)" }
    }

    @Test func cellsByName() throws {
        var table = try DataTable(text: "# a comment\nB , a\n 2.5,x\n,y\n", file: "t.csv")
        let (a, b) = (try table.column("a"), try table.column("b"))
        #expect(try table.next())
        #expect(table.text(a) == "x")
        #expect(try table.number(b, in: 0...3) == 2.5)
        #expect(try table.next())
        #expect(try table.optionalNumber(b, in: 0...3) == nil)
        #expect(table.row == 2)
        #expect(try !table.next())
    }

    @Test(arguments: [
        ("a,b\n1,2,3\n", "t.csv:2: 3 cells, the header has 2"),
        ("", "t.csv is empty. The first line names the columns"),
        ("a,b\n\"1,2\n", "t.csv:2:1: a quoted cell is never closed"),
        ("a,b\n1,x\n", "t.csv:2:2: b is 'x', expected a number from 0 to 9"),
        ("a,b\n1,10\n", "t.csv:2:2: b is '10', expected a number from 0 to 9"),
        ("a,b\n1,nan\n", "t.csv:2:2: b is 'nan', expected a number from 0 to 9"),
        ("a,c\n1,2\n", "t.csv: no column 'b'. Did you mean a?"),
    ])
    func refusals(text: String, expected: String) {
        let got = message {
            var table = try DataTable(text: text, file: "t.csv")
            _ = try table.next()
            _ = try table.number(try table.column("b"), in: 0...9)
        }
        #expect(got == expected)
    }
}
