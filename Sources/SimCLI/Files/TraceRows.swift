import SimCore
import Workloads

/// One row of a trace as it is written, before it becomes a request.
struct TraceRow: Sendable {
    /// Picoseconds since 1970 or since the start, as the format has it; see ``TraceFormat/clock``.
    var time: Int128
    /// 0 to ``LengthDistribution/tokenLimit``.
    var promptTokens: Int
    var outputTokens: Int
    var priority: Int
}

/// The rows of a trace file, checked cell by cell. A value: a copy goes on from the same row.
struct TraceRows: Sendable {
    /// Priorities in a trace are whole numbers within 1000 of 0.
    static let priorities = -1_000...1_000

    let file: String
    let format: TraceFormat
    /// What is in the rows that were read and that is not read.
    private(set) var unread = UnreadLoad()
    private(set) var clock: TraceClock
    private var reader: CSVReader
    /// The places of time, prompt, answer and priority among the cells.
    private let columns: [Int]
    /// The places of columns that are not read and matter, with their numbers in ``unread``.
    private var others: [(column: Int, place: Int)] = []
    private let width: Int
    /// The first line of a file of objects was read to know its format, and is the next row.
    private var isRowAtHand = false

    /// Reads up to the header, or to the first object, and recognises the format. `unit` is what times count, where the
    /// user says so.
    init(_ bytes: CSVBytes, file: String, unit: TraceUnit? = nil) throws(TraceError) {
        self.file = file
        var reader = CSVReader(bytes)
        let first: ArraySlice<UInt8>
        let hasRecord: Bool
        do throws(CSVError) {
            first = try reader.peek(4)
            if first.first == UInt8(ascii: "{") { reader.readLines() }
            hasRecord = try reader.next()
        } catch {
            throw TraceRows.error(error, file)
        }
        if let refusal = TraceRows.refusal(of: first, file: file) { throw refusal }
        guard hasRecord else { throw TraceError.empty(file: file) }
        if first.first == UInt8(ascii: "{") {
            format = try TraceRows.formatOfLines(reader, file)
            columns = []
            width = 1
            isRowAtHand = true
        } else {
            let header = reader.cells.indices.map { reader.text($0) }
            format = try TraceRows.formatOfTable(reader, header, file)
            columns = try TraceRows.columns(of: format, reader, header, file)
            width = header.count
            // A table of thousands of columns is none whose columns matter.
            for index in header.indices.prefix(256) where !columns.contains(index) {
                let name = TraceRows.quotable(header[index])
                if let place = unread.index(of: name) { others.append((index, place)) }
            }
        }
        if unit != nil, format.clock == .calendar {
            throw TraceError.unitOfDates(file: file, name: format.columns[0])
        }
        clock = TraceClock(format, unit: unit)
        self.reader = reader
    }

    private static func formatOfLines(
        _ reader: CSVReader, _ file: String
    ) throws(TraceError) -> TraceFormat {
        let (keys, isWhole) = TraceLine.keys(reader.buffer, reader.cells[0])
        if let format = TraceFormat.recognise(keys: keys) { return format }
        // What is wrong with a line that is cut off, and how to skip it, is for who reads it as a row.
        guard isWhole else {
            guard keys.isEmpty else { return .mooncakeLines }
            throw TraceError.notATrace(
                file: file, kind: "a JSON document over several lines",
                hint: "In a trace every line is an object of its own")
        }
        if let other = ForeignFile(names: keys) {
            throw TraceError.notATrace(file: file, kind: other.noun, hint: other.hint(for: .trace))
        }
        throw TraceError.unknownKeys(
            TracePlace(file: file, line: reader.line, column: 1),
            keys: TraceRows.quotable(keys.prefix(64).joined(separator: ","), 200),
            advice: TraceFormat.advice(for: keys, isLines: true))
    }

    private static func formatOfTable(
        _ reader: CSVReader, _ header: [String], _ file: String
    ) throws(TraceError) -> TraceFormat {
        if let format = TraceFormat.recognise(header) { return format }
        if let other = ForeignFile(names: header) {
            throw TraceError.notATrace(file: file, kind: other.noun, hint: other.hint(for: .trace))
        }
        throw TraceError.unknownHeader(
            TracePlace(file: file, line: reader.line, column: 1),
            columns: TraceRows.quotable(header.prefix(64).joined(separator: ",")),
            advice: TraceFormat.advice(for: header))
    }

    private static func columns(
        of format: TraceFormat, _ reader: CSVReader, _ header: [String], _ file: String
    ) throws(TraceError) -> [Int] {
        var columns: [Int] = []
        for name in format.columns + (format.priorityColumn.map { [$0] } ?? []) {
            let found = header.indices.filter { TraceFormat.plain(header[$0]) == TraceFormat.plain(name) }
            guard found.count <= 1 else {
                throw TraceError.repeatedColumn(
                    TracePlace(file: file, line: reader.line, column: found[1] + 1), name: name)
            }
            if let column = found.first { columns.append(column) }
        }
        return columns
    }

    /// Whether rows have a priority of their own.
    var hasPriorities: Bool { columns.count > format.columns.count }

    /// The line of the row that was read last.
    var line: Int { reader.line }

