import SimCore
import SimCLITestSupport
import Testing

@testable import WattlineText

@Suite struct CSVReaderTests {
    /// All records with their lines.
    static func records(_ reader: CSVReader) throws -> [[String]] {
        var reader = reader
        var records: [[String]] = []
        while try reader.next() {
            records.append(["\(reader.line)"] + reader.cells.indices.map { reader.text($0) })
        }
        return records
    }

    static func records(_ text: String) throws -> [[String]] {
        try records(CSVReader(CSVBytes(Array(text.utf8))))
    }

    @Test func linesAndCells() throws {
        #expect(try Self.records("a,b\n1,2\n") == [["1", "a", "b"], ["2", "1", "2"]])
        #expect(try Self.records("a,b\r\n1,2") == [["1", "a", "b"], ["2", "1", "2"]])
        #expect(try Self.records("a,,\n,\n") == [["1", "a", "", ""], ["2", "", ""]])
        #expect(try Self.records("").isEmpty)
        #expect(try Self.records("\n\r\n\n").isEmpty)
        #expect(try Self.records("x") == [["1", "x"]])
    }

    @Test func byteOrderMarkCommentsAndEmptyLines() throws {
        let text = "\u{feff}# a \"comment\n#, another\n\na,b\n\n1,2\n# not a comment\n\n"
        #expect(
            try Self.records(text) == [["4", "a", "b"], ["6", "1", "2"], ["7", "# not a comment"]])
        #expect(try Self.records("\u{feff}").isEmpty)
        #expect(try Self.records("# only").isEmpty)
    }

    @Test func quotedCells() throws {
        #expect(try Self.records("\"a,b\",c\n") == [["1", "a,b", "c"]])
        #expect(try Self.records("\"say \"\"so\"\"\",\"\"\r\n1") == [["1", "say \"so\"", ""], ["2", "1"]])
        #expect(try Self.records("\"two\nlines\",x\ny,z") == [["1", "two\nlines", "x"], ["3", "y", "z"]])
        #expect(try Self.records("\"end\"") == [["1", "end"]])
        #expect(try Self.records("\"\"") == [["1", ""]])
        #expect(try Self.records("in\"side,x") == [["1", "in\"side", "x"]])
    }

    @Test func quotesThatAreWrong() {
        #expect(throws: CSVError.unterminatedQuote(line: 2, column: 2)) {
            try Self.records("a,b\n1,\"2\n3,4\n")
        }
        #expect(throws: CSVError.unterminatedQuote(line: 1, column: 1)) { try Self.records("\"") }
        #expect(throws: CSVError.unterminatedQuote(line: 1, column: 1)) { try Self.records("\"\"\"") }
        #expect(throws: CSVError.textAfterQuote(line: 1, column: 2)) { try Self.records("a,\"b\"c\n") }
        #expect(throws: CSVError.textAfterQuote(line: 1, column: 1)) { try Self.records("\"a\"\rb") }
    }

    @Test func linesModeKeepsLinesWhole() throws {
        let reader = CSVReader(CSVBytes(Array("\u{feff}{\"a\": [1,2]}\r\n\n{}".utf8)), mode: .lines)
        #expect(try Self.records(reader) == [["1", "{\"a\": [1,2]}"], ["3", "{}"]])
    }

    /// The chunks in which a file is read don't show, wherever their edges fall.
    @Test(arguments: [1, 2, 3, 20_260] as [UInt64]) func chunksDoNotShow(seed: UInt64) throws {
        var stream = RandomStream(seed: seed, purpose: "test.csv")
        let pieces = [",", ",", "\n", "\r\n", "\"", "\"\"", "a", "12", "#", "\u{e4}", " ", "\r"]
        for round in 0..<60 {
            var text = stream.next() % 4 == 0 ? "\u{feff}" : ""
            for _ in 0..<stream.whole(in: 0...40) {
                text += pieces[Int(stream.whole(in: 0...Int64(pieces.count - 1)))]
            }
            let file = try TemporaryFile(text)
            let whole = Result { try Self.records(text) }
            for chunk in [1, 2, 3, 7, 1_024] {
                let chunked = Result {
                    try Self.records(CSVReader(CSVBytes(CSVFile(path: file.path), chunk: chunk)))
                }
                let comment: Comment = "seed \(seed), round \(round), chunk \(chunk)"
                switch (whole, chunked) {
                case (.success(let left), .success(let right)): #expect(left == right, comment)
                case (.failure(let left), .failure(let right)):
                    #expect(left as? CSVError == right as? CSVError, comment)
                default: Issue.record(comment)
                }
            }
        }
    }

    @Test func aLineHasAsManyCellsAsThereIsMemoryFor() throws {
        var reader = CSVReader(CSVBytes([UInt8](repeating: UInt8(ascii: ","), count: 3_000_000)))
        let hasRecord = try reader.next()
        #expect(hasRecord && reader.cells.count == CSVReader.mostCells)
        #expect(reader.cells.last?.end == 3_000_000)
        let isOver = try !reader.next()
        #expect(isOver)
    }

    /// Looked at from its start after each chunk it would be read 3,000 times over.
    @Test(.timeLimit(.minutes(1))) func aLongCellInSmallChunksIsReadInOnePass() throws {
        let file = try TemporaryFile(String(repeating: "x", count: 3_000_000) + "\na,b\n")
        var reader = try CSVReader(CSVBytes(CSVFile(path: file.path), chunk: 1_000))
        var lengths: [[Int]] = []
        while try reader.next() { lengths.append(reader.cells.map { $0.end - $0.start }) }
        #expect(lengths == [[3_000_000], [1, 1]])
    }

    @Test func memoryIsBoundedByALine() throws {
        let line = String(repeating: "x", count: 5_000) + "\n"
        let file = try TemporaryFile(String(repeating: line, count: 200))
        var reader = try CSVReader(CSVBytes(CSVFile(path: file.path), chunk: 1_024))
        var count = 0
        while try reader.next() {
            count += 1
            #expect(reader.buffer.count <= 16_384)
        }
        #expect(count == 200)
    }
}
