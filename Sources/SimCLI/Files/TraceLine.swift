import Workloads

/// Reads one line of a trace of objects, such as Mooncake's
/// `{"timestamp": 27482, "input_length": 6955, "output_length": 52, ...}`.
///
/// A flat object in which three numbers count, in any order; the time may be a text, as those write it whose numbers lose
/// digits. Of other members it is counted what they hold (``UnreadLoad``). It is not a general JSON reader: it knows as
/// much as finding the members needs.
struct TraceLine {
    private let buffer: [UInt8]
    private let first: Int
    private let end: Int
    private var index: Int
    private let file: String
    private let line: Int

    /// `clock` reads the time; `unread` counts what is not read.
    ///
    /// - Throws: ``TraceError`` with the byte in the line at which it is wrong.
    static func row(
        _ buffer: [UInt8], _ cell: CSVReader.Cell, _ file: String, _ line: Int, format: TraceFormat,
        clock: inout TraceClock, unread: inout UnreadLoad
    ) throws(TraceError) -> TraceRow {
        let names = format.columns
        var scanner = TraceLine(buffer, cell, file, line)
        var values: [CSVReader.Cell?] = [nil, nil, nil]
        var others: [(column: Int, cell: CSVReader.Cell)] = []
        while let (name, value) = try scanner.member() {
            if let member = names.firstIndex(of: name) {
                guard values[member] == nil else { throw scanner.wrong("'\(name)' is there twice") }
                values[member] = value
            } else if let column = unread.index(of: name) {
                others.append((column, value))
            }
        }
        let row = TraceRow(
            time: try scanner.time(values[0], names[0], &clock),
            promptTokens: try scanner.tokens(values[1], names[1]),
            outputTokens: try scanner.tokens(values[2], names[2]), priority: 0)
        unread.count(buffer, others)
        return row
    }

    /// The keys of a line, as far as it can be read.
    static func keys(_ buffer: [UInt8], _ cell: CSVReader.Cell) -> (names: [String], isWhole: Bool) {
        var scanner = TraceLine(buffer, cell, "", 0)
        var names: [String] = []
        do throws(TraceError) {
            while let (name, _) = try scanner.member() { names.append(name) }
            return (names, true)
        } catch {
            return (names, false)
        }
    }

    private var hasBegun = false

    private init(_ buffer: [UInt8], _ cell: CSVReader.Cell, _ file: String, _ line: Int) {
        self.buffer = buffer
        first = cell.start
        end = cell.end
        index = cell.start
        self.file = file
        self.line = line
    }

    /// The next member, or nil behind the closing brace.
    private mutating func member() throws(TraceError) -> (name: String, value: CSVReader.Cell)? {
        if hasBegun {
            guard try separator() else {
                guard skipBlanks() == end else { throw wrong("nothing was expected after the object") }
                return nil
            }
        } else {
            try expect("{")
            hasBegun = true
        }
        let start = skipBlanks()
        guard start < end, buffer[start] == UInt8(ascii: "\"") else {
            throw wrong("expected a name in quotes")
        }
        try skipString()
        let name = String(decoding: buffer[(start + 1)..<(index - 1)], as: UTF8.self)
        try expect(":")
        let value = skipBlanks()
        try skipValue()
        return (name, CSVReader.Cell(start: value, end: index, isQuoted: false))
    }

    private func time(
        _ cell: CSVReader.Cell?, _ name: String, _ clock: inout TraceClock
    ) throws(TraceError) -> Int128 {
        guard let cell else { throw missing(name) }
        let mark = UInt8(ascii: "\"")
        let isText = cell.end - cell.start > 1 && buffer[cell.start] == mark && buffer[cell.end - 1] == mark
        let inside =
            isText ? CSVReader.Cell(start: cell.start + 1, end: cell.end - 1, isQuoted: true) : cell
        guard let time = clock.picoseconds(buffer, inside) else { throw bad(cell, name, clock.expectation) }
        return time
    }

    private func tokens(_ cell: CSVReader.Cell?, _ name: String) throws(TraceError) -> Int {
        guard let cell else { throw missing(name) }
        let value = CSVNumber.whole(buffer, cell)
        guard let value, value >= 0, value <= LengthDistribution.tokenLimit else {
            throw bad(cell, name, TraceRows.expectedTokens(isLarge: (value ?? 0) > 0))
        }
        return Int(value)
    }

    /// The index of the first byte that is no blank, which becomes the current one.
    @discardableResult
    private mutating func skipBlanks() -> Int {
        while index < end, buffer[index] == UInt8(ascii: " ") || buffer[index] == UInt8(ascii: "\t") {
            index += 1
        }
        return index
    }

    private mutating func expect(_ mark: Unicode.Scalar) throws(TraceError) {
        guard skipBlanks() < end, buffer[index] == UInt8(ascii: mark) else {
            throw wrong("expected '\(mark)'")
        }
        index += 1
    }

    /// True after a comma, false after the closing brace.
    private mutating func separator() throws(TraceError) -> Bool {
        skipBlanks()
        guard index < end, buffer[index] == UInt8(ascii: ",") || buffer[index] == UInt8(ascii: "}") else {
            throw wrong("expected ',' or '}'; was the file cut off here?")
        }
        index += 1
        return buffer[index - 1] == UInt8(ascii: ",")
    }

    /// From a quote to behind the one that closes it.
    private mutating func skipString() throws(TraceError) {
        index += 1
        while index < end, buffer[index] != UInt8(ascii: "\"") {
            index += buffer[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard index < end else {
            index = end
            throw wrong("a text is not closed; was the file cut off here?")
        }
        index += 1
    }

    /// Over a number, a word, a text, or anything in brackets.
    private mutating func skipValue() throws(TraceError) {
        var depth = 0
        let start = index
        while index < end {
            switch buffer[index] {
            case UInt8(ascii: "\""):
                try skipString()
                if depth == 0 { return }
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                index += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if depth == 0 { return try refuseEmpty(start) }
                depth -= 1
                index += 1
                if depth == 0 { return }
            case UInt8(ascii: ","):
                if depth == 0 { return try refuseEmpty(start) }
                index += 1
            default:
                index += 1
            }
        }
        throw wrong("the object is not closed; was the file cut off here?")
    }

    private func refuseEmpty(_ start: Int) throws(TraceError) {
        if index == start { throw wrong("expected a value") }
    }

    private func wrong(_ reason: String) -> TraceError { .badRow(place(index), reason: reason) }

    private func missing(_ name: String) -> TraceError {
        .badRow(place(first), reason: "the object has no '\(name)'")
    }

    private func bad(_ cell: CSVReader.Cell, _ name: String, _ expected: String) -> TraceError {
        let text = String(decoding: buffer[cell.start..<cell.end], as: UTF8.self)
        return .badCell(place(cell.start), name: name, value: TraceRows.quotable(text), expected: expected)
    }

    private func place(_ index: Int) -> TracePlace {
        TracePlace(file: file, line: line, column: index - first + 1)
    }
}
