import Testing

@testable import SimCLI

/// Error text is interface: each line is what a user reads, word for word.
@Suite("Errors of flags")
struct FlagErrorTests {
    struct Case: CustomTestStringConvertible {
        let line: String
        let message: String
        let code: Int32

        init(_ line: String, _ message: String, code: Int32 = 2) {
            self.line = line
            self.message = message
            self.code = code
        }

        var testDescription: String { line }
    }

    private static let lists = "Lists are for 'wattline sweep'"

    static let cases: [Case] = [
        // Unknown flags and words
        Case("run --reqest-rate 4", "unknown flag '--reqest-rate'. Did you mean --request-rate?"),
        Case("run --xyzzy", "unknown flag '--xyzzy'. 'wattline help run' shows the flags there are"),
        Case("run -x", "unknown flag '-x'. 'wattline help run' shows the flags there are"),
        Case("run tp=2", "unexpected argument 'tp=2'. Did you mean --tp?"),
        Case("run fast", "unexpected argument 'fast'. 'wattline help run' shows what it takes"),
        Case(
            "run \u{2013}tp 2",
            "unexpected argument '\u{2013}tp'. It starts with a long dash; flags start with --"),
        Case("--tp 2", "'--tp' stands before a command. Try: wattline run --tp 2"),
        Case(
            "rnu",
            "unknown command 'rnu'. Did you mean run? "
                + "Commands are \(CommandLineTool.verbs.joined(separator: ", "))"),
        Case(
            "help rum",
            "unknown command 'rum'. Did you mean run? "
                + "Commands are \(CommandLineTool.verbs.joined(separator: ", "))"
        ),
        Case(
            "version --tp 1",
            "version has no flag '--tp', which belongs to run. 'wattline help version' shows the flags there are"
        ),
        // Missing values
        Case("run --tp", "--tp needs a value: --tp 1|2|4|8"),
        Case("run --request-rate --tp 2", "--request-rate needs a value: --request-rate R|inf"),
        Case("run --qps=", "--qps needs a value: --qps R|inf"),
        Case("run -m", "-m needs a value: -m MODEL"),
        Case("run --trace --json", "--trace needs a value: --trace FILE"),
        // Whole numbers
        Case("run --num-prompts 0", "--num-prompts must be a whole number >= 1, got 0"),
        Case("run --num-prompts -5", "--num-prompts must be a whole number >= 1, got -5"),
        Case("run --num-prompts 1.5", "--num-prompts must be a whole number >= 1, got 1.5"),
        Case("run --num-prompts many", "--num-prompts must be a whole number >= 1, got 'many'"),
        Case("run --num-prompts nan", "--num-prompts must be a whole number >= 1, got nan"),
        Case("run --num-prompts inf", "--num-prompts must be a whole number >= 1, got inf"),
        Case("run --num-prompts 10s", "--num-prompts must be a whole number >= 1, got '10s'"),
        Case("run --num-prompts 0x10", "--num-prompts must be a whole number >= 1, got '0x10'"),
        Case(
            "run --num-prompts 99999999999999999999",
            "--num-prompts must be at most 1000000000000, got 99999999999999999999"),
        Case("run --num-prompts 100,200", "--num-prompts takes one value, got the list '100,200'. " + lists),
        Case("run --seed -1", "--seed must be a whole number >= 0, got -1"),
        Case("run --seed 1e30", "--seed must be at most 9223372036854775807, got 1e30"),
        Case("run --dp 2000", "--dp must be at most 1024, got 2000"),
        Case("run --block-size 0", "--block-size must be a whole number >= 1, got 0"),
        Case("run --max-concurrency 0", "--max-concurrency must be a whole number >= 1, got 0"),
        // One of a few
        Case("run --tp 3", "--tp must be one of 1, 2, 4, 8, got 3"),
        Case("run --tp 0", "--tp must be a whole number >= 1, got 0"),
        Case("run --tp 1,2", "--tp takes one value, got the list '1,2'. " + lists),
        Case("run --tensor-parallel-size 16", "--tensor-parallel-size must be one of 1, 2, 4, 8, got 16"),
        // Numbers
        Case("run --request-rate -4", "--request-rate must be > 0 or 'inf', got -4"),
        Case("run --request-rate 0", "--request-rate must be > 0 or 'inf', got 0"),
        Case("run --request-rate nan", "--request-rate must be > 0 or 'inf', got nan"),
        Case("run --request-rate -inf", "--request-rate must be > 0 or 'inf', got -inf"),
        Case("run --request-rate 1e999", "--request-rate must be at most 1e15, got 1e999"),
        Case("run --request-rate 1e300", "--request-rate must be at most 1e15, got 1e300"),
        Case("run --grid 1e20", "--grid must be at most 1e15, got 1e20"),
        Case("run --cpu-watts 1e999", "--cpu-watts must be a finite number >= 0 and <= 100000, got 1e999"),
        Case("run --num-prompts 1e999", "--num-prompts must be at most 1000000000000, got 1e999"),
        Case("run --num-prompts -1e999", "--num-prompts must be a whole number >= 1, got -1e999"),
        Case("run --power-cap 1e30", "--power-cap must be at most 9.2e15 W, got 1e30"),
        Case("run --goodput ttft:1e30", "--goodput must be at most 106 days, got 1e30"),
        Case("run --goodput ttft:500 ttft:300", "--goodput has 'ttft' twice. Keep one"),
        Case("run --goodput tpot:5 --goodput=tpot:6", "--goodput has 'tpot' twice. Keep one"),
        Case("run --metadata a=1 --metadata a=2", "--metadata has 'a' twice. Keep one"),
        Case("run --request-rate fast", "--request-rate must be > 0 or 'inf', got 'fast'"),
        Case("run --request-rate 1,2", "--request-rate takes one value, got the list '1,2'. " + lists),
        Case(
            "run --rate 4rps", "--rate is a plain number in requests per second: leave 'rps' out, got '4rps'"),
        Case(
            "run --request-rate 1e-9",
            "--request-rate: 1e-09 requests/s leaves more than 104 days between two requests, which is longer than "
                + "a run may last; ask for a higher rate"),
        Case(
            "run --request-rate 1e-9 --arrival uniform",
            "--request-rate: 1e-09 requests/s leaves more than 104 days between two requests, which is longer than "
                + "a run may last; ask for a higher rate"),
        Case("run --burstiness 0", "--burstiness must be > 0 or 'inf', got 0"),
        Case("run --gpu-memory-utilization 1.1", "--gpu-memory-utilization must be > 0 and <= 1, got 1.1"),
        Case("run --gpu-memory-utilization 90%", "--gpu-memory-utilization must be > 0 and <= 1, got '90%'"),
        Case("run --pue 0.9", "--pue must be >= 1, got 0.9"),
        Case("run --grid inf", "--grid must be a finite number >= 0, got inf"),
        Case("run --price -1", "--price must be >= 0, got -1"),
        Case("run --time-scale 0 --trace x", "--time-scale must be > 0, got 0"),
        // Powers and durations
        Case("run --power-cap 0", "--power-cap must be a power > 0 such as 600 or 600W, got 0"),
        Case("run --power-cap -5W", "--power-cap must be a power > 0 such as 600 or 600W, got -5W"),
        Case("run --power-cap nan", "--power-cap must be a power > 0 such as 600 or 600W, got nan"),
        Case("run --power-cap inf", "--power-cap must be a power > 0 such as 600 or 600W, got inf"),
        Case(
            "run --power-cap 700ms",
            "--power-cap must be a power such as 600 or 600W: '700ms' has the unknown unit 'ms'; known are mW, W, "
                + "kW, MW"),
        Case(
            "run --power-cap 150",
            "--power-cap must be above 200.0 W, which h100-sxm draws before it computes anything, and at most its "
                + "rating of 700.0 W, got 150.0 W"),
        Case(
            "run --power-cap 1kW",
            "--power-cap must be above 200.0 W, which h100-sxm draws before it computes anything, and at most its "
                + "rating of 700.0 W, got 1.000 kW"),
        Case("run --batch-timeout -1", "--batch-timeout must be a duration >= 0 such as 50ms or 2s, got -1"),
        Case(
            "run --batch-timeout nan", "--batch-timeout must be a duration >= 0 such as 50ms or 2s, got nan"),
        Case(
            "run --batch-timeout 1e30", "--batch-timeout must be at most 106 days, got 1e30"
        ),
        Case(
            "run --batch-timeout 5W",
            "--batch-timeout must be a duration such as 50ms or 2s: '5W' has the unknown unit 'W'; known are ps, ns, "
                + "us, ms, s, min, h"),
        Case("run --priority-ageing 1,2", "--priority-ageing takes one value, got the list '1,2'. " + lists),
        // Names
        Case("run --policy chunkd", "unknown policy 'chunkd'. Did you mean chunked?"),
        Case(
            "run --policy best",
            "unknown policy 'best'. This version has static, continuous, chunked, shortest-prompt, priority"),
        Case(
            "run --policy chunked,static", "--policy takes one value, got the list 'chunked,static'. " + lists
        ),
        Case("run --dtype fp8", "unknown dtype 'fp8'. It quantises weights: --quantization fp8"),
        Case(
            "run --quantization bf16",
            "unknown quantization 'bf16'. It quantises nothing: --quantization none --dtype bf16"),
        Case(
            "run --engine best",
            "unknown engine 'best'. This version has vllm, tgi, tensorrt-llm, sglang, transformers, ideal"),
        Case("run --engine vlm", "unknown engine 'vlm'. Did you mean vllm?"),
        Case("run --scenario offlin", "unknown scenario 'offlin'. Did you mean offline?"),
        Case("run --gpu h100-sxn", "unknown gpu 'h100-sxn'. Did you mean h100-sxm?"),
        Case("run --stepping leaps", "unknown stepping 'leaps'. Did you mean leap?"),
        // Forms
        Case(
            "run --shape 50ms", "--shape must be spacing:50ms, spacing:0-50ms or window:1s, got '50ms'"),
        Case(
            "run --shape spacing:5W",
            "--shape must be a duration such as 50ms or 2s: '5W' has the unknown unit 'W'; known are ps, ns, us, ms, "
                + "s, min, h"),
        Case("run --shape window:0", "--shape must be a window > 0, got 'window:0'"),
        Case(
            "run --shape spacing:50-10ms", "--shape must be a range from short to long, got 'spacing:50-10ms'"
        ),
        Case(
            "run --goodput ttft",
            "--goodput must be pairs such as ttft:500 tpot:50 e2el:20000 (ms), got 'ttft'"),
        Case(
            "run --goodput ttff:500",
            "--goodput knows ttft, tpot, e2el, got 'ttff:500'. Did you mean ttft?"),
        Case("run --goodput ttft:0", "--goodput must be limits > 0, got 'ttft:0'"),
        Case("run --goodput ttft:-5", "--goodput must be a duration >= 0 such as 50ms or 2s, got -5"),
        Case(
            "run --metric-percentiles 50,101",
            "--metric-percentiles must be numbers between 0 and 100 such as 50,90,99, got '50,101'"),
        Case("run --metric-percentiles 50,50", "--metric-percentiles has 50 twice, got '50,50'"),
        Case(
            "run --metric-percentiles nan",
            "--metric-percentiles must be numbers between 0 and 100 such as 50,90,99, got 'nan'"),
        Case("run --metadata team", "--metadata must be of the form key=value, got 'team'"),
        Case("run --input-len 0", "--input-len must be a whole number >= 1, got 0"),
        Case("run --input-len 1.5", "--input-len must be a whole number >= 1, got 1.5"),
        Case("run --input-len 128,256", "--input-len takes one value, got the list '128,256'. " + lists),
        Case("run --input-len 99999999", "--input-len must be at most 16777216, got 99999999"),
        Case("run --set tpp=2", "unknown key 'tpp'. Did you mean tp?"),
        Case("run --set tp=3", "--set tp must be one of 1, 2, 4, 8, got 3"),
        Case("run --set tp.x=3", "--set: tp has no parts, got 'tp.x'. Write tp=VALUE"),
        Case("run --set config=a.json", "'config' is a flag of the command line and no key"),
        // What does not go together
        Case(
            "run --scenario offline --request-rate 4",
            "--request-rate does not go with --scenario offline, which sends everything at once. Drop one of the two"
        ),
        Case(
            "run --scenario single-stream --max-concurrency 4",
            "--scenario single-stream has one request in flight, got --max-concurrency 4. Drop one of the two"
        ),
        Case(
            "run --arrival constant --burstiness 2",
            "--burstiness does not go with --arrival constant: only gamma gaps have one. Drop one of the two"),
        Case(
            "run --arrival poisson --rate inf",
            "--arrival poisson does not go with a request rate of inf, which sends everything at once. Drop one of "
                + "the two"),
        Case("run --time-scale 2", "--time-scale has no effect here: it belongs to --trace FILE"),
        Case("run --rebase", "--rebase has no effect here: it belongs to --trace FILE"),
        Case(
            "run --trace-time-unit hours --trace x",
            "unknown time unit 'hours'. This version has s, ms, us, ns"),
        Case("run --trace-time-unit s", "--trace-time-unit has no effect here: it belongs to --trace FILE"),
        Case(
            "run --kv-cache-tokens 178,88",
            "--kv-cache-tokens takes one value, got the list '178,88'. " + lists),
        Case(
            "run --kv-cache-tokens many", "--kv-cache-tokens must be a whole number >= 1, got 'many'"),
        Case(
            "run --trace x.csv --isl 5",
            "--isl has no effect here: --trace brings its own arrivals and lengths; --time-scale changes its rate"
        ),
        Case(
            "run --trace x.csv --scenario offline",
            "--scenario offline does not go with --trace: a trace brings its own arrivals. Drop one"),
        Case(
            "run --max-num-seqs 512 --max-num-batched-tokens 256",
            "--max-num-batched-tokens 256 is below --max-num-seqs 512: a step could not decode every sequence. Raise "
                + "the one or lower the other"),
        Case(
            "run --max-model-len 200000",
            "--max-model-len must be at most 131072, the longest context of Llama-3.1-8B, got 200000"),
        Case("run --kv-cache-tokens 8", "--kv-cache-tokens must hold a block of 16 tokens, got 8"),
        // What does not fit
        Case(
            "run --input-len 131072",
            "a request of 131072 prompt and 128 output tokens is longer than 131072, the limit of Llama-3.1-8B. "
                + "Lower --input-len or --output-len", code: 3),
        Case(
            "run --kv-cache-tokens 512",
            "a request of 512 prompt and 128 output tokens does not fit the KV cache of 512 tokens. Lower "
                + "--input-len or --output-len, or raise --kv-cache-tokens", code: 3),
        Case(
            "run --model llama-3.1-70b",
            "Llama-3.1-70B bf16 does not fit on 1 x h100-sxm: weights 141.1 GB > 80 GB. Fits with --tp 2, "
                + "or --quantization int4-awq",
            code: 3),
        // Files
        Case(
            "run --trace /nonexistent.csv", "cannot read '/nonexistent.csv': No such file or directory",
            code: 4),
        Case("run --trace /", "cannot read '/': it is a folder", code: 4),
        Case(
            "run -c /nonexistent.json", "cannot read '/nonexistent.json': No such file or directory", code: 4),
        Case("run -c /", "cannot read '/': it is a folder", code: 4),
        Case("run -o /", "cannot write '/': it is a folder. Name a file in it, such as result.json", code: 4),
        Case(
            "run -o /nonexistent/a.json", "cannot write '/nonexistent/a.json': No such file or directory",
            code: 4),
        Case(
            "run -o /dev/null",
            "cannot write '/dev/null': it is not a regular file. Use --json to write to standard output",
            code: 4),
        Case("run -o a.json -o a.json", "--output 'a.json' is given twice"),
        // list and show
        Case(
            "list modls",
            "unknown list 'modls'. Did you mean models? Lists are models, gpus, engines, policies, formats, workloads, "
                + "metrics"),
        Case("show", "show needs a name. Try: wattline show h100-sxm"),
        Case("show h100-sxn", "unknown name 'h100-sxn'. Did you mean h100-sxm?"),
        Case("show qqqqqq", "unknown name 'qqqqqq'. 'wattline list' shows where names are"),
    ]

    @Test("One line on stderr, nothing on stdout, the right code", arguments: cases)
    func message(_ example: Case) {
        let invocation = Invocation(example.line)
        #expect(invocation.errors == "wattline: error: \(example.message)\n")
        #expect(invocation.code == example.code)
        #expect(invocation.output.isEmpty)
    }

    @Test("Control characters of the input do not reach the terminal")
    func controlCharacters() {
        let invocation = Invocation(["run", "--\u{1b}[31mtp"])
        #expect(invocation.code == 2)
        #expect(!invocation.errors.contains("\u{1b}"))
        #expect(invocation.errors.contains("\\u{1B}[31m"))
    }

    @Test("A long value is cut in its message")
    func longValue() {
        let invocation = Invocation(["run", "--policy", String(repeating: "x", count: 100_000)])
        #expect(invocation.code == 2)
        #expect(invocation.errors.utf8.count < 400)
    }

    @Test("The design's example of a misspelt model")
    func model() {
        let invocation = Invocation("run -m llama-3.1-8")
        #expect(invocation.code == 2)
        #expect(invocation.errors.hasPrefix("wattline: error: unknown model 'llama-3.1-8'. Did you mean "))
        #expect(invocation.errors.contains("Llama-3.1-8B"))
    }
}
