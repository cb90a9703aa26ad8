/// Every default of `run`, and why it is that.
enum DefaultsExplanation {
    /// Reasons by flag; a test asks for one of every flag that changes a run.
    static let reasons: [FlagKey: String] = [
        .model: "a dense model of 8 billion parameters that fits one GPU, and that others have measured",
        .gpu: "the GPU that the constants are fitted to",
        .tp: "the model fits one GPU; splitting a small model costs energy",
        .pp: "stages lengthen a step; they serve models that do not fit otherwise",
        .dp: "one replica; more of them only multiply it under a load that is shared",
        .ep: "slicing every expert is what vLLM does unless told",
        .engine: "the engine that the constants are fitted to",
        .dtype: "auto is what checkpoints and vLLM do: bf16, fp16 where there is no bf16",
        .quantization: "auto is what vLLM does: the format in the checkpoint",
        .kvCacheDtype: "auto is what vLLM does: as wide as the activations",
        .sampling: "what benchmark clients send: temperature 0",
        .expertRouting: "what the engine's constants were fitted with",
        .constants: "the shipped ones, whose error `validate` measures",
        .powerCap: "the limit that the board has as delivered",
        .clock: "a GPU runs at its highest clock unless power or the user holds it back",
        .scenario:
            "an open loop: requests come whether or not the system keeps up, as in MLPerf's server scenario",
        .requestRate: "busy but not saturated: a batch of about four on the default system",
        .arrival: "independent users make Poisson arrivals",
        .burstiness: "1 is Poisson, as in vLLM's benchmark",
        .shape: "requests come as their users send them",
        .maxConcurrency: "an open loop has no limit",
        .numPrompts:
            "200 requests take a minute of simulated time and a fraction of a second here; raise it for tails",
        .inputLen: "a short chat prompt, 512 tokens",
        .outputLen: "a short answer, 128 tokens",
        .trace: "no file is needed to begin",
        .timeScale: "a trace is replayed as it was recorded",
        .skipBadRows: "a row that cannot be read is an error until somebody looked at it",
        .traceTimeUnit: "a format says what its times count; what contradicts it is asked for",
        .rebase: "a wait before the first request is part of what was recorded",
        .policy: "what the engine does by default",
        .batchTimeout: "a second: longer than the steps it saves, shorter than patience",
        .priorityAgeing: "10 s of waiting are worth one priority, so that nothing starves",
        .preemption: "vLLM v1 recomputes",
        .maxNumSeqs: "the engine's own default",
        .maxNumBatchedTokens: "the engine's own default",
        .blockSize: "the engine's own default",
        .gpuMemoryUtilization: "the engine's own default",
        .maxModelLen: "what the model was trained for",
        .kvCacheTokens: "all that weights and reserve leave",
        .routing: "what needs no knowledge of the replicas",
        .goodput: "no objective is right for everybody",
        .metricPercentiles: "the tails that objectives are written in",
        .cpuWatts:
            "0: figures are of GPUs alone unless the host is named; an eighth of a server is about 55 to 110 W",
        .fanFactor: "0: part of the host",
        .psuEfficiency: "1: part of the host",
        .pue: "1: figures are of the computer, not of the building",
        .grid: "it depends on where and when",
        .price: "it depends on the contract",
        .metadata: "labels are the user's",
        .seed: "any number would do; 0 is easy to remember",
        .replication: "the first draw",
        .stepping: "equal steps are leapt over, with the same result to the last digit",
    ]

    /// Flag, default, reason.
    static var entries: [(flag: Flag, value: String, reason: String)] {
        RunFlags.all.filter(\.isConfiguration).map { flag in
            (flag, flag.defaultText ?? flag.absence, reasons[flag.key] ?? "")
        }
    }

    static var text: String {
        var text = ""
        for group in FlagGroup.allCases {
            let entries = entries.filter { $0.flag.group == group }
            guard !entries.isEmpty else { continue }
            text += (text.isEmpty ? "" : "\n") + "\(group.rawValue):\n"
            text += ExplainTopic.rows(entries.map { ("--\($0.flag.name)", "\($0.value): \($0.reason)") })
        }
        return text
    }

    static var json: JSON {
        .object(
            entries.map { entry in
                (
                    key: entry.flag.name,
                    value: .object([
                        ("default", .text(entry.value)), ("is_set", .bool(entry.flag.defaultText != nil)),
                        ("reason", .text(entry.reason)),
                    ])
                )
            })
    }
}
