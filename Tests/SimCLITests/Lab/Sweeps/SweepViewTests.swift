import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("What is shown of a sweep")
struct SweepViewTests {
    private let rows = [
        SweepFixture.row(0, ["p99_ttft_ms": 9]), SweepFixture.refused(1, "does not fit"),
        SweepFixture.row(2, ["p99_ttft_ms": 4]), SweepFixture.row(3, ["p99_ttft_ms": nil]),
    ]

    @Test(
        "Filtered, sorted, cut",
        arguments: [
            ("", [0, 1, 2, 3]), ("--sort p99_ttft_ms", [2, 0, 1, 3]),
            ("--sort p99_ttft_ms:desc", [0, 2, 1, 3]),
            ("--filter p99_ttft_ms<=5", [2]), ("--top 2", [0, 1]), ("--sort p99_ttft_ms --top 1", [2]),
            ("--sort tp:desc", [2, 3, 0, 1]), ("--filter tp==1 --filter p99_ttft_ms>5", [0]),
            ("--filter p99_ttft_ms<0", []),
        ])
    func select(line: String, expected: [Int]) throws {
        #expect(try SweepFixture.view(line).select(rows).rows.map(\.point) == expected)
    }

    @Test("Columns: the usual ones and what was named")
    func columns() throws {
        #expect(
            try SweepFixture.view("").columns.map(\.name) == [
                "output_throughput", "p99_ttft_ms", "p99_tpot_ms", "energy_per_output_token_j",
            ])
        #expect(try SweepFixture.view("--sort p50_itl_ms").columns.last?.name == "p50_itl_ms")
        #expect(
            try SweepFixture.view("--metrics duration,tp,steps").columns.map(\.name) == ["duration", "steps"])
    }

    @Test(
        "What cannot be shown",
        arguments: [
            (
                "--sort p99_tftt_ms",
                "--sort names the unknown metric 'p99_tftt_ms'. Did you mean p99_ttft_ms?"
            ),
            (
                "--sort p99_ttft_ms:up",
                "--sort must be METRIC, METRIC:asc or METRIC:desc, got 'p99_ttft_ms:up'"
            ),
            (
                "--subject-to p99_ttft_ms<=5",
                "--subject-to belongs to --goal. To show fewer points use --filter"
            ),
            (
                "--metrics duration,x_y_z",
                "--metrics names the unknown metric 'x_y_z'. 'wattline list metrics' shows them"
            ),
            (
                "--filter p99_ttft_ms",
                "--filter must be of the form METRIC<=NUMBER such as p99_ttft_ms<=500, got 'p99_ttft_ms'"
            ),
            ("--top 0", "--top must be a whole number >= 1, got 0"),
            (
                "--goal p99_ttft_ms",
                "--goal must be min:METRIC or max:METRIC such as min:energy_per_output_token_j, got 'p99_ttft_ms'"
            ),
            (
                "--pareto tp",
                "--pareto must be two metrics such as energy_per_output_token_j,p99_tpot_ms, got 'tp'"
            ),
        ])
    func refused(line: String, message: String) {
        #expect(throws: CLIError.usage(message)) { try SweepFixture.view(line) }
    }
}
