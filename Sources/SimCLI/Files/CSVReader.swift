/// Why a text is not a table: the structure, not the value of a cell.
enum CSVError: Error, Hashable {
    case file(CSVFileError)
    /// A quoted cell that opens in this line and column (a cell's number) is never closed.
    case unterminatedQuote(line: Int, column: Int)
    /// Something follows the closing quote of a cell.
    case textAfterQuote(line: Int, column: Int)
    /// A record longer than ``CSVBytes/longestRecord``.
    case tooLong(line: Int)
}

/// Reads comma-separated values record by record, in one pass and bounded memory.
///
/// Lines end with LF or CR LF, the last may end with the file. A byte order mark is skipped, so are empty lines and,
/// before the first record, lines that begin with `#`. A cell in double quotes may hold commas, line ends and doubled
/// quotes. Cells are numbered from 1 and lines from 1; a record has the line on which it begins. Nothing is decoded
/// until it is asked for: the numbers of a cell are read from its bytes (``CSVNumber``). A record has at most
/// ``mostCells`` cells, the last of which holds what is left of the line: a line of nothing but commas must not take
/// the memory that its cells would.
///
/// A value: a copy goes on from the same record (see ``CSVBytes``).
struct CSVReader: Sendable {
    /// Where a cell lies in the window, without its quotes.
    struct Cell: Sendable {
        let start: Int
        let end: Int
        let isQuoted: Bool
    }

    enum Mode: Sendable {
        case cells
        /// A whole line is one cell, whatever is in it.
        case lines
    }

    /// No table that is read here has as many columns.
    static let mostCells = 65_536

    private var bytes: CSVBytes
    private var mode: Mode
    private var nextLine = 1
    private var hasStarted = false
    private var hasRecord = false
    /// The line on which the current record begins.
    private(set) var line = 0
    /// The cells of the current record.
    private(set) var cells: [Cell] = []

    init(_ bytes: CSVBytes, mode: Mode = .cells) {
        self.bytes = bytes
        self.mode = mode
    }

    /// The bytes that ``Cell`` points into, until the next call of ``next()``.
    var buffer: [UInt8] { bytes.buffer }

    /// The first bytes of the text, after a byte order mark; to find out what it is.
    mutating func peek(_ count: Int) throws(CSVError) -> ArraySlice<UInt8> {
        try start()
        while bytes.end - bytes.position < count, !bytes.isComplete { try refill() }
        return bytes.buffer[bytes.position..<min(bytes.end, bytes.position + count)]
    }

    /// Reads whole lines from here on, whatever was looked at before.
    mutating func readLines() { mode = .lines }

    /// Moves to the next record; false at the end.
    mutating func next() throws(CSVError) -> Bool {
        try start()
        while true {
            switch try scan() {
            case .record:
                hasRecord = true
                return true
            case .skipped: continue
            case .partial:
                // A record is looked at from its start each time, so a long one has to double in between: a pipe gives
                // little at a time.
                let wanted = min(2 * (bytes.end - bytes.position), CSVBytes.longestRecord)
                repeat { try refill() } while bytes.end - bytes.position < wanted && !bytes.isComplete
            case .end: return false
            }
        }
    }

    /// A cell as text, with doubled quotes made single and foreign bytes replaced. `index` counts from 0.
    func text(_ index: Int) -> String {
        let cell = cells[index]
        let slice = bytes.buffer[cell.start..<cell.end]
        guard cell.isQuoted else { return String(decoding: slice, as: UTF8.self) }
        return String(decoding: slice, as: UTF8.self).replacing("\"\"", with: "\"")
    }

    private enum Outcome { case record, skipped, partial, end }

    private mutating func start() throws(CSVError) {
        guard !hasStarted else { return }
        hasStarted = true
        while bytes.end - bytes.position < 3, !bytes.isComplete { try refill() }
        if bytes.end - bytes.position >= 3,
            bytes.buffer[bytes.position..<(bytes.position + 3)] == [0xef, 0xbb, 0xbf]
        {
            bytes.position += 3
        }
    }

