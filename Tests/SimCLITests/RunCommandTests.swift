import Testing

@testable import SimCLI

@Suite("wattline run")
struct RunCommandTests {
    @Test("Bare run is the design's default, and silent on stderr")
    func defaults() {
        let invocation = Invocation("run")
        #expect(invocation.code == 0)
        #expect(invocation.errors.isEmpty)
        #expect(
            invocation.output.hasPrefix(
                """
                Llama-3.1-8B bf16 on 1 x h100-sxm, engine vllm, policy chunked
                Poisson 4 requests/s, 200 requests of 512 -> 128 tokens, seed 0

                """))
        #expect(invocation.output.contains("Energy figures: calibrated. Window: the whole run."))
        #expect(invocation.output.contains("Error band (dense): step time "))
    }

    @Test("A replica that spans servers says what is not modelled")
    func servers() {
        let wide = Invocation("run -m deepseek-ai/DeepSeek-V3 --tp 8 --pp 2 --num-prompts 2 -g h200")
        #expect(wide.code == 0)
        #expect(
            wide.errors
                == "wattline: warning: a replica of 16 GPUs spans servers of 8, and links between servers are not "
                + "modelled: the hops of --pp are taken to be as fast as those within one\n")
        #expect(Invocation("run -m deepseek-ai/DeepSeek-V3 --tp 8 --num-prompts 2 -g h200").errors.isEmpty)
    }

    @Test(
        "Two runs are the same bytes",
        arguments: ["run", "run --json", "run --rate 40 --policy static --json"])
    func deterministic(line: String) { #expect(Invocation(line).output == Invocation(line).output) }

    @Test("Leaping and single steps give the same result", arguments: PolicyChoice.allCases)
    func stepping(policy: PolicyChoice) {
        func figures(_ stepping: String) -> [Substring] {
            let line =
                "run --num-prompts 40 --rate 20 --policy \(policy.rawValue) --json --stepping \(stepping)"
            return Invocation(line).output.split(separator: "\n").filter {
                !$0.contains("\"stepping\"") && !$0.contains("configuration_hash")
            }
        }
        #expect(figures("leap") == figures("single"))
        #expect(figures("leap").count > 50)
    }

    @Test(
        "Every value that a flag lists is accepted",
        arguments: RunFlags.all.filter { if case .name = $0.kind { true } else { false } }.map(\.name))
    func names(flag name: String) throws {
        let flag = try #require(RunFlags.named(name))
        guard case .name(let list) = flag.kind else { return }
        // A dry run opens no trace.
        let trace = flag.key == .traceTimeUnit ? ["--trace", "t.csv"] : []
        for value in list.names() {
            let invocation = Invocation(["run", "--dry-run", "--tp", "4", "--\(name)", value] + trace)
            // A model may not fit or not split; its name is known all the same.
            #expect(invocation.code == 0 || invocation.code == 3, "\(value): \(invocation.errors)")
            #expect(!invocation.errors.contains("unknown"))
        }
    }

    @Test("Quiet prints nothing but what was asked for")
    func quiet() {
        #expect(Invocation("run -q").output.isEmpty)
        #expect(Invocation("run -q --rate 200 --num-prompts 3000").errors.isEmpty)
        #expect(Invocation("run -q --json").output == Invocation("run --json").output)
    }

    @Test("Above capacity it says so, below and for an offline batch it does not")
    func saturation() {
        let saturated = Invocation("run --rate 200 --num-prompts 3000")
        #expect(saturated.code == 0)
        #expect(saturated.errors.hasPrefix("wattline: warning: saturated: requests arrive at "))
        #expect(
            Invocation("run --rate 200 --num-prompts 3000 --json").output.contains(
                "\"warnings\": [\"saturated"))
        #expect(Invocation("run --rate 10 --num-prompts 1000").errors.isEmpty)
        #expect(Invocation("run --policy static --output-len uniform:1,200 --num-prompts 100").errors.isEmpty)
        #expect(Invocation("run --scenario offline --num-prompts 1000").errors.isEmpty)
        #expect(Invocation("run --max-concurrency 8 --rate inf").errors.isEmpty)
    }

    @Test("Headings are bold only where there is colour")
    func colour() {
        var terminal = Terminal()
        terminal.hasColour = true
        _ = CommandLineTool.run(["run", "--num-prompts", "2"], &terminal)
        #expect(terminal.output.text.contains("\u{1b}[1mEnergy\u{1b}[0m"))
        #expect(!Invocation("run --num-prompts 2").output.contains("\u{1b}"))
    }

    @Test("A lower power cap draws less at its peak")
    func powerCap() {
        #expect(Invocation("run --power-cap 450 --json").output.contains("\"peak_gpu_power_w\": 450.0,"))
    }

    @Test("Static batching reports its padding")
    func padding() {
        let output = Invocation("run --policy static --output-len uniform:1,200 --num-prompts 100").output
        #expect(output.contains("of these: padding"))
        #expect(!Invocation("run").output.contains("padding"))
    }

    @Test("A KV cache that is too small for the load preempts")
    func preemption() {
        let output = Invocation("run --rate inf --kv-cache-tokens 4000 --num-prompts 50 --json").output
        #expect(!output.contains("\"preemptions\": 0,"))
        #expect(!output.contains("\"recomputed_tokens\": 0,"))
    }
}
