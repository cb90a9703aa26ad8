import SimCore
import Testing

@testable import SimCLI

@Suite("Times of a trace")
struct TraceClockTests {
    private static func cell(_ text: String) -> ([UInt8], CSVReader.Cell) {
        let bytes = Array(text.utf8)
        return (bytes, CSVReader.Cell(start: 0, end: bytes.count, isQuoted: false))
    }

    private static func read(_ clock: inout TraceClock, _ text: String) -> Int128? {
        let (bytes, cell) = cell(text)
        return clock.picoseconds(bytes, cell)
    }

    /// One moment, written in every unit, is the same moment; and the second row, a tenth of a second later, is that.
    @Test(
        "A Unix time is recognised in whatever unit",
        arguments: [TraceFormat.mooncakeLines, .vidur, .wattline])
    func unixTimes(format: TraceFormat) {
        for (first, second) in [
            ("1753780607.5", "1753780607.6"), ("1753780607500", "1753780607600"),
            ("1753780607500000", "1753780607600000"), ("1753780607500000000", "1753780607600000000"),
        ] where format != .mooncakeLines || first.utf8.count > 12 {
            var clock = TraceClock(format, unit: nil)
            let start = Self.read(&clock, first)
            #expect(start == 1_753_780_607_500_000_000_000, "\(first)")
            #expect(clock.isAbsolute)
            #expect(Self.read(&clock, second).map { $0 - (start ?? 0) } == 100_000_000_000)
            #expect(clock.question(isEnd: true) == nil)
        }
    }

    @Test("Times since a start keep the unit of the format, and that of the user wins")
    func elapsed() {
        var plain = TraceClock(.mooncakeLines, unit: nil)
        #expect(Self.read(&plain, "1500") == 1_500_000_000_000)
        #expect(!plain.isAbsolute)
        for unit in TraceUnit.allCases {
            var given = TraceClock(.mooncakeLines, unit: unit)
            var expected: Int128 = 15
            for _ in 0..<unit.decimals { expected *= 10 }
            #expect(Self.read(&given, "15") == expected)
        }
        var seconds = TraceClock(.mooncakeLines, unit: .seconds)
        _ = Self.read(&seconds, "1753780607")
        #expect(seconds.isAbsolute)
    }

    @Test("What is no time is none, and does not decide what the others count")
    func bad() {
        var clock = TraceClock(.vidur, unit: nil)
        for text in ["", "x", "-1", "nan", "1e30"] { #expect(Self.read(&clock, text) == nil) }
        #expect(Self.read(&clock, "2") == 2_000_000_000_000)
        #expect(clock.expectation == "a number of seconds >= 0")
    }

    /// Gaps from a picosecond to a day: doubted exactly where the mean one is below a millisecond or above a thousand
    /// seconds, by whatever format does not name its unit.
    @Test("Rates that no server has seen are a question")
    func rates() {
        var stream = RandomStream(seed: 5, purpose: "test.clock")
        for format in TraceFormat.allCases where format.clock != .calendar {
            for round in 0..<60 {
                var clock = TraceClock(format, unit: nil)
                let count = TraceClock.fewestRows + stream.below(40)
                let gap = [
                    1, 999_999_999, 1_000_000_000, 70_000_000_000, 1_000_000_000_000_000,
                    2_000_000_000_000_000,
                ][
                    stream.below(6)]
                guard case .elapsed(let unit) = format.clock else { continue }
                for index in 0..<count {
                    let time = DecimalText.exact(Int128(index) * Int128(gap), decimals: unit.decimals)
                    _ = Self.read(&clock, time)
                    #expect(clock.question(isEnd: false) == nil)
                }
                let isDoubted = (gap < 1_000_000_000 || gap > 1_000_000_000_000_000) && !format.namesUnit
                #expect((clock.question(isEnd: true) != nil) == isDoubted, "\(format) \(round) \(gap)")
            }
        }
    }

    @Test("A first row of some days in milliseconds may be a Unix time in seconds")
    func seconds() {
        var clock = TraceClock(.mooncakeLines, unit: nil)
        _ = Self.read(&clock, "1753780607")
        #expect(
            clock.question(isEnd: false)
                == "the first row is 20.3 days after the start in milliseconds, or a Unix time in seconds. Say what "
                + "timestamp counts: --trace-time-unit s|ms|us|ns")
    }
}
