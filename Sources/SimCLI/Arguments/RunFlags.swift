import HardwareModels
import Workloads

/// The flags of `run`, one line of truth each.
enum RunFlags {
    /// In the order of `help run` and of `--dry-run`.
    static let all: [Flag] = system + load + serving + accounting + run + output

    private static let vllm = EngineProfile.vllm

    private static let system: [Flag] = [
        Flag(
            .model, .name(Catalog.models), .system, short: "m", default: Catalog.defaultModel,
            "Model, by Hugging Face id or its last part, or the path of a config.json or of its folder; nothing is "
                + "downloaded"),
        Flag(
            .gpu, .name(Catalog.gpus), .system, short: "g", aliases: ["system", "hardware"],
            default: "h100-sxm",
            "GPU, blind to case, - and _, or a JSON file such as 'wattline show h100-sxm --json' prints"),
        Flag(
            .tp, .oneOf(Sharding.sizes), .system, aliases: ["tensor-parallel-size"], default: "1",
            "GPUs that share each layer of one replica"),
        Flag(
            .pp, .oneOf(Sharding.sizes), .system, aliases: ["pipeline-parallel-size"], default: "1",
            "Stages of layers, each with --tp GPUs"),
        Flag(
            .dp, .whole(1...1024), .system, aliases: ["data-parallel-size"], default: "1",
            "Replicas, each with GPUs, queue and KV cache of its own"),
        Flag(
            .ep, .oneOf(Sharding.sizes), .system, aliases: ["expert-parallel-size"], default: "1",
            "Parts of the --tp GPUs that hold whole experts each, in place of a slice of every one"),
        Flag(.engine, .name(Catalog.engines), .system, default: "vllm", "What the serving engine adds"),
        Flag(
            .dtype, .name(Catalog.dtypes), .system, default: "auto",
            "Number format of activations and of weights that are not quantised; auto: bf16, or fp16 on a GPU "
                + "without it"),
        Flag(
            .quantization, .name(Catalog.quantizations), .system, default: "auto",
            "Format of the quantised weights, of 'wattline list formats'; none, or auto: as the model was published"
        ),
        Flag(
            .kvCacheDtype, .name(Catalog.kvFormats), .system, default: "auto",
            "Number format of the KV cache; auto: as wide as the activations"),
        Flag(
            .expertRouting, .expertRouting, .system, default: "measured",
            "How tokens spread over experts: what the engine's constants say, as even as can be, evenly drawn, or "
                + "skewed by a gamma or a power law"),
        Flag(
            .sampling, .sampling, .system, default: "greedy",
            "How requests ask for the next token, + joins two: a draw may sort the whole vocabulary for every row"
        ),
        Flag(
            .constants, .inputFile, .system, absence: "the shipped ones",
            "Constants of the time and energy model, from a file that calibrate wrote"),
        Flag(
            .powerCap, .power, .system, absence: "the GPU's own limit",
            "Power limit of each GPU; a step that would draw more runs at a lower clock and takes longer"),
        Flag(
            .clock, .number(.positive, "MHZ", unit: "MHz"), .system, absence: "the GPU's highest",
            "Core clock; supply voltage and energy per FLOP fall with it"),
    ]

