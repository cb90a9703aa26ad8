/// What stands along an axis: a quantity in words, with its unit.
enum AxisLabel {
    /// `energy per output token, J` of `energy_per_output_token_j`; `words` alone without the unit.
    static func metric(_ key: String) -> String {
        if let latency = latency(key) { return "\(latency), ms" }
        let unit = (Metrics.counts + Metrics.energy).first { $0.key == key }?.unit ?? ""
        let words = words(key)
        // A number of GPUs needs no other unit.
        return words + (unit.isEmpty || words.hasSuffix(unit) ? "" : ", \(unit)")
    }

    /// A figure of a result in words: `p99 TTFT`, `energy per output token`.
    static func words(_ key: String) -> String {
        if let latency = latency(key) { return latency }
        if let words = special[key] { return words }
        let name = suffixes.first { key.hasSuffix($0) }.map { String(key.dropLast($0.count)) } ?? key
        let text = name.split(separator: "_").joined(separator: " ")
        return replaced(text)
    }

    private static func latency(_ key: String) -> String? {
        LatencyMetric.allCases.first { key.hasSuffix("_\($0.rawValue)_ms") }.map { latency in
            "\(key.prefix { $0 != "_" }) \(latency.label)"
        }
    }

    /// Units at the end of a key, which the axis has after a comma.
    private static let suffixes = ["_js", "_wh", "_ms", "_j", "_w"]

    private static let special = [
        "num_gpus": "number of GPUs", "duration": "simulated time",
        "kwh_per_1m_output_tokens": "facility energy per 1M output tokens",
        "gco2e_per_request": "carbon per request", "usd_per_1m_output_tokens": "price per 1M output tokens",
        "kv_cache_peak_fraction": "peak share of the KV cache in use",
        "avg_gpu_power_w": "mean power of a GPU", "peak_gpu_power_w": "peak power of a GPU",
        "total_gpu_energy_j": "energy of all GPUs", "output_tokens_per_joule": "output tokens per joule",
        "completed": "requests answered", "failed": "requests that could never fit",
        "total_input_tokens": "prompt tokens", "total_output_tokens": "output tokens",
        "steps": "forward passes",
    ]

    private static func replaced(_ text: String) -> String {
        text.split(separator: " ").map { word in
            switch word {
            case "gpu": "GPU"
            case "gpus": "GPUs"
            case "kv": "KV"
            default: String(word)
            }
        }.joined(separator: " ")
    }

    /// A flag that runs along an axis: `request rate, requests per second`.
    static func flag(_ name: String) -> String {
        guard let flag = RunFlags.all.first(where: { $0.name == name }) else { return name }
        if let words = flags[flag.key] { return words }
        let words = name.split(separator: "-").joined(separator: " ")
        switch flag.kind {
        case .number(_, _, let unit) where !unit.isEmpty: return "\(words), \(unit)"
        case .duration: return "\(words), ms"
        case .power: return "\(words), W"
        default: return words
        }
    }

    private static let flags: [FlagKey: String] = [
        .tp: "GPUs that share each layer (tp)", .pp: "stages of layers (pp)", .dp: "replicas (dp)",
        .ep: "parts with whole experts (ep)", .requestRate: "request rate, requests/s",
        .maxNumSeqs: "most sequences in a batch", .maxNumBatchedTokens: "most tokens in a step",
        .numPrompts: "number of requests", .inputLen: "prompt length, tokens",
        .outputLen: "answer length, tokens", .maxConcurrency: "most requests in flight",
        .kvCacheTokens: "KV cache of a replica, tokens", .blockSize: "KV block, tokens",
        .maxModelLen: "longest request, tokens", .powerCap: "power cap of a GPU, W",
        .cpuWatts: "host power for each GPU, W", .gpuMemoryUtilization: "share of GPU memory in use",
    ]
}
