import HardwareModels
import SimCore
import Workloads

/// A name that `list` prints and `show` explains.
struct CatalogEntry {
    let name: String
    /// In one line.
    let summary: String
    /// What `show` adds: a label, its key in JSON, and the value.
    let facts: [Fact]

    struct Fact {
        let key: String
        let value: JSON
        /// After the value, in text.
        let unit: String

        init(_ key: String, _ value: JSON, _ unit: String = "") {
            self.key = key
            self.value = value
            self.unit = unit
        }

        init(_ key: String, _ value: Int, _ unit: String = "") { self.init(key, .whole(value), unit) }

        init(_ key: String, _ value: Double, _ unit: String = "") {
            self.init(key, FlagValue.json(value), unit)
        }

        init(_ key: String, _ value: String) { self.init(key, .text(value)) }
    }
}

/// The lists of `wattline list`.
enum CatalogKind: String, CaseIterable {
    case models, gpus, engines, policies, formats, workloads, metrics

    /// Singular, as `show` calls one of them.
    var noun: String {
        switch self {
        case .policies: "policy"
        default: String(rawValue.dropLast())
        }
    }

    /// Which flag takes the names.
    var flag: String? {
        switch self {
        case .models: "--model"
        case .gpus: "--gpu"
        case .engines: "--engine"
        case .policies: "--policy"
        case .formats: "--dtype and --quantization"
        case .workloads: "--input-len and --output-len"
        case .metrics: nil
        }
    }

    var entries: [CatalogEntry] {
        switch self {
        case .models: ModelCatalog.all.map(CatalogEntry.init)
        case .gpus: DeviceCatalog.all.map(CatalogEntry.init)
        case .engines: EngineProfile.all.map(CatalogEntry.init)
        case .policies: PolicyChoice.allCases.map(CatalogEntry.init)
        case .formats: QuantizationFormat.all.map(CatalogEntry.init)
        case .workloads: LengthPreset.all.map(CatalogEntry.init)
        case .metrics: CatalogEntry.metrics
        }
    }
}

extension CatalogEntry {
    init(_ model: ModelArchitecture) {
        let billions = Figures.short(Double(model.parameters) / 1e9)
        self.init(
            name: model.id, summary: "\(billions) B parameters, context \(model.maxPositions)",
            facts: [
                Fact("short_name", model.name),
                Fact("parameters", Int(model.parameters)),
                Fact("weights_bf16", Int(model.weightBytes(.bf16)), "bytes"),
                Fact("kv_cache_bf16", Int(model.kvBytesPerToken(.bf16)), "bytes per token"),
                Fact("max_positions", model.maxPositions, "tokens"),
                Fact("layers", model.layers),
                Fact("hidden_size", model.hiddenSize),
                Fact("heads", model.heads),
                Fact("kv_heads", model.kvHeads),
                Fact("head_dimension", model.headDimension),
                Fact("feed_forward_size", model.feedForwardSize),
                Fact("vocabulary_size", model.vocabularySize),
                Fact("tied_embeddings", .bool(model.tiesEmbeddings)),
                Fact("sliding_window", model.slidingWindow.map { .whole($0) } ?? .null, "tokens"),
                Fact("full_attention_every", model.fullAttentionEvery, "layers"),
                Fact(
                    "tensor_parallel_sizes",
                    .list(Sharding.possibleSizes(model).map { .whole($0) })),
            ])
    }

