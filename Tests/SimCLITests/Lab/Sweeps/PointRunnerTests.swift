import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("Points that run")
struct PointRunnerTests {
    private func rows(_ line: String) throws -> [SweepRow] {
        let words = line.split(separator: " ").map(String.init)
        let given = try ArgumentParser(flags: SweepFlags.ofSweep, verb: "sweep").parse(words).given
        let own = SweepFlags.groups.flatMap { $0.flags.map(\.key) }
        let plan = try SweepPlan(
            given.filter { !own.contains($0.flag.key) },
            SweepRequest(given.filter { own.contains($0.flag.key) }))
        let shelf = WarmCost.Shelf()
        return try plan.points.map { try PointRunner(plan: plan).row($0, shelf) }
    }

    @Test("What does not fit or does not go together is a row with the reason")
    func refused() throws {
        let rows = try rows("--num-prompts 5 -m llama-3.1-8b,llama-3.1-70b")
        #expect(rows.map(\.status) == [.ok, .infeasible])
        #expect(rows[1].reason?.hasPrefix("Llama-3.1-70B bf16 does not fit on 1 x h100-sxm") == true)
        #expect(rows[1].metrics.isEmpty)
        let invalid = try self.rows("--num-prompts 5 --arrival poisson,gamma --burstiness 2")
        #expect(invalid.map(\.status) == [.invalid, .ok])
        #expect(
            invalid[0].reason
                == "--burstiness does not go with --arrival poisson: only gamma gaps have one. Drop one of the two"
        )
    }

    @Test("Replications give the mean of the runs with these replications")
    func replications() throws {
        let together = try rows("--num-prompts 20 --replications 3 --tp 1,2")
        let apart = try rows("--num-prompts 20 --replication 0,1,2")
        let index = try #require(SweepFixture.layout.metrics.firstIndex(of: "duration"))
        let values = apart.compactMap { $0.metrics[index].real }
        #expect(Set(values).count == 3)
        let interval = try #require(StudentInterval(values))
        #expect(together[0].metrics[index] == .number(interval.mean))
        #expect(together[0].halfWidths[index] == .number(interval.halfWidth))
        #expect(together[0].configurationHash == apart[0].configurationHash)
    }

    @Test("A search gives the highest rate that keeps its condition")
    func search() throws {
        let line = "--num-prompts 50 --goal max:request_rate --subject-to p99_ttft_ms<=50"
        let found = try rows("--rate 1..100 \(line)")[0]
        #expect(found.status == .ok)
        let rate = try #require(found.axes[0].real)
        let ttft = try #require(SweepFixture.layout(for: "p99_ttft_ms"))
        #expect(try #require(found.metrics[ttft].real) <= 50)
        // The next round number misses it.
        let next = try rows("--num-prompts 50 --rate \(rate + 0.1),1")[0]
        #expect(try #require(next.metrics[ttft].real) > 50)
        #expect(try #require(found.evaluations) <= 14)
    }

    @Test("Where the first value fails already, the row says by what")
    func unmet() throws {
        let row = try rows("--num-prompts 20 --rate 1..9 --goal max:rate --subject-to p99_ttft_ms<=1")[0]
        #expect(row.status == .unmet)
        #expect(row.axes == [.whole(1)])
        #expect(
            row.reason?.hasPrefix(
                "no --request-rate from 1 to 9 meets the conditions: already at 1 p99_ttft_ms is ")
                == true)
        #expect(!row.metrics.isEmpty)
    }

    @Test("Where the last value holds, the row warns that the range ends")
    func rangeEnd() throws {
        let row = try rows("--num-prompts 20 --rate 1..2 --goal max:rate --subject-to p99_ttft_ms<=5000")[0]
        #expect(row.axes == [.whole(2)])
        #expect(
            row.warnings == [
                "range end: every --request-rate tried from 1 to 2 meets the conditions, so the answer may lie outside"
            ])
        #expect(row.evaluations == 2)
    }

    @Test("A file that is not there ends the sweep")
    func missing() {
        #expect(throws: CLIError.inputOutput("cannot read '/nonexistent': No such file or directory")) {
            try rows("--trace /nonexistent --tp 1,2")
        }
    }
}

extension SweepFixture {
    /// Where a metric stands with the default percentiles.
    static func layout(for key: String) -> Int? {
        SweepMetrics(percentiles: [50, 90, 95, 99]).keys.firstIndex(of: key)
    }
}
