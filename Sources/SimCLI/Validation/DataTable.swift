/// A measured table: a header and records, whose cells are asked for by the names of their columns.
///
/// Every refusal says `file:line:column`, where a column is a cell's number. One pass, a record at a time.
struct DataTable {
    /// A column that was found by its name.
    struct Column {
        let name: String
        fileprivate let index: Int
    }

    let file: String
    let header: [String]
    private var reader: CSVReader
    /// Records read so far, the header aside.
    private(set) var row = 0

    /// Opens a table and reads its header.
    ///
    /// - Throws: `CLIError`: exit code 4 for a file that cannot be read, 2 for one without a header.
    init(path: String) throws(CLIError) {
        let opened: CSVFile
        do {
            opened = try CSVFile(path: path)
        } catch {
            throw CLIError.inputOutput(error.description)
        }
        try self.init(CSVBytes(opened), file: path == "-" ? "standard input" : path)
    }

    /// A table in memory.
    init(text: String, file: String) throws(CLIError) {
        try self.init(CSVBytes(Array(text.utf8)), file: file)
    }

    private init(_ bytes: CSVBytes, file: String) throws(CLIError) {
        self.file = file
        var reader = CSVReader(bytes)
        if let other = ForeignFile(head: try DataTable.head(&reader, file)) {
            throw CLIError.usage("\(file) is \(other.noun). \(other.hint(for: .measurements))")
        }
        guard try DataTable.step(&reader, file) else {
            throw CLIError.usage("\(file) is empty. The first line names the columns")
        }
        header = reader.cells.indices.map { TraceFormat.plain(reader.text($0)) }
        self.reader = reader
    }

    /// Moves to the next record; false at the end.
    mutating func next() throws(CLIError) -> Bool {
        guard try DataTable.step(&reader, file) else { return false }
        row += 1
        guard reader.cells.count == header.count else {
            throw CLIError.usage(
                "\(file):\(reader.line): \(reader.cells.count) cells, the header has \(header.count)")
        }
        return true
    }

    /// True when the header has every one of these names.
    func has(_ names: [String]) -> Bool { names.allSatisfy { header.contains($0) } }

    /// - Throws: `CLIError` with the nearest name for a column that is not there.
    func column(_ name: String) throws(CLIError) -> Column {
        guard let index = header.firstIndex(of: name) else {
            let hint = NearMiss.hint(for: name, among: header)
            throw CLIError.usage("\(file): no column \(quoted(name)).\(hint)")
        }
        return Column(name: name, index: index)
    }

    func text(_ column: Column) -> String {
        var text = reader.text(column.index)[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// A finite number within `range`.
    func number(_ column: Column, in range: ClosedRange<Double>) throws(CLIError) -> Double {
        let cell = text(column)
        guard let value = NumberText.decimal(cell), range.contains(value) else {
            throw refusal(column, expected: DataTable.sentence(range))
        }
        return value
    }

    /// The same; nil for an empty cell.
    func optionalNumber(_ column: Column, in range: ClosedRange<Double>) throws(CLIError) -> Double? {
        text(column).isEmpty ? nil : try number(column, in: range)
    }

    /// A whole number within `range`.
    func whole(_ column: Column, in range: ClosedRange<Int>) throws(CLIError) -> Int {
        guard let value = NumberText.whole(text(column)), range.contains(value) else {
            throw refusal(
                column, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// `file:line:column: name is 'x', expected ...`.
    func refusal(_ column: Column, expected: String) -> CLIError {
        CLIError.usage(
            "\(file):\(reader.line):\(column.index + 1): \(column.name) is \(quoted(text(column))), expected \(expected)"
        )
    }

    private static func sentence(_ range: ClosedRange<Double>) -> String {
        "a number from \(Figures.plain(range.lowerBound)) to \(Figures.plain(range.upperBound))"
    }

    /// As much as tells what a file is.
    private static func head(_ reader: inout CSVReader, _ file: String) throws(CLIError) -> ArraySlice<UInt8>
    {
        do throws(CSVError) { return try reader.peek(4096) } catch { throw refusal(error, file) }
    }

    private static func step(_ reader: inout CSVReader, _ file: String) throws(CLIError) -> Bool {
        do throws(CSVError) {
            return try reader.next()
        } catch {
            throw refusal(error, file)
        }
    }

    private static func refusal(_ error: CSVError, _ file: String) -> CLIError {
        switch error {
        case .file(let problem): CLIError.inputOutput(problem.description)
        case .unterminatedQuote(let line, let column):
            CLIError.usage("\(file):\(line):\(column): a quoted cell is never closed")
        case .textAfterQuote(let line, let column):
            CLIError.usage("\(file):\(line):\(column): text follows a closing quote")
        case .tooLong(let line):
            CLIError.usage("\(file):\(line): a line longer than \(CSVBytes.longestRecord >> 20) MiB")
        }
    }
}
