import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineShell

@Suite("wattline compare")
struct CompareCommandTests {
    private let short = "--num-prompts 30"

    @Test("Two flag sets: what both have, then what B has besides")
    func flags() {
        let page = Invocation("compare \(short) -- --quantization fp8")
        #expect(page.code == 0)
        #expect(page.output.contains("\n   quantization: none -> fp8\n"))
        #expect(page.output.contains("\nB has 0."))
        #expect(page.output.contains(" x the energy per output token (-"))
        for key in ["energy_per_output_token_j", "p99_ttft_ms", "completed "] {
            #expect(page.output.contains("\n\(key)"))
        }
    }

    @Test("Three parts: both, A, B; and a flag of compare may stand in any of them")
    func three() {
        let page = Invocation("compare \(short) -- --tp 2 -- --tp 4 --metrics num_gpus")
        #expect(page.output.contains("\n   tp: 2 -> 4\n"))
        #expect(page.output.contains("\nnum_gpus  2  4  2.000  +100.0 %\n"))
        #expect(Invocation("compare --metrics num_gpus \(short) -- --tp 2 -- --tp 4").output == page.output)
    }

    @Test("Saved results compare like the runs that wrote them")
    func files() throws {
        let folder = TemporaryFolder()
        let (a, b) = (folder.file("a.json"), folder.file("b.json"))
        #expect(Invocation(["run", "--num-prompts", "30", "-q", "-o", a]).code == 0)
        #expect(Invocation(["run", "--num-prompts", "30", "-q", "--tp", "2", "-o", b]).code == 0)
        func table(_ output: String) -> [Substring] {
            output.split(separator: "\n").filter { !$0.hasPrefix("A: ") && !$0.hasPrefix("B: ") }
        }
        let saved = Invocation(["compare", a, b])
        #expect(saved.code == 0)
        #expect(table(saved.output) == table(Invocation("compare \(short) -- --tp 2").output))
        #expect(saved.output.hasPrefix("A: a.json\nB: b.json\n   tp: 1 -> 2\n"))
        let same = Invocation(["compare", a, a, "--fail-on", "energy_per_output_token_j>=+0.1%"])
        #expect(same.code == 0)
        #expect(same.output.contains("   the same configuration\n"))
    }

    @Test("--fail-on ends with 1, after the table, and names every condition")
    func failOn() {
        let arguments =
            "compare \(short) -- --tp 2 --fail-on energy_per_output_token_j>+2% --fail-on p99_ttft_ms>1"
        let page = Invocation(arguments)
        #expect(page.code == 1)
        #expect(page.errors.hasPrefix("wattline: error: energy_per_output_token_j changed by +"))
        #expect(page.errors.contains("%: energy_per_output_token_j>+2%\n    p99_ttft_ms is "))
        #expect(Invocation("compare \(short) -- --tp 2 --fail-on p99_ttft_ms>+2%").code == 0)
    }

    @Test("JSON has every figure with its ratio")
    func json() throws {
        let document = JSON(
            try JSONReader.read(Array(Invocation("compare \(short) --json -- --tp 2").output.utf8)))
        #expect(document["schema"] == .text("wattline.compare"))
        #expect(document["metrics"]?["num_gpus"]?["ratio"]?.real == 2)
        #expect(document["metrics"]?["request_goodput"]?["ratio"] == .null)
        #expect(document["differences"]?["tp"]?["b"]?.real == 2)
        #expect(document["failed"] == .list([]))
    }

    private static let form =
        "Try: wattline compare a.json b.json, or wattline compare --rate 4 -- --quantization fp8"

    @Test(
        "Errors, word for word",
        arguments: [
            ("compare", 2, "compare needs two results, or flags before and after a --. \(form)"),
            ("compare --tp 2", 2, "compare needs two results, or flags before and after a --. \(form)"),
            ("compare a.json", 2, "compare takes two saved results, got 1 word. \(form)"),
            ("compare a.json -- b.json", 2, "compare takes two saved results, got 2 words. \(form)"),
            ("compare a.json b.json c.json", 2, "compare takes two saved results, got 3 words. \(form)"),
            (
                "compare a.json b.json --tp 2", 2,
                "--tp does not go with the saved result 'a.json': what was run is in the file. \(form)"
            ),
            (
                "compare -- -- -- --tp 2", 2,
                "compare takes at most two --: flags for both -- what A has besides -- what B has besides, got 3"
            ),
            ("compare - -", 2, "standard input is read once. Write one of the results to a file"),
            (
                "compare --trace - -- --tp 2", 2,
                "--trace - cannot be compared: standard input is read once. Write it to a file"
            ),
            (
                "compare /nonexistent.json b.json", 4,
                "cannot read '/nonexistent.json': No such file or directory"
            ),
            ("compare -- --tp 3", 2, "B: --tp must be one of 1, 2, 4, 8, got 3"),
            ("compare --tpp 3 -- --tp 2", 2, "unknown flag '--tpp'. Did you mean --tp?"),
            (
                "compare --num-prompts 2 -- --tp 2 --metrics p99_tfft_ms", 2,
                "unknown metric 'p99_tfft_ms'. Did you mean p99_ttft_ms? 'wattline list metrics' shows them"
            ),
            (
                "compare --num-prompts 2 -- --tp 2 --fail-on p99_ttft_ms", 2,
                "--fail-on must be of the form METRIC>+2%, METRIC<-5% or METRIC>500, got 'p99_ttft_ms'"
            ),
        ])
    func errors(line: String, code: Int32, message: String) {
        let page = Invocation(line)
        #expect(page.code == code)
        #expect(page.output.isEmpty)
        #expect(page.errors == "wattline: error: \(message)\n")
    }

    @Test("A side that does not fit is told apart")
    func infeasible() {
        let page = Invocation("compare -- -m llama-3.1-70b")
        #expect(page.code == 3)
        #expect(page.errors.hasPrefix("wattline: error: B: Llama-3.1-70B bf16 does not fit"))
    }
}
