import SimCLITestSupport
import Testing

@testable import WattlineLab

@Suite("What to try for an unknown name")
struct NearestEntryTests {
    @Test(
        "show and run suggest the same",
        arguments: ["qwen3-8", "lama-3.1-8b", "llama-3.1-8", "meta-llama/Llama-3.1-8C", "gpt-oss-2b"])
    func models(name: String) {
        let run = Invocation(["run", "-m", name]).errors
        let show = Invocation(["show", name]).errors
        #expect(run.hasPrefix("wattline: error: unknown model '\(name)'. Did you mean "))
        #expect(show == run.replacing("unknown model", with: "unknown name"))
    }

    @Test("Of GPUs too", arguments: ["h100-sxn", "a100-sxm-8gb", "rtx4091"])
    func gpus(name: String) {
        let run = Invocation(["run", "-g", name]).errors
        #expect(Invocation(["show", name]).errors == run.replacing("unknown gpu", with: "unknown name"))
        #expect(run.contains("Did you mean "))
    }

    @Test("Other names are found by their list, and nothing near is said so")
    func others() {
        #expect(NearestEntry.advice(for: "chunkd") == "Did you mean chunked?")
        #expect(NearestEntry.advice(for: "int4-agw") == "Did you mean int4-awq?")
        #expect(NearestEntry.advice(for: "qqqqqq") == "'wattline list' shows where names are")
    }
}
