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
        #expect(try goal("min:p99_ttft_ms").rank(rows).best?.point == 2)
        #expect(try goal("max:output_throughput").rank(rows).best?.point == 0)
        #expect(try goal("max:output_throughput", "p99_ttft_ms<=5").rank(rows).best?.point == 1)
        #expect(try goal("max:tp", "p99_ttft_ms<=5").rank(rows).best?.point == 2)
        #expect(try goal("min:p99_ttft_ms", "p99_ttft_ms<=1").rank(rows).best == nil)
    }

    @Test("Points with the same figure are said to be as good")
    func ties() throws {
        let ranking = try goal("min:output_throughput").rank(rows)
        #expect(ranking.best?.point == 1)
        #expect(ranking.ties.map(\.point) == [2])
    }

    /// Rows with replications: the figure and half of its interval.
    private func replicated(_ point: Int, _ value: Double, _ width: Double) -> SweepRow {
        var row = SweepFixture.row(point, ["p99_ttft_ms": value])
        row.halfWidths = SweepFixture.layout.metrics.map { $0 == "p99_ttft_ms" ? .number(width) : .null }
        return row
    }

    @Test("Intervals that meet tell no points apart, and a condition must hold at their far end")
    func intervals() throws {
        let rows = [replicated(0, 10, 1), replicated(1, 12, 1.5), replicated(2, 14, 0.5)]
        let ranking = try goal("min:p99_ttft_ms").rank(rows)
        #expect(ranking.best?.point == 0)
        #expect(ranking.ties.map(\.point) == [1])
        #expect(try goal("max:p99_ttft_ms", "p99_ttft_ms<=13").rank(rows).best?.point == 0)
        #expect(try goal("max:p99_ttft_ms", "p99_ttft_ms<=13.5").rank(rows).best?.point == 1)
        #expect(try goal("min:p99_ttft_ms", "p99_ttft_ms>=9.5").rank(rows).best?.point == 1)
        let miss = try #require(try goal("min:p99_ttft_ms", "p99_ttft_ms<=10").nearestMiss(rows))
        #expect(miss.row.point == 0)
        #expect(abs(miss.condition.miss(miss.row) - 0.1) < 1e-12)
    }

    @Test("A point that leaves more requests out has another load, and is not ranked")
    func leftOut() throws {
        let rows = [
            SweepFixture.row(0, ["energy_per_request_j": 9, "completed": 10, "failed": 0]),
            SweepFixture.row(1, ["energy_per_request_j": 1, "completed": 5, "failed": 5]),
        ]
        let ranking = try goal("min:energy_per_request_j").rank(rows)
        #expect(ranking.best?.point == 0)
        #expect(ranking.leftOut.map(\.point) == [1])
        #expect(try goal("min:energy_per_request_j").rank([rows[1]]).best?.point == 1)
    }

    @Test(
        "Figures a request, a token, a second or a GPU rank points of any load, sums those of the same",
        arguments: [
            ("num-prompts 5,9", "total_gpu_energy_j", false), ("input-len 5,9", "duration", false),
            ("seed 0,1", "steps", false), ("tp 1,2", "total_gpu_energy_j", true),
            ("request-rate 2,4", "duration", true), ("input-len 5,9", "num_gpus", true),
            ("num-prompts 5,9", "energy_per_request_j", true),
            ("output-len 5,9", "usd_per_1m_output_tokens", true),
            ("num-prompts 5,9", "p99_ttft_ms", true),
        ])
    func comparable(axis: String, metric: String, isComparable: Bool) {
        let sweep = Invocation("sweep --price 2 --num-prompts 4 --\(axis) --goal min:\(metric)")
        #expect(sweep.code == (isComparable ? 0 : 2), "\(sweep.errors)")
        guard !isComparable else { return }
        let flag = axis.prefix { $0 != " " }
        #expect(
            sweep.errors
                == "wattline: error: --goal names \(metric), which grows with the requests that are served, and --\(flag) "
                + "gives the points different ones. Take a figure a request, a token or a second, such as "
                + "energy_per_request_j\n")
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
