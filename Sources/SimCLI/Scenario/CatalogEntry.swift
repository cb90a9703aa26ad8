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
        case .models: ModelCatalog.all.map { CatalogEntry($0) }
        case .gpus: DeviceCatalog.all.map { CatalogEntry($0) }
        case .engines: EngineProfile.all.map(CatalogEntry.init)
        case .policies: PolicyChoice.allCases.map(CatalogEntry.init)
        case .formats: QuantizationFormat.all.map(CatalogEntry.init)
        case .workloads: LengthPreset.all.map(CatalogEntry.init)
        case .metrics: CatalogEntry.metrics
        }
    }
}

extension CatalogEntry {
    /// `source` says where the figures are from; nil for what the catalogue knows.
    init(_ device: DeviceSpec, source: String? = nil) {
        let power = device.maxPower
        self.init(
            name: device.name,
            summary:
                "\(Figures.short(device.bf16FlopPerSecond / 1e12)) TFLOP/s \(device.computesBF16 ? "bf16" : "fp16"), "
                + "\(Figures.short(device.memoryBytesPerSecond / 1e12)) TB/s, "
                + "\(device.marketedBytes / 1_000_000_000) GB, \(power), \(device.provenance.rawValue)",
            facts: DeviceDocument.facts(
                device, source: source ?? DeviceCatalog.source(of: device) ?? "the user's own"))
    }

    init(_ engine: EngineProfile) {
        let measured = engine.constantsByDevice.map { JSON.text($0.device) }
        self.init(
            name: engine.name,
            summary: engine.version.isEmpty
                ? "no overheads: the roofline itself"
                : "\(engine.name) \(engine.version), \(engine.pace == nil ? "CUDA graphs" : "eager")",
            facts: [
                Fact("version", engine.version.isEmpty ? .null : .text(engine.version)),
                Fact("policy", PolicyChoice(engine.batching).rawValue),
                Fact("max_num_seqs", engine.maxSequences),
                Fact("max_num_batched_tokens", engine.tokenBudget),
                Fact("block_size", engine.blockSize, "tokens"),
                Fact("gpu_memory_utilization", engine.memoryUtilization),
                Fact("reserve_bytes", Int(engine.reserveBytes), "bytes of each GPU, besides activations"),
                Fact("logit_copies", engine.logitCopies, "of a batch's logits, in 32 bits"),
                Fact("host", engine.hostWords),
                Fact("step_overhead_us", engine.stepOverheadMicroseconds, "us per step"),
                Fact(
                    "ungraphed_layer_us", engine.ungraphedLayerMicroseconds,
                    "us per layer of chunked attention"),
                Fact("sampler_launch_us", engine.sampler.launchMicroseconds, "us per step"),
                Fact("sampler_ns_per_logit", engine.sampler.nanosecondsPerLogit, "ns"),
                Fact("sampler_nj_per_logit", engine.sampler.nanojoulesPerLogit, "nJ"),
                Fact("eager", .bool(engine.pace != nil)),
                Fact("host_us_per_step", .optional(engine.pace?.microsecondsPerStep), "us"),
                Fact("host_us_per_kernel", .optional(engine.pace?.microsecondsPerKernel), "us"),
                Fact("kernels_per_layer", .optional(engine.pace?.kernelsPerLayer)),
                Fact("kernels_fitted_on", .list([.text("h100-sxm")] + measured)),
                Fact(
                    "assumptions", engine.assumptions.isEmpty ? .null : .text(engine.assumptions)),
            ])
    }

    init(_ policy: PolicyChoice) {
        let engines = EngineProfile.all.filter { PolicyChoice($0.batching) == policy }.map(\.name)
        self.init(
            name: policy.rawValue, summary: policy.summary,
            facts: [Fact("default_of_engines", .list(engines.map { .text($0) }))])
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
    /// Then those that checks alone have.
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
                        .optional(latency.key(statistic), "ms", "\(statistic.name): \(latency.meaning)") {
                            _ in nil
                        }))
            }
        }
        let ofChecks = entry(
            .count(
                CheckRun.maxOvertaken, "requests",
                "In files of checks alone: most later arrivals that had their first token before a request had"
            ) { _ in 0 })
        return entries + Metrics.energy.map(entry) + [ofChecks]
    }
}

extension EngineProfile {
    /// What a step's host time is made of, as `show` and `explain model` both say it.
    var hostWords: String {
        if let pace {
            return "\(Figures.short(pace.microsecondsPerStep)) us a step and "
                + "\(Figures.short(pace.microsecondsPerKernel)) us a kernel, which are launched one by one beside the GPU: a "
                + "step takes as long as the slower of the two"
        }
        guard stepOverheadMicroseconds > 0 else { return "no time of its own: the GPU never waits for it" }
        return
            "\(Figures.short(stepOverheadMicroseconds)) us a step that the GPU waits for; kernels run from CUDA graphs"
            + (ungraphedLayerMicroseconds > 0
                ? ", but for chunked attention's, \(Figures.short(ungraphedLayerMicroseconds)) us a layer"
                : "")
    }
}
