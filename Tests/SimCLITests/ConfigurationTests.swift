import SimCore
import Testing

@testable import SimCLI

@Suite("The resolved configuration")
struct ConfigurationTests {
    private func dryRun(_ arguments: [String]) -> Invocation { Invocation(["run", "--dry-run"] + arguments) }

    /// Reads a dry run's output back with -c and prints it again.
    private func again(_ invocation: Invocation) -> Invocation {
        let folder = TemporaryFolder()
        return dryRun(["-c", folder.write(invocation.output, to: "resolved.json")])
    }

    @Test("The defaults read back the same")
    func defaults() {
        let first = dryRun([])
        #expect(first.code == 0)
        #expect(again(first).output == first.output)
    }

    /// 300 random settings: whatever is accepted is printed so that it reads back the same.
    @Test("Random configurations read back the same")
    func random() {
        let choices: [[String]] = [
            ["--tp", "2"], ["--dp", "3"], ["--pp", "2"], ["--ep", "2"], ["--quantization", "awq"],
            ["--quantization", "none"], ["--dtype", "fp16"], ["--dtype", "fp32"],
            ["--kv-cache-dtype", "fp8"],
            ["--kv-cache-dtype", "bf16"], ["--clock", "1234.5"], ["-g", "t4"],
            ["-g", "a100"], ["-m", "gpt-oss-20b"], ["-m", "qwen3-30b-a3b", "--tp", "2"],
            ["-m", "qwen3-30b-a3b", "--expert-routing", "skewed:0.5"], ["--engine", "ideal"],
            ["--power-cap", "0.55kW"],
            ["--power-cap", "500.123"], ["--scenario", "offline"], ["--scenario", "single-stream"],
            ["--request-rate", "0.3333333333333333"], ["--request-rate", "inf"], ["--burstiness", "0.25"],
            ["--burstiness", "inf"], ["--arrival", "uniform"], ["--arrival", "constant"],
            ["--arrival", "together"], ["--shape", "spacing:0-50ms"], ["--shape", "spacing:1ps"],
            ["--shape", "window:1.5s"], ["--max-concurrency", "7"], ["--num-prompts", "1e3"],
            ["--input-len", "lognormal:512.5,0.8"], ["--input-len", "azure-chat"], ["--isl", "77"],
            ["--output-len", "quantiles:0=10,0.5=100,1=2000"], ["--trace", "/tmp/x.csv"],
            ["--time-scale", "0.5"], ["--skip-bad-rows"], ["--trace-time-unit", "ms"], ["--rebase"],
            ["--policy", "static"], ["--batch-timeout", "1ps"],
            ["--batch-timeout", "0.1"], ["--priority-ageing", "3min"], ["--preemption", "swap"],
            ["--max-num-seqs", "9"], ["--max-num-batched-tokens", "4096"], ["--block-size", "32"],
            ["--gpu-memory-utilization", "0.77"], ["--max-model-len", "4096"],
            ["--kv-cache-tokens", "100000"],
            ["--routing", "least-outstanding"], ["--goodput", "ttft:0.5s", "tpot:33.3"],
            ["--metric-percentiles", "99.9,50"], ["--pue", "1.25"], ["--cpu-watts", "55.5"],
            ["--grid", "56"], ["--price", "2.99"],
            ["--metadata", "a=\"x\""], ["--seed", "9223372036854775807"], ["--stepping", "single"],
        ]
        var generator = RandomStream(seed: 3, purpose: "configuration.fuzz")
        var accepted = 0
        for _ in 0..<300 {
            var arguments: [String] = []
            for _ in 0...generator.below(5) { arguments += choices[generator.below(choices.count)] }
            let first = dryRun(arguments)
            guard first.code == 0 else {
                #expect(first.code == 2 || first.code == 3)
                continue
            }
            accepted += 1
            let second = again(first)
            #expect(second.output == first.output, "\(arguments) \(second.errors)")
        }
        #expect(accepted > 100)
    }

    @Test("It shows what the engine decides")
    func resolved() {
        let output = dryRun([]).output
        #expect(output.contains("\"policy\": \"chunked\""))
        #expect(output.contains("\"max-num-seqs\": 256"))
        #expect(output.contains("\"model\": \"meta-llama/Meta-Llama-3.1-8B\""))
    }

    @Test("The hash knows the settings, and neither labels nor places")
    func hash() throws {
        func hash(_ arguments: [String]) throws -> String {
            let parser = ArgumentParser(flags: RunFlags.all, verb: "run")
            return try Scenario(Settings(parser.parse(arguments).given)).configurationHash
        }
        let plain = try hash([])
        #expect(plain.utf8.count == 16)
        #expect(try hash(["--metadata", "a=b", "-o", "x.json", "--json"]) == plain)
        #expect(try hash(["--request-rate", "4"]) == plain)
        #expect(try hash(["--request-rate", "5"]) != plain)
        #expect(try hash(["--seed", "1"]) != plain)
        let folder = TemporaryFolder()
        let constants = folder.write("{\"picojoulesPerFlop\": 0.66}", to: "constants.json")
        let first = try hash(["--constants", constants])
        #expect(first != plain)
        _ = folder.write("{ \"picojoulesPerFlop\":0.66 }", to: "constants.json")
        #expect(try hash(["--constants", constants]) == first)
        _ = folder.write("{\"picojoulesPerFlop\": 0.67}", to: "constants.json")
        #expect(try hash(["--constants", constants]) != first)
        #expect(try hash(["--trace", "/a/x.csv"]) == hash(["--trace", "/b/x.csv"]))
    }
}
