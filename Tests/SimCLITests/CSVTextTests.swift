import Testing

@testable import SimCLI

@Suite struct CSVTextTests {
    @Test(arguments: [
        ("plain text", "plain text"), ("a,b", "\"a,b\""), ("say \"a\"", "\"say \"\"a\"\"\""), ("", ""),
        ("two\nlines", "\"two\nlines\""), ("a\r\nb", "\"a\r\nb\""),
    ])
    func quotesWhatNeedsIt(text: String, expected: String) throws {
        #expect(CSVText.cell(text) == expected)
        var table = try DataTable(text: "a,b\n\(expected),1\n", file: "t.csv")
        #expect(try table.next())
        #expect(table.text(try table.column("a")) == text)
    }
}
