import SimCore
import Workloads

/// The requests of a trace file, pulled one at a time.
///
/// Formats are recognised by their header (``TraceFormat``). Times must not go back; equal ones are fine. Where times are
/// dates or Unix times, and where the reading says so, the first request arrives at 0; times since a start are kept as
/// they are. Rows without an answer (0 output tokens) are failed requests; they and empty prompts are left out and
/// counted. With `skipBadRows` rows that cannot be read or whose time goes back are left out and counted too. Times that
/// cannot be believed are a question to the user (``TraceClock/question(isEnd:)``).
///
/// A value: a copy goes on from the same row. Of a regular file that is exact and costs one chunk of memory, because
/// each copy reads at an offset of its own. What can be read only once (a pipe) is read as it comes, in one chunk of memory
/// too: there a copy and its original would take rows from each other, so only one of them may be used.
struct TraceSource: TallyingSource {
    /// The path as given, or `stdin`.
    let name: String
    let format: TraceFormat
    /// Rows read so far, whatever became of them.
    private(set) var rowCount = 0
    /// What was left out so far.
    private(set) var tally = WorkloadTally()
    /// The first row that `skipBadRows` left out, in the words of the error it would have been.
    private(set) var firstBadRow: String?

    private var rows: TraceRows
    private let reading: TraceReading
    private var origin: Int128?
    private var lastTime: Int128?
    /// The next request, where it was read already: to know when it comes, and, of what can be read only once, that there
    /// is one.
    private var held: RequestSpec?

    /// Whether the file has a column of priorities.
    var hasPriorities: Bool { rows.hasPriorities }

    /// Opens a file, or the standard input for `-`, and reads as far as its first request.
    ///
    /// - Throws: ``TraceError`` for what cannot be read, for an unknown header, for a file without requests, and for
    ///   a first row that is wrong.
    init(path: String, _ reading: TraceReading = TraceReading()) throws(TraceError) {
        let file: CSVFile
        do throws(CSVFileError) {
            file = try CSVFile(path: path)
        } catch {
            throw TraceError.unreadable(error)
        }
        try self.init(
            CSVBytes(file), name: path == "-" ? "stdin" : path, isRereadable: file.isRegular, reading)
    }

    /// Reads a trace that is in memory.
    init(text: String, name: String, _ reading: TraceReading = TraceReading()) throws(TraceError) {
        try self.init(CSVBytes(Array(text.utf8)), name: name, isRereadable: true, reading)
    }

    init(
        _ bytes: CSVBytes, name: String, isRereadable: Bool, _ reading: TraceReading = TraceReading()
    ) throws(TraceError) {
        let rows = try TraceRows(bytes, file: name, unit: reading.unit)
        self.name = name
        self.reading = reading
        format = rows.format
        self.rows = rows
        if isRereadable {
            var ahead = self
            guard try ahead.nextRequest() != nil else { throw ahead.noRequests }
            // What its times count is asked before a run, and not in the middle.
            guard !format.namesUnit, reading.unit == nil, format.clock != .calendar else { return }
            while ahead.rowCount < TraceClock.judgedRows {
                do throws(TraceError) {
                    guard try ahead.nextRequest() != nil else { return }
                } catch {
                    // Other faults belong to those who get as far.
                    if case .unclearTime = error { throw error }
                    return
                }
            }
        } else {
            held = try nextRequest()
            guard held != nil else { throw noRequests }
        }
    }

    private var noRequests: TraceError {
        .noRequests(file: name, rows: rowCount, firstBadRow: firstBadRow)
    }

    /// What the rows read so far have that is left out, a sentence each.
    var notices: [String] { rows.unread.notices }

    mutating func peek() throws(ArrivalFault) -> NextArrival {
        if held == nil { held = try next() }
        return held.map { .at($0.arrival) } ?? .ended
    }

    mutating func next() throws(ArrivalFault) -> RequestSpec? {
        do throws(TraceError) {
            return try nextRequest()
        } catch {
            throw ArrivalFault(error.description)
        }
    }

    /// As ``next()``, with the error as it is.
    mutating func nextRequest() throws(TraceError) -> RequestSpec? {
        if let first = held {
            held = nil
            return first
        }
        while true {
            do throws(TraceError) {
                rowCount += 1
                guard let row = try rows.next() else {
                    rowCount -= 1
                    try ask(isEnd: true)
                    return nil
                }
                try ask(isEnd: false)
                if let request = try request(from: row) { return request }
            } catch {
                guard reading.skipBadRows, error.isOfOneRow else { throw error }
                tally.badRows += 1
                if firstBadRow == nil { firstBadRow = error.description }
            }
        }
    }

    private func ask(isEnd: Bool) throws(TraceError) {
        guard let question = rows.clock.question(isEnd: isEnd) else { return }
        throw TraceError.unclearTime(place, name: format.columns[0], question: question)
    }

    /// The request of a row, or nil for a row that is left out.
    private mutating func request(from row: TraceRow) throws(TraceError) -> RequestSpec? {
        if let lastTime, row.time < lastTime {
            throw TraceError.timeGoesBack(
                place, name: format.columns[0], by: TraceSource.span(lastTime - row.time))
        }
        let start = origin ?? (rows.clock.isAbsolute || reading.rebases ? row.time : 0)
        guard let time = Int64(exactly: row.time - start), time <= SimInstant.limit.picoseconds else {
            throw lastTime == nil
                ? TraceError.startsPastEnd(place, name: format.columns[0])
                : TraceError.timePastEnd(place, name: format.columns[0])
        }
        lastTime = row.time
        if row.outputTokens == 0 {
            tally.failedRows += 1
            return nil
        }
        if row.promptTokens == 0 {
            tally.emptyPromptRows += 1
            return nil
        }
        origin = start
        return RequestSpec(
            arrival: SimInstant(picoseconds: time), promptTokens: row.promptTokens,
            outputTokens: row.outputTokens, priority: row.priority)
    }

    private var place: TracePlace { rows.timePlace }

    private static func span(_ picoseconds: Int128) -> String {
        Int64(exactly: picoseconds).map { SimDuration(picoseconds: $0).description } ?? "more than 106 days"
    }
}
