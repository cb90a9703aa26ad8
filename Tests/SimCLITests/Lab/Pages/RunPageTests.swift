import SimCLITestSupport
import SimCore
import Testing

@testable import WattlineLab

@Suite("Reports of runs")
struct RunPageTests {
    private func html(_ flags: [String]) -> String {
        let folder = TemporaryFolder()
        let invocation = Invocation(["run", "-q", "-o", folder.file("report.html")] + flags)
        #expect(invocation.code == 0, "\(invocation.errors)")
        let text = folder.text(of: "report.html")
        #expect(!text.contains(folder.path))
        return text
    }

    private func html(_ flags: String) -> String { html(flags.split(separator: " ").map(String.init)) }

    @Test("One page with every part, nothing loaded, and no script that runs")
    func content() {
        let text = html("--num-prompts 60 --request-rate 6 --goodput ttft:100 --grid 380 --price 2.5")
        #expect(HTMLFixture.faults(text) == [])
        for heading in [
            "Key figures", "Over time", "Latency", "Energy", "Roofline", "Serving", "Configuration",
            "How to repeat it",
        ] { #expect(text.contains(">\(heading)</h2>"), "\(heading)") }
        for part in [
            "energy per output token", "p99 TTFT", "Energy figures: calibrated.", "Error band (dense)",
            "mean decode batch of this run", "KV cache in use", "TTFT limit 100 ms",
            "<code>wattline run --request-rate 6 --arrival poisson --num-prompts 60 --goodput ttft:100 --grid 380 --price 2.5"
                + "</code>",
        ] { #expect(text.contains(part), "\(part)") }
    }

    @Test("The result and the timeline are in it as data, the result as --json prints it")
    func data() throws {
        let text = html("--num-prompts 30")
        let result = try HTMLFixture.data("result", in: text)
        #expect(result.pretty == Invocation("run --num-prompts 30 --json").output)
        #expect(try HTMLFixture.data("timeline", in: text)["prefill_w"] != nil)
    }

    @Test("Text of the user's own is text")
    func escaping() throws {
        let label = "<script>alert(1)</script>&\"'"
        let text = html(["--num-prompts", "3", "--metadata", "note=\(label)", "--metadata", "<i>=</script>"])
        #expect(HTMLFixture.faults(text) == [])
        #expect(!text.contains("<script>") && !text.contains("<i>"))
        #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        let result = try HTMLFixture.data("result", in: text)
        #expect(result["configuration"]?["metadata"]?["note"] == .text(label))
    }

    @Test("Under 300 KB with all bins, many labels and many percentiles")
    func size() throws {
        var flags = ["--num-prompts", "2000", "--request-rate", "40", "--policy", "static", "--dp", "3"]
        flags += ["--output-len", "lognormal:200,1", "--input-len", "lognormal:800,1"]
        flags += ["--goodput", "ttft:100", "tpot:20", "e2el:3000", "--metric-percentiles"]
        flags.append((1...99).map { String($0) }.joined(separator: ","))
        for number in 0..<40 {
            flags += ["--metadata", "key-\(number)=\(String(repeating: "<value>", count: 20))"]
        }
        let text = html(flags)
        #expect(text.utf8.count < 300_000)
        #expect(HTMLFixture.faults(text) == [])
    }

    @Test("The same run is the same page")
    func deterministic() { #expect(html("--num-prompts 25") == html("--num-prompts 25")) }

    @Test("Warnings are told at the top")
    func warnings() {
        let text = html("--num-prompts 300 --request-rate 200 --max-num-seqs 8")
        #expect(text.contains(">Warnings</h2>"))
        #expect(text.contains("There are warnings."))
        #expect(text.contains("<li>saturated: requests arrive at"))
    }

    @Test("Runs of one token, of imaginary and of unmeasured GPUs have reports that say so")
    func others() {
        let short = html("--num-prompts 2 --output-len 1 --input-len 1")
        #expect(HTMLFixture.faults(short) == [])
        #expect(short.contains("<li>1 token of a prompt: "))
        #expect(html("--num-prompts 5 --engine ideal").contains("Energy figures: datasheet."))
        #expect(html("--num-prompts 5 -g a100-sxm-80gb").contains("Energy figures: transferred."))
    }

    @Test("A trace and a model file are named without their folders")
    func folders() {
        let folder = TemporaryFolder()
        let trace = folder.write(
            "arrived_at,num_prefill_tokens,num_decode_tokens\n0.5,10,10\n0.7,20,5\n", to: "trace.csv")
        #expect(!html(["--trace", trace]).contains(folder.path))
        #expect(html(["--trace", trace]).contains("<code>wattline run --trace trace.csv</code>"))
    }

    @Test("A report that cannot be written is refused before the run")
    func unwritable() {
        let invocation = Invocation("run -o /nonexistent/a.html")
        #expect(invocation.code == 4)
        #expect(
            invocation.errors
                == "wattline: error: cannot write '/nonexistent/a.html': No such file or directory\n")
        #expect(invocation.output.isEmpty)
    }
}