    private static let load: [Flag] = [
        Flag(
            .scenario, .name(Catalog.scenarios), .load, default: "server",
            "server: arrivals at a rate; offline: all at once; single-stream: one after the other"),
        Flag(
            .requestRate, .number(.positiveOrInfinite, "R", unit: "requests per second"), .load,
            aliases: ["rate", "qps"], default: "4",
            "Requests per second; inf sends all at once"),
        Flag(
            .arrival, .name(Catalog.arrivals), .load, absence: "poisson, or what --burstiness says",
            "Law of the gaps: exponential, gamma, equal, uniform from 0 to 2/rate, or none"),
        Flag(
            .burstiness, .number(.positiveOrInfinite, "B"), .load, default: "1",
            "Gamma shape of the gaps: 1 Poisson, below 1 burstier, inf equal gaps"),
        Flag(
            .shape, .shape, .load, absence: "none",
            "Hold requests back: spacing:50ms, spacing:0-50ms (random) or window:1s"),
        Flag(
            .maxConcurrency, .whole(1...1_000_000_000), .load, absence: "no limit",
            "Requests in flight at most; the next one waits at the client"),
        Flag(
            .numPrompts, .whole(1...1_000_000_000_000), .load, aliases: ["num-requests"],
            absence: "200, or all of --trace", "Number of requests"),
        Flag(
            .inputLen, .lengths, .load, aliases: ["isl", "prompt-len"], default: "512",
            "Prompt tokens: a number, lognormal:MEAN,CV, uniform:A,B, or as measured in a service: "
                + LengthPreset.all.map(\.name).joined(separator: ", ")),
        Flag(
            .outputLen, .lengths, .load, aliases: ["osl"], default: "128",
            "Output tokens, written like --input-len"),
        Flag(
            .trace, .inputFile, .load, absence: "none",
            "Replay requests from a file (Azure, BurstGPT, Mooncake, Qwen Bailian, LLMServingSim, Splitwise, Vidur or own "
                + "CSV)"),
        Flag(
            .timeScale, .number(.positive, "X"), .load, default: "1",
            "Stretch the trace's gaps: 2 halves its rate"),
        Flag(
            .skipBadRows, .toggle, .load, default: "false",
            "Leave unreadable rows of the trace out, and say how many"),
        Flag(
            .traceTimeUnit,
            .name(
                NameList(
                    "time unit", plural: "time units", fixed: TraceUnit.allCases.map(\.rawValue))),
            .load, absence: "what the trace's format says",
            "What the trace's times count, where other files than those of its format have its columns"),
        Flag(
            .rebase, .toggle, .load, default: "false",
            "Count the trace's times from its first request, as dates and Unix times always are"),
    ]

    private static let serving: [Flag] = [
        Flag(
            .policy, .name(Catalog.policies), .serving,
            absence: "the engine's; vllm: \(PolicyChoice(vllm.batching).rawValue)",
            "How batches are formed"),
        Flag(
            .batchTimeout, .duration, .serving, default: "1s",
            "Policy static: longest wait for a full batch"),
        Flag(
            .priorityAgeing, .duration, .serving, default: "10s",
            "Policy priority: waiting this long is worth one priority"),
        Flag(
            .preemption, .name(Catalog.preemptions), .serving, default: "recompute",
            "What happens to a sequence that must make room"),
        Flag(
            .maxNumSeqs, .whole(1...1_000_000), .serving,
            absence: "the engine's; vllm: \(vllm.maxSequences)", "Sequences in a batch at most"),
        Flag(
            .maxNumBatchedTokens, .whole(1...1_000_000_000), .serving,
            absence: "the engine's; vllm: \(vllm.tokenBudget)", "Token budget of a step"),
        Flag(
            .blockSize, .whole(1...65_536), .serving, absence: "the engine's; vllm: \(vllm.blockSize)",
            "Tokens in a KV block"),
        Flag(
            .gpuMemoryUtilization, .number(.fraction, "X"), .serving,
            absence: "the engine's; vllm: \(vllm.memoryUtilization)",
            "Part of the GPU's memory that weights and KV cache may fill"),
        Flag(
            .maxModelLen, .whole(1...1_000_000_000), .serving, absence: "the model's longest",
            "Prompt and output tokens of a request at most"),
        Flag(
            .kvCacheTokens, .tokens(1...1_000_000_000_000), .serving,
            absence: "what memory leaves", "Size of a replica's KV cache, as an engine printed it (178,880)"),
        Flag(
            .routing, .name(Catalog.routings), .serving, default: "round-robin",
            "Which replica a request goes to"),
    ]

