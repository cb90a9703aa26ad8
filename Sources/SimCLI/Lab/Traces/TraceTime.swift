import WattlineText

/// Reads points in time as traces write them: `2023-11-16 18:15:46.6805900` (UTC is assumed),
/// `2024-05-10 00:00:00.009930+00:00`, also with `T` between and `Z` behind.
///
/// A value remembers the minute that it read last: the rows of a trace mostly share it with the row before.
struct TraceTime: Sendable {
    /// `2023-11-16 18:15:`, or nothing.
    private var minuteText: [UInt8] = []
    /// Seconds of its start, as if it were UTC.
    private var minuteStart = 0

    /// Picoseconds since 1970-01-01 00:00 UTC, or nil. O(length).
    mutating func picoseconds(_ buffer: [UInt8], _ cell: CSVReader.Cell) -> Int128? {
        let (start, end) = CSVNumber.trim(buffer, cell)
        guard end - start >= 19 else { return nil }
        if !isMinute(buffer.span, start) {
            guard let minute = TraceTime.minute(buffer, start) else { return nil }
            minuteText = Array(buffer[start..<(start + 17)])
            minuteStart = minute
        }
        guard let second = TraceTime.digits(buffer, start + 17, 2), second < 60 else { return nil }
        var index = start + 19
        var fraction: Int64 = 0
        if index < end, buffer[index] == UInt8(ascii: ".") {
            index += 1
            let first = index
            while index < end, buffer[index] &- UInt8(ascii: "0") <= 9, index - first < 12 {
                fraction = fraction &* 10 &+ Int64(buffer[index] - UInt8(ascii: "0"))
                index += 1
            }
            guard index > first else { return nil }
            for _ in (index - first)..<12 { fraction &*= 10 }
        }
        guard let zone = TraceTime.zoneMinutes(buffer, index, end) else { return nil }
        return Int128.product(Int64(minuteStart - zone * 60 + second), 1_000_000_000_000) + Int128(fraction)
    }

    /// Whether the text at `start` is that of the minute at hand.
    private func isMinute(_ buffer: Span<UInt8>, _ start: Int) -> Bool {
        let minute = minuteText.span
        guard minute.count == 17 else { return false }
        // From its end, where they differ first.
        var index = 16
        while index >= 0, buffer[start &+ index] == minute[index] { index &-= 1 }
        return index < 0
    }

    /// Seconds from 1970 to the minute at `start`, which has 17 bytes.
    private static func minute(_ buffer: [UInt8], _ start: Int) -> Int? {
        guard let year = digits(buffer, start, 4), buffer[start + 4] == UInt8(ascii: "-"),
            let month = digits(buffer, start + 5, 2), buffer[start + 7] == UInt8(ascii: "-"),
            let day = digits(buffer, start + 8, 2),
            buffer[start + 10] == UInt8(ascii: " ") || buffer[start + 10] == UInt8(ascii: "T"),
            let hour = digits(buffer, start + 11, 2), buffer[start + 13] == UInt8(ascii: ":"),
            let minute = digits(buffer, start + 14, 2), buffer[start + 16] == UInt8(ascii: ":")
        else { return nil }
        guard month >= 1, month <= 12, day >= 1, day <= daysOf(month, year), hour < 24, minute < 60
        else { return nil }
        return days(year, month, day) * 86_400 + hour * 3_600 + minute * 60
    }

    /// Minutes east of UTC: nothing, `Z`, `+hh:mm` or `+hhmm`.
    private static func zoneMinutes(_ buffer: [UInt8], _ start: Int, _ end: Int) -> Int? {
        if start == end || (end - start == 1 && buffer[start] == UInt8(ascii: "Z")) { return 0 }
        let isWest = buffer[start] == UInt8(ascii: "-")
        guard isWest || buffer[start] == UInt8(ascii: "+") else { return nil }
        let colon = end - start == 6 && buffer[start + 3] == UInt8(ascii: ":") ? 1 : 0
        guard end - start == 5 + colon, let hours = digits(buffer, start + 1, 2), hours < 24,
            let minutes = digits(buffer, start + 3 + colon, 2), minutes < 60
        else { return nil }
        return (isWest ? -1 : 1) * (hours * 60 + minutes)
    }

    private static func digits(_ buffer: [UInt8], _ start: Int, _ count: Int) -> Int? {
        var value = 0
        for index in start..<(start + count) {
            let digit = buffer[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }

    private static func daysOf(_ month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 in the Gregorian calendar, with years that begin in March (H. Hinnant,
    /// "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`, for years >= 0).
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 + 400 : year + 400
        let era = shifted / 400
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return (era - 1) * 146_097 + dayOfEra - 719_468
    }
}
