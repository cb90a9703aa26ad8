/// Where in a file something is: `trace.csv:1042:3`. The column is the number of the cell; in a file of JSON lines
/// it is the byte in the line. Both count from 1.
struct TracePlace: Hashable, Sendable, CustomStringConvertible {
    let file: String
    let line: Int
    let column: Int

    var description: String { "\(file):\(line):\(column)" }
}

/// Why a trace cannot be replayed: where, what, and what to try.
enum TraceError: Error, Hashable {
    case unreadable(CSVFileError)
    /// No header and no row.
    case empty(file: String)
    /// A file that is not text at all.
    case notText(file: String, kind: String, hint: String)
    case unknownHeader(TracePlace, columns: String, advice: String)
    /// The keys of the first line of a file of objects.
    case unknownKeys(TracePlace, keys: String, advice: String)
    case repeatedColumn(TracePlace, name: String)
    /// A file that is known, and is no trace of requests.
    case notATrace(file: String, kind: String, hint: String)
    /// Rows, but none that makes a request.
    case noRequests(file: String, rows: Int, firstBadRow: String?)
    case badCell(TracePlace, name: String, value: String, expected: String)
    case badRow(TracePlace, reason: String)
    case timeGoesBack(TracePlace, name: String, by: String)
    case timePastEnd(TracePlace, name: String)
    /// The first row, so that all others are too.
    case startsPastEnd(TracePlace, name: String)
    /// What times count cannot be told from the file.
    case unclearTime(TracePlace, name: String, question: String)
    /// A unit for times that have none.
    case unitOfDates(file: String, name: String)
    case badQuote(TracePlace, reason: String)

    /// The file could not be read (exit 4) rather than understood (exit 2).
    var isUnreadable: Bool {
        if case .unreadable = self { return true }
        return false
    }

    /// For the one who gave the file.
    var forUser: CLIError { CLIError(isUnreadable ? .inputOutput : .usage, description) }

    /// One row is at fault, and leaving it out leaves a trace.
    var isOfOneRow: Bool {
        switch self {
        case .badCell, .badRow, .timeGoesBack, .timePastEnd: true
        default: false
        }
    }
}

extension TraceError: CustomStringConvertible {
    var description: String {
        switch self {
        case .unreadable(let error):
            "\(error)"
        case .empty(let file):
            "\(file) is empty; expected a header such as \(TraceFormat.wattline.columns.joined(separator: ","))"
        case .notText(let file, let kind, let hint):
            "\(file) is \(kind), not text. \(hint)"
        case .unknownHeader(let place, let columns, let advice):
            "\(place): no trace format has the columns \(columns). \(advice)"
        case .unknownKeys(let place, let keys, let advice):
            "\(place): no trace format has the keys \(keys). \(advice)"
        case .notATrace(let file, let kind, let hint):
            "\(file) is \(kind), and no trace of requests. \(hint)"
        case .repeatedColumn(let place, let name):
            "\(place): the column \(name) is there twice; which one counts cannot be known"
        case .noRequests(let file, let rows, let firstBadRow):
            rows == 0
                ? "\(file) has a header and no rows; there is nothing to replay"
                : "\(file) has \(rows) row\(rows == 1 ? "" : "s"), none of them a request that can be replayed "
                    + (firstBadRow.map { "(the first that is bad: \($0))" }
                        ?? "(no answer, or an empty prompt)")
        case .badCell(let place, let name, let value, let expected):
            "\(place): \(name) is '\(value)', expected \(expected) (--skip-bad-rows)"
        case .badRow(let place, let reason):
            "\(place): \(reason) (--skip-bad-rows)"
        case .timeGoesBack(let place, let name, let by):
            "\(place): \(name) is \(by) before the row above; sort the file by time (--skip-bad-rows)"
        case .timePastEnd(let place, let name):
            "\(place): \(name) is more than 104 days after the start, which is where a run ends (--skip-bad-rows)"
        case .startsPastEnd(let place, let name):
            "\(place): \(name) is more than 104 days after 0, which is where a run ends. --rebase counts from the first "
                + "request, --trace-time-unit says what \(name) counts"
        case .unclearTime(let place, let name, let question):
            "\(place): the unit of \(name) is unclear: \(question)"
        case .unitOfDates(let file, let name):
            "--trace-time-unit has no effect here: the \(name) of \(file) is a date. Drop it"
        case .badQuote(let place, let reason):
            "\(place): \(reason)"
        }
    }
}
