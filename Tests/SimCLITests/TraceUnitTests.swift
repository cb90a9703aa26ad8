import Testing

@testable import SimCLI

@Suite("What times count")
struct TraceUnitTests {
    @Test("A second is as many of each as its decimals say", arguments: TraceUnit.allCases)
    func decimals(unit: TraceUnit) throws {
        let counts: [TraceUnit: Int] = [
            .seconds: 1, .milliseconds: 1_000, .microseconds: 1_000_000, .nanoseconds: 1_000_000_000,
        ]
        var picoseconds = try #require(counts[unit])
        for _ in 0..<unit.decimals { picoseconds *= 10 }
        #expect(picoseconds == 1_000_000_000_000)
        #expect(unit.plural.hasSuffix("seconds"))
    }

    @Test("Unix times are those of the years in which there are traces")
    func unixTimes() {
        let second: Int128 = 1_000_000_000_000
        #expect(TraceUnit.isUnixTime(1_753_780_607 * second))
        #expect(!TraceUnit.isUnixTime(9_000_000 * second))
        #expect(!TraceUnit.isUnixTime(1_753_780_607_000 * second))
    }
}
