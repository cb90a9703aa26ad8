import Testing

@testable import SimCLI

@Suite("The table of a sweep")
struct SweepTableTests {
    private let rows = [
        SweepFixture.row(0, ["p99_ttft_ms": 9, "duration": 1]),
        SweepFixture.refused(1, "does not fit"),
        SweepFixture.row(2, ["p99_ttft_ms": 4, "duration": 20.5]),
        SweepFixture.refused(3, "does not fit"),
    ]

    private func table(_ line: String) throws -> SweepTable {
        SweepTable(
            SweepReport(
                SweepFixture.header, try SweepFixture.view(line), rows, fixedArguments: [("-m", "qwen3-8b")]))
    }

    @Test func text() throws {
        #expect(
            try table(
                "--metrics p99_ttft_ms,duration --pareto p99_ttft_ms,duration --goal min:duration --subject-to p99_ttft_ms<=5"
            ).text(hasColour: false) == """
                Sweep of tp x policy: 4 points
                With num-prompts 10, skip-bad-rows; else as 'wattline run'; seed 0 at every point

                tp  policy   p99_ttft_ms  duration
                1   static         9.000     1.000  front
                1   chunked            -         -  infeasible [1]
                2   static         4.000     20.50  best front
                2   chunked            -         -  infeasible [1]

                [1] does not fit

                2 points cannot run
                front: no other point beats it in both: lowest p99_ttft_ms, lowest duration
                Best: --tp 2 --policy static with duration 20.50, keeping p99_ttft_ms 4.000 <= 5
                Alone: wattline run -m qwen3-8b --tp 2 --policy static
                Sweep \(SweepFixture.header.identity)

                """)
    }

    @Test func markdown() throws {
        #expect(
            try table("--metrics duration --filter duration>0").markdown() == """
                # Sweep of tp x policy: 4 points

                With num-prompts 10, skip-bad-rows; else as 'wattline run'; seed 0 at every point

                | tp | policy | duration |
                |---|---|---:|
                | 1 | static | 1.000 |
                | 2 | static | 20.50 |

                2 of 4 points shown\u{20}\u{20}
                2 points cannot run\u{20}\u{20}
                Sweep \(SweepFixture.header.identity)

                """)
    }

    @Test func colour() throws {
        #expect(
            try table("").text(hasColour: true).hasPrefix(
                "\u{1b}[1mSweep of tp x policy: 4 points\u{1b}[0m\n"))
    }
}
