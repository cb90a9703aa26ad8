import SimCore

/// Flags of a small run, drawn by a seed: mostly ones that go together.
package enum RandomRun {
    package static func flags(_ seed: Int) -> [String] {
        var stream = RandomStream(seed: UInt64(seed), purpose: "test.run")
        func pick(_ choices: String...) -> String { choices[stream.below(choices.count)] }
        var flags = [
            "-m", pick("llama-3.1-8b", "qwen3-32b", "qwen3-30b-a3b", "textbook-7b"),
            "-g", pick("h100-sxm", "h200", "a100-sxm-80gb", "textbook-gpu"),
            "--num-prompts", String(1 + stream.below(12)),
            "--seed", String(stream.below(1000)),
        ]
        func maybe(_ flag: String, _ value: String) {
            if stream.below(3) == 0 { flags += [flag, value] }
        }
        maybe("--tp", pick("1", "2", "4"))
        maybe("--dp", pick("1", "2", "3"))
        maybe("--engine", pick("vllm", "sglang", "transformers", "ideal"))
        maybe("--quantization", pick("none", "fp8", "int4-awq"))
        maybe("--scenario", pick("server", "offline", "single-stream"))
        maybe("--input-len", pick("1", "700", "lognormal:300,0.8", "uniform:1,900"))
        maybe("--output-len", pick("1", "40", "uniform:1,3", "lognormal:30,1"))
        maybe("--policy", pick("static", "continuous", "chunked", "shortest-prompt", "priority"))
        maybe("--max-num-seqs", pick("1", "2", "64"))
        maybe("--kv-cache-tokens", pick("2048", "100000"))
        maybe("--goodput", pick("ttft:500", "tpot:5", "e2el:900"))
        maybe("--metric-percentiles", pick("50", "1,99.9", "50,90,95,99", "0.001"))
        maybe("--power-cap", pick("300", "0.5kW"))
        maybe("--clock", pick("900", "1500"))
        maybe("--price", pick("0", "2.5"))
        maybe("--grid", "400")
        maybe("--metadata", pick("team=search", "a=\u{e9}\u{1f600}\"\\"))
        maybe("--shape", pick("spacing:50ms", "spacing:0-10ms", "window:1s"))
        maybe("--expert-routing", pick("uniform", "skewed:1.2", "balanced"))
        return flags
    }
}
