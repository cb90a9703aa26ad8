import Foundation
import SimCore
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite struct TraceTimeTests {
    private static func read(_ text: String) -> Int128? {
        let bytes = Array(text.utf8)
        var clock = TraceTime()
        return clock.picoseconds(bytes, CSVReader.Cell(start: 0, end: bytes.count, isQuoted: false))
    }

    @Test func theFormsOfTheTraces() {
        // 1700158546 is 2023-11-16 18:15:46 UTC (date -u -d @1700158546).
        let second: Int128 = 1_000_000_000_000
        #expect(Self.read("2023-11-16 18:15:46.6805900") == 1_700_158_546 * second + 680_590_000_000)
        #expect(Self.read("2023-11-16 18:15:46") == 1_700_158_546 * second)
        #expect(Self.read("2023-11-16T18:15:46Z") == 1_700_158_546 * second)
        #expect(Self.read("2023-11-16 18:15:46.000001+00:00") == 1_700_158_546 * second + 1_000_000)
        #expect(Self.read("2023-11-16 20:15:46.5+02:00") == 1_700_158_546 * second + second / 2)
        #expect(Self.read("2023-11-16 12:45:46-0530") == 1_700_158_546 * second)
        #expect(Self.read("1970-01-01 00:00:00") == 0)
        #expect(Self.read("2000-02-29 00:00:00") == 951_782_400 * second)
        #expect(Self.read("0000-03-01 00:00:00") == -62_162_035_200 * second)
    }

    /// One that has read other rows before reads every row as a fresh one does.
    @Test func whatWasReadBeforeChangesNothing() {
        var stream = RandomStream(seed: 4, purpose: "test.minutes")
        var clock = TraceTime()
        for _ in 0..<3_000 {
            func two(_ range: ClosedRange<Int64>) -> String {
                let value = stream.whole(in: range)
                return value < 10 ? "0\(value)" : "\(value)"
            }
            // Few minutes, so that they repeat, and some that there are not.
            let text =
                "202\(stream.whole(in: 3...4))-\(two(12...13))-\(two(30...32))\(["T", " "][Int(stream.whole(in: 0...1))])"
                + "\(two(23...24)):\(two(58...60)):\(two(58...61))"
                + ["", ".5", "Z", "+01:00", "x", ".25-0230"][Int(stream.whole(in: 0...5))]
            let bytes = Array(text.utf8)
            let cell = CSVReader.Cell(start: 0, end: bytes.count, isQuoted: false)
            #expect(clock.picoseconds(bytes, cell) == Self.read(text), "seed 4: \(text)")
        }
    }

    /// Against Foundation's Gregorian calendar.
    @Test func datesAgreeWithTheCalendar() {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "yyyy-MM-dd HH:mm:ss"
        var stream = RandomStream(seed: 3, purpose: "test.dates")
        for _ in 0..<1_000 {
            let seconds = stream.whole(in: -5_000_000_000...50_000_000_000)
            let text = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
            #expect(Self.read(text) == Int128(seconds) * 1_000_000_000_000, "seed 3: \(text)")
        }
    }

    @Test(arguments: [
        "", "2023-11-16", "2023-11-16 18:15", "2023-13-01 00:00:00", "2023-00-01 00:00:00",
        "2023-02-29 00:00:00",
        "1900-02-29 00:00:00", "2023-04-31 00:00:00", "2023-11-16 24:00:00", "2023-11-16 18:60:00",
        "2023-11-16 18:15:60", "2023-11-16 18:15:46.", "2023-11-16 18:15:46.1234567890123",
        "2023/11/16 18:15:46",
        "2023-11-16 18:15:46 UTC", "2023-11-16 18:15:46+2", "2023-11-16 18:15:46+25:00",
        "2023-11-16 18:15:46+00:0x",
        "2023-11-16 18:15:46*00:00", "NaN", "1700158546",
    ])
    func textsThatAreNoTime(text: String) { #expect(Self.read(text) == nil) }
}
