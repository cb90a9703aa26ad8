import Testing

@testable import SimCLI

@Suite struct CSVTextTests {
    @Test(arguments: [
        ("plain text", "plain text"), ("a,b", "\"a,b\""), ("say \"a\"", "\"say \"\"a\"\"\""), ("", ""),
        ("two\nlines", "\"two\nlines\""),
    ])
    func quotesWhatNeedsIt(text: String, expected: String) throws {
        #expect(CSVText.cell(text) == expected)
        var table = try DataTable(text: "a,b\n\(expected),1\n", file: "t.csv")
        #expect(try table.next())
        #expect(table.text(try table.column("a")) == text)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+x", "'+x"), ("-x", "'-x"), ("@x", "'@x"), ("=a,b", "\"'=a,b\""),
        ("\t=1", "'\t=1"),
        ("-1.5", "-1.5"), ("+2", "+2"), ("a\r\nb", "\"a\\r\nb\""), ("a\u{1b}", "a\\u{1B}"),
    ])
    func noFormulaAndNoControl(text: String, expected: String) { #expect(CSVText.cell(text) == expected) }

    @Test("No text is a formula", arguments: 0..<200)
    func law(seed: Int) {
        let text = HostileText.text(seed)
        var cell = CSVText.cell(text)
        if cell.hasPrefix("\"") { cell = String(cell.dropFirst().dropLast()).replacing("\"\"", with: "\"") }
        if let first = cell.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first) {
            #expect(NumberText.decimal(cell) != nil, "seed \(seed): \(cell)")
        }
    }
}
