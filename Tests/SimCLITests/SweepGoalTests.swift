import Testing

@testable import SimCLI

@Suite("Goals")
struct SweepGoalTests {
    private let rows = [
        SweepFixture.row(0, ["p99_ttft_ms": 9, "output_throughput": 50]),
        SweepFixture.row(1, ["p99_ttft_ms": 4, "output_throughput": 20]),
        SweepFixture.row(2, ["p99_ttft_ms": 3, "output_throughput": 20]),
        SweepFixture.refused(3, "does not fit"),
    ]

    private func goal(_ text: String, _ conditions: String...) throws -> SweepGoal {
        try SweepGoal(
            parsing: text, conditions: conditions.map { try SweepFixture.condition($0) }, SweepFixture.layout)
    }

    @Test func best() throws {
        #expect(try goal("min:p99_ttft_ms").best(rows)?.point == 2)
        #expect(try goal("max:output_throughput").best(rows)?.point == 0)
        #expect(try goal("max:output_throughput", "p99_ttft_ms<=5").best(rows)?.point == 1)
        #expect(try goal("max:tp", "p99_ttft_ms<=5").best(rows)?.point == 2)
        #expect(try goal("min:p99_ttft_ms", "p99_ttft_ms<=1").best(rows) == nil)
    }

    @Test func nearestMiss() throws {
        let miss = try #require(
            try goal("min:p99_ttft_ms", "p99_ttft_ms<=2", "output_throughput>=40").nearestMiss(rows))
        // 0 is 350 % off, 1 is 100 % and 50 % off, 2 is 50 % and 50 % off.
        #expect(miss.row.point == 2)
        #expect(try goal("min:p99_ttft_ms", "p50_ttft_ms<=2").nearestMiss(rows) == nil)
    }

    @Test("What is no goal", arguments: ["energy", "min:", "least:p99_ttft_ms", "min", ":x", ""])
    func refused(text: String) {
        #expect(
            throws: BadValue.must(
                "min:METRIC or max:METRIC such as min:energy_per_output_token_j, got '\(text)'")
        ) { try goal(text) }
    }
}