    private static let accounting: [Flag] = [
        Flag(
            .goodput, .objectives, .accounting, absence: "none",
            "Count requests that meet every limit: ttft:500 tpot:50 e2el:20000"),
        Flag(
            .metricPercentiles, .percentiles, .accounting, default: "50,90,95,99",
            "Percentiles of the latencies"),
        Flag(
            .cpuWatts, .number(.hostPower, "W", unit: "watts"), .accounting, default: "0",
            "Host power for each GPU, all the time: processors, memory, disks, network"),
        Flag(
            .fanFactor, .number(.fans, "X"), .accounting, default: "0",
            "Power of the fans as a share of GPUs and host"),
        Flag(
            .psuEfficiency, .number(.efficiency, "X"), .accounting, default: "1",
            "What the power supplies pass on of what they draw"),
        Flag(
            .pue, .number(.overhead, "X"), .accounting, default: "1",
            "Facility energy over that of its computers; facility_energy_wh = (GPUs + host) x (1 + fans) / supplies x "
                + "PUE"),
        Flag(
            .grid, .number(.notNegative, "G", unit: "gCO2e/kWh"), .accounting, absence: "unknown",
            "Carbon intensity in gCO2e/kWh"),
        Flag(
            .price, .number(.notNegative, "USD", unit: "US dollars"), .accounting, absence: "unknown",
            "Price of a GPU-hour in US dollars"),
        Flag(
            .metadata, .labels, .accounting, absence: "none",
            "Label that travels with the result (repeatable)"),
    ]

    private static let run: [Flag] = [
        Flag(.seed, .whole(0...Int.max), .run, default: "0", "Names the random streams"),
        Flag(
            .replication, .whole(0...Int.max), .run, default: "0",
            "Another independent draw of the same load"),
        Flag(
            .stepping, .name(Catalog.steppings), .run, default: "leap",
            "leap over equal decode steps, or simulate every single one: same result"),
    ]

    private static let output: [Flag] = [
        Flag(
            .config, .inputs, .output, short: "c", absence: "none",
            "Read settings from JSON with comments; flags win over it, a later file over an earlier"),
        Flag(
            .set, .assignments, .output, absence: "none", "Set a key as in a configuration file (repeatable)"),
        Flag(
            .output, .outputs, .output, short: "o", absence: "none",
            "Also write .json or .md (result), .html (report), .jsonl or .csv (a row a request), .svg (power over time; "
                + "NAME.latency.svg: latencies, NAME.energy.svg: where the energy went, NAME.gantt.svg: the requests), "
                + ".trace.json (timeline), .prom (Prometheus) or .codecarbon.csv; - is --json (repeatable)"),
        Flag(.json, .toggle, .output, default: "false", "Print one JSON document in place of the table"),
        Flag(
            .style, .name(Catalog.styles), .output, default: "table",
            "table, or vllm: the block that vLLM's serving benchmark prints"),
        Flag(
            .dryRun, .toggle, .output, default: "false",
            "Print the resolved configuration, which -c reads, and stop"),
        Flag(
            .quiet, .toggle, .output, short: "q", default: "false",
            "Print no table, no warnings and no progress"),
        Flag(.noProgress, .toggle, .output, default: "false", "Print no progress"),
    ]

    /// The flag of a key. O(flags).
    static func flag(_ key: FlagKey) -> Flag {
        guard let flag = all.first(where: { $0.key == key }) else {
            preconditionFailure("the table of flags has no line for \(key.rawValue)")
        }
        return flag
    }

    /// The flag called `name`, by its long name or an alias, `_` taken for `-`.
    static func named(_ name: String) -> Flag? {
        let name = String(name.map { $0 == "_" ? "-" : $0 })
        return all.first { $0.name == name || $0.aliases.contains(name) }
    }

    /// Every long name and alias, for near misses.
    static var names: [String] { all.flatMap { [$0.name] + $0.aliases } }
}
