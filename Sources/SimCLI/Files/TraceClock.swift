import SimCore

/// Reads the times of one trace: dates, Unix times, or numbers since a start.
///
/// What a number counts is the unit that the user gave, else the format's. Where that would be past the end of any run
/// (104 days), and the number is a Unix time in another unit, it is one: so traces stamped with the clock of a computer are
/// recognised by their first row. What cannot be told from one row is asked for (``question``).
struct TraceClock: Sendable {
    /// Rows that are looked at before their rate is judged, and the fewest that it is judged by.
    static let judgedRows = 1_000
    static let fewestRows = 10

    private let format: TraceFormat
    private let isCalendar: Bool
    private let given: TraceUnit?
    private var calendar = TraceTime()
    /// Of the first number; nil before it.
    private var unit: TraceUnit?
    /// Numbers count from 1970.
    private var isUnix = false
    private var rows = 0
    private var first: Int128 = 0
    private var last: Int128 = 0

    init(_ format: TraceFormat, unit: TraceUnit?) {
        self.format = format
        isCalendar = format.clock == .calendar
        given = unit
    }

    /// Whether times say when something was, so that the first request is the start. Known from the first row on.
    var isAbsolute: Bool { isUnix || isCalendar }

    /// What numbers are taken to count.
    private var assumed: TraceUnit {
        if let unit = unit ?? given { return unit }
        if case .elapsed(let unit) = format.clock { return unit }
        return .seconds
    }

    /// What a time must be, for messages.
    var expectation: String {
        isCalendar
            ? "a time such as 2023-11-16 18:15:46.6805900" : "a number of \(assumed.plural) >= 0"
    }

    /// Picoseconds since 1970 or since the start; nil for what is no time. O(length).
    mutating func picoseconds(_ buffer: [UInt8], _ cell: CSVReader.Cell) -> Int128? {
        if isCalendar { return calendar.picoseconds(buffer, cell) }
        if unit == nil { settle(buffer, cell) }
        guard let time = CSVNumber.scaled(buffer, cell, decimals: assumed.decimals), time >= 0 else {
            return nil
        }
        if rows == 0 { first = time }
        rows += 1
        last = time
        return time
    }

    /// Decides what the first number counts.
    private mutating func settle(_ buffer: [UInt8], _ cell: CSVReader.Cell) {
        func time(_ unit: TraceUnit) -> Int128? {
            CSVNumber.scaled(buffer, cell, decimals: unit.decimals)
        }
        guard let read = time(assumed), read >= 0 else { return }
        var chosen = assumed
        if given == nil, read > Int128(SimInstant.limit.picoseconds), !TraceUnit.isUnixTime(read) {
            chosen = TraceUnit.allCases.first { time($0).map(TraceUnit.isUnixTime) ?? false } ?? chosen
        }
        unit = chosen
        isUnix = time(chosen).map(TraceUnit.isUnixTime) ?? false
    }

    /// What the user must say before the times can be believed; nil where they can. `isEnd` when no row follows.
    ///
    /// A format that names its unit is believed. Others are doubted where the first row could be a Unix time in seconds, and
    /// where more than a thousand requests come in a second, or fewer than one in a thousand seconds: no server that is
    /// replayed here has seen either, and files with another unit under the same names are about.
    func question(isEnd: Bool) -> String? {
        guard !isAbsolute, given == nil, rows > 0, rows <= TraceClock.judgedRows, !format.namesUnit else {
            return nil
        }
        let ask =
            "Say what \(format.columns[0]) counts: --trace-time-unit "
            + TraceUnit.allCases.map(\.rawValue).joined(separator: "|")
        if rows == 1, assumed == .milliseconds, TraceUnit.isUnixTime(first * 1_000) {
            return
                "the first row is \(Figures.plain(days(first))) days after the start in milliseconds, or a Unix time in "
                + "seconds. \(ask)"
        }
        guard rows == TraceClock.judgedRows || (isEnd && rows >= TraceClock.fewestRows) else { return nil }
        let gap = (last - first) / Int128(rows - 1)
        guard last > first, gap < 1_000_000_000 || gap > 1_000 * 1_000_000_000_000 else { return nil }
        let seconds = Double(last - first) / 1e12
        return
            "\(rows) rows in \(Figures.short(seconds)) s, if it counts \(assumed.plural) as in traces of "
            + "\(format.rawValue): \(gap < 1_000_000_000 ? "more than a thousand a second" : "hours of idling"). \(ask)"
    }

    private func days(_ picoseconds: Int128) -> Double {
        (Double(picoseconds) / 86_400e12 * 10).rounded() / 10
    }
}