    init(_ device: DeviceSpec) {
        self.init(
            name: device.name,
            summary: "\(Figures.short(device.bf16FlopPerSecond / 1e12)) TFLOP/s bf16, "
                + "\(Figures.short(device.memoryBytesPerSecond / 1e12)) TB/s, \(device.memoryBytes / 1_000_000_000) GB, "
                + "\(device.maxPower)",
            facts: [
                Fact("bf16_flop_per_second", device.bf16FlopPerSecond, "FLOP/s, dense"),
                Fact("memory_bytes_per_second", device.memoryBytesPerSecond, "bytes/s"),
                Fact(
                    "ridge_point", device.bf16FlopPerSecond / device.memoryBytesPerSecond, "FLOP/byte"),
                Fact("memory_bytes", Int(device.memoryBytes), "bytes"),
                Fact("context_bytes", Int(device.contextBytes), "bytes"),
                Fact("link_bytes_per_second", device.linkBytesPerSecond, "bytes/s each way"),
                Fact("host_link_bytes_per_second", device.hostLinkBytesPerSecond, "bytes/s each way"),
                Fact("idle_power_w", device.idlePower.watts, "W with a context loaded"),
                Fact("active_floor_power_w", device.activeFloorPower.watts, "W before any FLOP or byte"),
                Fact("cap_power_w", device.capPower.watts, "W sustained"),
                Fact("max_power_w", device.maxPower.watts, "W rated"),
                Fact("picojoules_per_flop", device.picojoulesPerFlop, "pJ/FLOP"),
                Fact("picojoules_per_byte", device.picojoulesPerByte, "pJ/byte"),
                Fact("energy_provenance", device.provenance.rawValue),
            ])
    }

    init(_ engine: EngineProfile) {
        self.init(
            name: engine.name,
            summary: engine.version.isEmpty
                ? "no overheads: the roofline itself" : "\(engine.name) \(engine.version)",
            facts: [
                Fact("version", engine.version.isEmpty ? .null : .text(engine.version)),
                Fact("policy", PolicyChoice(engine.batching).rawValue),
                Fact("max_num_seqs", engine.maxSequences),
                Fact("max_num_batched_tokens", engine.tokenBudget),
                Fact("block_size", engine.blockSize, "tokens"),
                Fact("gpu_memory_utilization", engine.memoryUtilization),
                Fact("step_overhead_us", engine.stepOverheadMicroseconds, "us per step"),
                Fact("sampler_launch_us", engine.sampler.launchMicroseconds, "us per step"),
                Fact("sampler_ns_per_logit", engine.sampler.nanosecondsPerLogit, "ns"),
                Fact("sampler_nj_per_logit", engine.sampler.nanojoulesPerLogit, "nJ"),
            ])
    }

    init(_ policy: PolicyChoice) {
        let engines = EngineProfile.all.filter { PolicyChoice($0.batching) == policy }.map(\.name)
        self.init(
            name: policy.rawValue, summary: policy.summary,
            facts: [Fact("default_of_engines", .list(engines.map { .text($0) }))])
    }

    init(_ format: QuantizationFormat) {
        self.init(
            name: format.name,
            summary: "weights, activations and KV cache of \(Figures.short(format.weightBytes)), "
                + "\(Figures.short(format.activationBytes)) and \(Figures.short(format.kvBytes)) bytes",
            facts: [
                Fact("weight_bytes", format.weightBytes, "bytes"),
                Fact("activation_bytes", format.activationBytes, "bytes"),
                Fact("kv_bytes", format.kvBytes, "bytes"),
            ])
    }

    init(_ preset: LengthPreset) {
        self.init(
            name: preset.name, summary: preset.summary,
            facts: [
                Fact("prompt_tokens_mean", preset.promptTokens.mean, "tokens"),
                Fact("prompt_tokens_max", preset.promptTokens.maximum, "tokens"),
                Fact("output_tokens_mean", preset.outputTokens.mean, "tokens"),
                Fact("output_tokens_max", preset.outputTokens.maximum, "tokens"),
                Fact("source", preset.source),
            ])
    }

    /// Every figure of a result, the latencies with the statistics of the default percentiles.
    static var metrics: [CatalogEntry] {
        func entry(_ metric: Metric) -> CatalogEntry {
            let unit = metric.unit.isEmpty ? "" : " [\(metric.unit)]"
            return CatalogEntry(
                name: metric.key, summary: metric.meaning + unit,
                facts: [
                    Fact("unit", metric.unit.isEmpty ? .null : .text(metric.unit)),
                    Fact("meaning", metric.meaning),
                ])
        }
        var entries = Metrics.counts.map(entry)
        for latency in LatencyMetric.allCases {
            for statistic in LatencyMetric.Statistic.all([50, 90, 95, 99]) {
                entries.append(
                    entry(
                        Metric(latency.key(statistic), "ms", "\(statistic.name): \(latency.meaning)") { _ in
                            .null
                        }))
            }
        }
        return entries + Metrics.energy.map(entry)
    }
}