    /// The place of the time in the row that was read last.
    var timePlace: TracePlace { place(columns.first ?? 0) }

    /// The next row, or nil at the end. After an error that is of one row the next call reads the row below.
    mutating func next() throws(TraceError) -> TraceRow? {
        if isRowAtHand {
            isRowAtHand = false
        } else {
            do throws(CSVError) {
                guard try reader.next() else { return nil }
            } catch {
                throw TraceRows.error(error, file)
            }
        }
        if format.isLines {
            return try TraceLine.row(
                reader.buffer, reader.cells[0], file, reader.line, format: format, clock: &clock,
                unread: &unread)
        }
        guard reader.cells.count == width else {
            throw TraceError.badRow(
                place(min(reader.cells.count, width) - 1),
                reason: "the row has \(reader.cells.count) of the \(width) cells of the header"
                    + (reader.cells.count < width ? "; was the file cut off here?" : ""))
        }
        let row = TraceRow(
            time: try time(), promptTokens: try tokens(1), outputTokens: try tokens(2),
            priority: columns.count > 3 ? try priority() : 0)
        if !others.isEmpty {
            unread.count(reader.buffer, others.map { ($0.place, reader.cells[$0.column]) })
        }
        return row
    }

    private mutating func time() throws(TraceError) -> Int128 {
        let cell = reader.cells[columns[0]]
        if let time = clock.picoseconds(reader.buffer, cell) { return time }
        throw badCell(0, clock.expectation)
    }

    private func tokens(_ column: Int) throws(TraceError) -> Int {
        let value = CSVNumber.whole(reader.buffer, reader.cells[columns[column]])
        guard let value, value >= 0, value <= LengthDistribution.tokenLimit else {
            let isLarge = (value ?? 0) > 0 || isWhole(columns[column])
            throw badCell(column, TraceRows.expectedTokens(isLarge: isLarge))
        }
        return Int(value)
    }

    private func priority() throws(TraceError) -> Int {
        let value = CSVNumber.whole(reader.buffer, reader.cells[columns[3]])
        guard let value, TraceRows.priorities.contains(Int(value)) else {
            throw badCell(3, "a whole number from -1000 to 1000")
        }
        return Int(value)
    }

    static func expectedTokens(isLarge: Bool) -> String {
        isLarge ? "at most \(LengthDistribution.tokenLimit) tokens" : "a whole number >= 0"
    }

    /// Only digits: a number that is too large rather than none.
    private func isWhole(_ index: Int) -> Bool {
        let (start, end) = CSVNumber.trim(reader.buffer, reader.cells[index])
        return start < end && reader.buffer[start..<end].allSatisfy { $0 &- UInt8(ascii: "0") <= 9 }
    }

    private func badCell(_ column: Int, _ expected: String) -> TraceError {
        let names = format.columns + (format.priorityColumn.map { [$0] } ?? [])
        return TraceError.badCell(
            place(columns[column]), name: names[column],
            value: TraceRows.quotable(reader.text(columns[column])),
            expected: expected)
    }

    private func place(_ cell: Int) -> TracePlace {
        TracePlace(file: file, line: reader.line, column: cell + 1)
    }

    /// A value cut and cleaned so that it fits a message on one line.
    static func quotable(_ text: String, _ limit: Int = 60) -> String {
        let scalars = text.unicodeScalars
        let clean = String(
            scalars.prefix(limit).map { $0.value < 32 || $0.value == 127 ? "?" : Character($0) })
        return scalars.dropFirst(limit).isEmpty ? clean : clean + "..."
    }

    /// The error for a file that is no text, by its first bytes.
    private static func refusal(of first: ArraySlice<UInt8>, file: String) -> TraceError? {
        if first.starts(with: [0x1f, 0x8b]) {
            return .notText(
                file: file, kind: "compressed by gzip", hint: "Try gunzip -c \(file) | wattline run --trace -"
            )
        }
        if first.starts(with: Array("PAR1".utf8)) {
            return .notText(file: file, kind: "a Parquet file", hint: "Export it as CSV")
        }
        if first.first == UInt8(ascii: "[") {
            return .notATrace(
                file: file, kind: "a JSON list", hint: "In a trace every line is an object of its own")
        }
        if first.starts(with: [0xff, 0xfe]) || first.starts(with: [0xfe, 0xff]) || first.contains(0) {
            return .notText(
                file: file, kind: "UTF-16 or binary", hint: "Convert it, for example with iconv -t UTF-8")
        }
        return nil
    }

    private static func error(_ error: CSVError, _ file: String) -> TraceError {
        switch error {
        case .file(let error):
            TraceError.unreadable(error)
        case .unterminatedQuote(let line, let column):
            TraceError.badQuote(
                TracePlace(file: file, line: line, column: column),
                reason: "the quote that opens this cell is never closed")
        case .textAfterQuote(let line, let column):
            TraceError.badQuote(
                TracePlace(file: file, line: line, column: column),
                reason: "text follows the closing quote of this cell; double a quote that is part of it")
        case .tooLong(let line):
            TraceError.badQuote(
                TracePlace(file: file, line: line, column: 1),
                reason: "the line is longer than \(CSVBytes.longestRecord >> 20) MiB; is this a trace?")
        }
    }
}
