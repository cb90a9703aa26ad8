import SimCLITestSupport
import Testing

@testable import WattlineLab

@Suite("The block that vLLM's benchmark prints")
struct VLLMBlockTests {
    /// The value on the line that begins with a label, as a script would cut it out.
    private func value(_ label: String, in block: String) -> String? {
        block.split(separator: "\n").first { $0.hasPrefix(label) }
            .map { String($0.dropFirst(label.count)).filter { $0 != " " } }
    }

    @Test func linesAsAScriptReadsThem() throws {
        let block = Invocation("run --style vllm").output
        let lines = block.split(separator: "\n")
        #expect(lines.first == "============ Serving Benchmark Result ============")
        #expect(lines.last == "==================================================")
        #expect(lines.contains("---------------Time to First Token----------------"))
        #expect(lines.contains("-----Time per Output Token (excl. 1st token)------"))
        #expect(lines.contains("---------------Inter-token Latency----------------"))
        #expect(lines.contains("Successful requests:                     200       "))
        #expect(value("Total input tokens:", in: block) == "102400")
        #expect(value("Total generated tokens:", in: block) == "25600")
        #expect(value("Request rate configured (RPS):", in: block) == "4.00")
        let table = Invocation("run").output
        let p99 = try #require(value("P99 TTFT (ms):", in: block))
        #expect(table.contains(" \(p99) "))
    }

    @Test func whatIsNotThereIsADash() {
        let block = Invocation("run --style vllm --output-len 1 --num-prompts 3").output
        #expect(value("Mean TPOT (ms):", in: block) == "-")
        #expect(
            Invocation("run --style vllm --num-prompts 3 --max-concurrency 2").output.contains(
                "Maximum request concurrency:             2"))
        #expect(
            Invocation("run --style vllm --num-prompts 3 --goodput ttft:500").output.contains(
                "Request goodput (req/s):"))
    }

    @Test func percentilesThatWereAskedFor() {
        let block = Invocation("run --style vllm --num-prompts 9 --metric-percentiles 50,99.9").output
        #expect(block.contains("P99.9 ITL (ms):"))
        #expect(!block.contains("P99 ITL (ms):"))
    }

    @Test func quietIsQuiet() {
        #expect(Invocation("run --style vllm -q").output.isEmpty)
        #expect(Invocation("run --style vlm").errors.contains("Did you mean vllm?"))
    }
}
