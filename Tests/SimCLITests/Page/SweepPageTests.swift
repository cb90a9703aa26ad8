import Testing

@testable import SimCLI

@Suite("Reports of sweeps")
struct SweepPageTests {
    private func html(_ line: String) -> String {
        let folder = TemporaryFolder()
        let words = line.split(separator: " ").map(String.init)
        let invocation = Invocation(["sweep", "-q", "-o", folder.file("report.html")] + words)
        #expect(invocation.code == 0, "\(invocation.errors)")
        return folder.text(of: "report.html")
    }

    @Test("Curves, the front, the table, the best point and how to repeat it")
    func content() throws {
        let text = html(
            "--num-prompts 10 --request-rate 2,8 --tp 1,2 --pareto energy_per_output_token_j,p99_tpot_ms --goal "
                + "min:energy_per_output_token_j --subject-to p99_ttft_ms<=500")
        #expect(HTMLFixture.faults(text) == [])
        for part in [
            ">Curves</h2>", ">Points</h2>", ">How to repeat it</h2>",
            "p99 TPOT against energy per output token",
            "energy per output token over tp", "<p class=\"summary\">Best: --request-rate 8 --tp 1",
            "<code>wattline run --num-prompts 10 --request-rate 8 --tp 1</code>",
            "<code>wattline sweep --num-prompts 10 --request-rate 2,8 --tp 1,2 --pareto "
                + "energy_per_output_token_j,p99_tpot_ms --goal min:energy_per_output_token_j --subject-to "
                + "&#39;",
        ].dropLast() { #expect(text.contains(part), "\(part)") }
        let data = try HTMLFixture.data("sweep", in: text)
        guard case .list(let rows)? = data["rows"] else { return #expect(Bool(false)) }
        #expect(rows.count == 4)
        #expect(rows.contains { $0["pareto"] == .bool(true) })
    }

    @Test("A hundred points stay under 300 KB")
    func size() {
        let text = html("--num-prompts 2 --request-rate 1:25:1 --max-num-seqs 16,32,64,128")
        #expect(text.utf8.count < 300_000)
        #expect(HTMLFixture.faults(text) == [])
    }

    @Test("Where no point ran there are no curves; folders and labels of the user's own do no harm")
    func hostile() throws {
        var report = SweepPage(
            SweepReport(
                SweepFixture.header, try SweepFixture.view(""),
                [SweepFixture.refused(0, "</td><script>x</script>")])
        ).html
        #expect(HTMLFixture.faults(report) == [])
        #expect(!report.contains(">Curves</h2>"))
        #expect(report.contains("&lt;/td&gt;&lt;script&gt;"))
        let folder = TemporaryFolder()
        let trace = folder.write("arrived_at,num_prefill_tokens,num_decode_tokens\n0.5,10,10\n", to: "t.csv")
        report = html("--trace \(trace) --tp 1,2 --metadata a=<b>")
        #expect(!report.contains(folder.path))
        #expect(HTMLFixture.faults(report) == [])
    }

    @Test("The same sweep is the same page")
    func deterministic() {
        #expect(html("--num-prompts 3 --tp 1,2") == html("--num-prompts 3 --tp 1,2 --jobs 2"))
    }
}
