import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("Conditions")
struct SweepConditionTests {
    @Test(
        "Comparisons",
        arguments: [
            ("p99_ttft_ms<=5", true), ("p99_ttft_ms<5", false), ("p99_ttft_ms>=5", true),
            ("p99_ttft_ms > 5", false),
            ("p99_ttft_ms == 5", true), ("p99_ttft_ms!=5", false), ("tp<=1", true), ("p50_ttft_ms<=9", false),
            ("p50_ttft_ms!=9", false), ("p99-ttft-ms <= 5e0", true),
        ])
    func holds(text: String, expected: Bool) throws {
        #expect(try SweepFixture.condition(text).holds(SweepFixture.row(0, ["p99_ttft_ms": 5])) == expected)
    }

    @Test func misses() throws {
        let row = SweepFixture.row(0, ["p99_ttft_ms": 6])
        #expect(try abs(SweepFixture.condition("p99_ttft_ms<=5").miss(row) - 0.2) < 1e-12)
        #expect(try SweepFixture.condition("p99_ttft_ms<=6").miss(row) == 0)
        #expect(try SweepFixture.condition("p99_ttft_ms<=0").miss(row) == 6)
        #expect(try SweepFixture.condition("p50_ttft_ms<=5").miss(row) == .infinity)
    }

    @Test(
        "What is no condition",
        arguments: [
            "", "p99_ttft_ms", "<=5", "p99_ttft_ms<=", "p99_ttft_ms<=x", "p99_ttft_ms=5", "p99_ttft_ms<=nan",
            "p99_ttft_ms<=inf", "p99_ttft_ms=<5", "p99_ttft_ms<=5ms",
        ])
    func refused(text: String) {
        #expect(
            throws: BadValue.must("of the form METRIC<=NUMBER such as p99_ttft_ms<=500, got '\(text)'")
        ) { try SweepFixture.condition(text) }
    }

    @Test func description() throws {
        #expect(try SweepFixture.condition("p99_ttft_ms<=5.0").description == "p99_ttft_ms <= 5")
    }
}