    private mutating func refill() throws(CSVError) {
        let hasRoom: Bool
        do { hasRoom = try bytes.refill() } catch { throw CSVError.file(error) }
        guard hasRoom else { throw CSVError.tooLong(line: nextLine) }
    }

    /// Looks at one record from the start of the window; takes it if its end is at hand or follows from the end of
    /// the text.
    private mutating func scan() throws(CSVError) -> Outcome {
        let first = bytes.position
        let end = bytes.end
        let isComplete = bytes.isComplete
        guard first < end else { return isComplete ? .end : .partial }
        let isComment = !hasRecord && bytes.buffer[first] == UInt8(ascii: "#")
        let isSplit = mode == .cells && !isComment
        let window = bytes.buffer
        // A span: it costs less to ask for a byte of it.
        let buffer = window.span
        // A few as a rule, for which `removeAll(keepingCapacity:)` takes longer.
        while !cells.isEmpty { cells.removeLast() }
        var innerLines = 0
        var start = first
        var index = first
        while true {
            index = CSVReader.nextMark(buffer, index, end)
            if index == end || buffer[index] == UInt8(ascii: "\n") {
                guard index < end || isComplete else { return .partial }
                let hasReturn = index > start && buffer[index - 1] == UInt8(ascii: "\r")
                let last = hasReturn ? index - 1 : index
                let isEmpty = cells.isEmpty && last == start
                cells.append(Cell(start: start, end: last, isQuoted: false))
                return take(upTo: min(index + 1, end), lines: innerLines + 1, isSkipped: isEmpty || isComment)
            }
            if isSplit, cells.count < CSVReader.mostCells - 1 {
                let byte = buffer[index]
                if byte == UInt8(ascii: ",") {
                    cells.append(Cell(start: start, end: index, isQuoted: false))
                    start = index + 1
                } else if byte == UInt8(ascii: "\""), index == start {
                    // To the closing quote: one that no other follows.
                    index += 1
                    while index < end {
                        if buffer[index] == UInt8(ascii: "\"") {
                            guard index + 1 < end, buffer[index + 1] == UInt8(ascii: "\"") else { break }
                            index += 1
                        } else if buffer[index] == UInt8(ascii: "\n") {
                            innerLines += 1
                        }
                        index += 1
                    }
                    guard index < end || isComplete else { return .partial }
                    let column = cells.count + 1
                    guard index < end else {
                        throw CSVError.unterminatedQuote(line: nextLine, column: column)
                    }
                    cells.append(Cell(start: start + 1, end: index, isQuoted: true))
                    index += 1
                    if index < end, buffer[index] == UInt8(ascii: "\r") { index += 1 }
                    // At the edge of the window what follows decides whether the quote closes the cell.
                    guard index < end || isComplete else { return .partial }
                    if index == end || buffer[index] == UInt8(ascii: "\n") {
                        return take(upTo: min(index + 1, end), lines: innerLines + 1, isSkipped: false)
                    }
                    guard buffer[index] == UInt8(ascii: ",") else {
                        throw CSVError.textAfterQuote(line: nextLine, column: column)
                    }
                    start = index + 1
                }
            }
            index += 1
        }
    }

    /// The first byte from `start` on that may matter: of the bytes of a row most are letters and digits, and all that
    /// matter are below them.
    @inline(__always)
    private static func nextMark(_ buffer: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        // Of its own length and counted from 0, so that no byte is asked for whether it is there.
        let rest = buffer.extracting(start..<end)
        var index = 0
        while index < rest.count, rest[index] > UInt8(ascii: ",") { index += 1 }
        return start + index
    }

    private mutating func take(upTo position: Int, lines: Int, isSkipped: Bool) -> Outcome {
        bytes.position = position
        line = nextLine
        nextLine += lines
        return isSkipped ? .skipped : .record
    }
}
