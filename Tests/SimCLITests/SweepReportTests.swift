import Testing

@testable import SimCLI

@Suite("The result of a sweep")
struct SweepReportTests {
    private func report(_ line: String, _ rows: [SweepRow]) throws -> SweepReport {
        SweepReport(SweepFixture.header, try SweepFixture.view(line), rows, fixedArguments: [("-m", "a b")])
    }

    private let rows = [
        SweepFixture.row(0, ["p99_ttft_ms": 9, "duration": 1]),
        SweepFixture.refused(1, "does not fit, \"by far\""),
        SweepFixture.row(2, ["p99_ttft_ms": 4, "duration": 2]),
    ]

    @Test("A point's flags as a shell takes them")
    func command() throws {
        let report = try report("", rows)
        #expect(report.flags(rows[2]) == "--tp 2 --policy static")
        #expect(report.command(rows[2]) == "wattline run -m 'a b' --tp 2 --policy static")
    }

    @Test("CSV has every figure, empty where there is none, and quotes what needs it")
    func csv() throws {
        let lines = try report("--pareto p99_ttft_ms,duration", rows).csv.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(
            lines[0].hasPrefix(
                "point,tp,policy,status,reason,configuration_hash,fingerprint,energy_provenance,error_band,completed,"
            ))
        #expect(lines[0].hasSuffix(",warnings,pareto"))
        #expect(lines[1].hasPrefix("0,1,static,ok,,c0,f0,,,,,1.0,"))
        #expect(lines[1].hasSuffix(",,true"))
        #expect(lines[2].hasPrefix("1,1,chunked,infeasible,\"does not fit, \"\"by far\"\"\",,,,"))
        let cells = lines[0].split(separator: ",", omittingEmptySubsequences: false).count
        #expect(lines[1].split(separator: ",", omittingEmptySubsequences: false).count == cells)
    }

    @Test func json() throws {
        let json = try report("--pareto p99_ttft_ms,duration --goal min:duration --sort tp:desc", rows).json
        #expect(json["schema"] == .text("wattline.sweep"))
        #expect(json["best"] == .whole(0))
        #expect(json["ties"] == .list([]))
        guard case .list(let shown)? = json["rows"] else {
            Issue.record("there are no rows")
            return
        }
        #expect(shown.map { $0["point"] } == [.whole(2), .whole(0), .whole(1)])
        #expect(shown.map { $0["pareto"] } == [.bool(true), .bool(true), .bool(false)])
    }

    private func verdict(_ line: String, _ rows: [SweepRow]) throws -> CLIError? {
        let report = try report(line, rows)
        do throws(CLIError) {
            try report.judge()
            return nil
        } catch {
            return error
        }
    }

    @Test("The exit code: nothing could run, or nothing meets the goal")
    func judged() throws {
        #expect(try verdict("", rows) == nil)
        #expect(try verdict("", []) == nil)
        #expect(
            try verdict("", [SweepFixture.refused(0, "does not fit"), SweepFixture.refused(1, "nor this")])
                == CLIError(
                    .infeasible,
                    "none of the 2 points can run. With --tp 1 --policy static: does not fit"))
        var invalid = SweepFixture.refused(0, "drop one")
        invalid.status = .invalid
        #expect(
            try verdict("", [invalid])
                == CLIError(.usage, "the point cannot run. With --tp 1 --policy static: drop one"))
        #expect(
            try verdict("--goal min:duration --subject-to p99_ttft_ms<=2 --subject-to duration<=9", rows)
                == CLIError(
                    .infeasible, "no point meets p99_ttft_ms <= 2 and duration <= 9",
                    details: ["The nearest miss: --tp 2 --policy static with p99_ttft_ms 4.000, 100.0 % off"])
        )
        #expect(
            try verdict("--goal min:request_goodput", rows)
                == CLIError(
                    .infeasible, "no point that meets the conditions has a request_goodput",
                    details: ["'wattline list metrics' says what each metric is of"]))
    }
}
