/// How an engine forms batches unless it is told otherwise.
public enum BatchingStyle: String, Hashable, Sendable {
    /// Decodes first, then chunks of prompts up to a token budget (Sarathi, vLLM v1).
    case chunkedPrefill
    /// Whole prompts before decodes (Orca, TGI).
    case prefillFirst
    /// A batch is filled, padded and run to its last sequence (transformers).
    case staticBatch
}

/// What choosing the next token costs.
public struct SamplerProfile: Hashable, Sendable {
    /// Microseconds per step.
    public var launchMicroseconds: Double
    /// Nanoseconds for each logit of each row, after the output head.
    public var nanosecondsPerLogit: Double
    /// Bytes of each logit written and read back through device memory.
    public var bytesPerLogit: Double
    /// Nanojoules for each logit of each row.
    public var nanojoulesPerLogit: Double

    /// Nothing: the largest logit is found on the way out of the head.
    public static let free = SamplerProfile(
        launchMicroseconds: 0, nanosecondsPerLogit: 0, bytesPerLogit: 0, nanojoulesPerLogit: 0)
}

/// What a serving engine adds to the kernels, and how it is set unless the user says otherwise.
public struct EngineProfile: Hashable, Sendable {
    public var name: String
    /// The version that the figures belong to; empty for an imaginary engine.
    public var version: String
    /// Host time per step that the device waits for, in microseconds.
    public var stepOverheadMicroseconds: Double
    public var sampler: SamplerProfile
    public var constants: RooflineConstants

    public var batching: BatchingStyle
    /// Sequences in a batch at most (`max_num_seqs`).
    public var maxSequences: Int
    /// Tokens in a step at most (`max_num_batched_tokens`).
    public var tokenBudget: Int
    /// Tokens in a KV block.
    public var blockSize: Int
    /// Share of the device's memory that the engine may fill.
    public var memoryUtilization: Double
    /// Copies of a batch's logits, in 32 bits, that the sampler holds at once.
    public var logitCopies: Double = 3
    /// Memory for workspaces of libraries and for captured graphs.
    public var workspaceBytes: Double = 0

    /// vLLM 0.11.1 with CUDA graphs, and PyTorch's sampler with a repetition penalty and top-k/top-p, which sorts
    /// the whole vocabulary.
    ///
    /// Step overhead, and time and energy per logit: fitted to 115 runs of the ML.ENERGY Benchmark v3 on H100 SXM
    /// (dense bf16: step time within 8.5 % MAPE, J/token within 7.3 %). Copies of logits: logits, sorted values, 64-bit
    /// order, probabilities, cumulative sums, 64-bit token counts and masks are 36 bytes. Workspaces: what the batches
    /// of those runs that were limited by memory leave unexplained, 1.4 to 1.7 GB. Limits: that benchmark's settings and
    /// vLLM's defaults.
    public static let vllm = EngineProfile(
        name: "vllm", version: "0.11.1", stepOverheadMicroseconds: 1086.806182364855,
        sampler: SamplerProfile(
            launchMicroseconds: 30, nanosecondsPerLogit: 0.24555764106565267, bytesPerLogit: 4,
            nanojoulesPerLogit: 113.8564777533641),
        constants: .h100VLLM, batching: .chunkedPrefill, maxSequences: 256, tokenBudget: 8192,
        blockSize: 16, memoryUtilization: 0.9, logitCopies: 9, workspaceBytes: 1.5e9)

    /// No overhead at all: the pure roofline. Limits as vLLM's, so that the two compare.
    public static let ideal = EngineProfile(
        name: "ideal", version: "", stepOverheadMicroseconds: 0, sampler: .free, constants: .ideal,
        batching: .chunkedPrefill, maxSequences: 256, tokenBudget: 8192, blockSize: 16,
        memoryUtilization: 0.9)

    /// Every profile.
    public static let all = [vllm, ideal]

    /// The profile of this name, blind to case, `-` and `_`.
    ///
    /// - Throws: ``HardwareError/unknownName(kind:name:nearest:)``.
    public static func engine(named name: String) throws(HardwareError) -> EngineProfile {
        for engine in all where NearestName.areSame(engine.name, name) { return engine }
        throw HardwareError.unknownName(
            kind: "engine", name: name,
            nearest: NearestName.suggestions(for: name, among: all.map { $0.name }))
    }

    /// - Throws: ``HardwareError/outOfRange(subject:field:value:allowed:)``.
    func validate() throws(HardwareError) {
        let figures = [
            ("step overhead", stepOverheadMicroseconds), ("sampler launch", sampler.launchMicroseconds),
            ("sampler ns/logit", sampler.nanosecondsPerLogit), ("bytes/logit", sampler.bytesPerLogit),
            ("nJ/logit", sampler.nanojoulesPerLogit),
        ]
        for (field, figure) in figures where !(figure >= 0 && figure <= 1e9) {
            throw HardwareError.outOfRange(
                subject: name, field: field, value: String(figure), allowed: "0 to 1e9")
        }
        guard blockSize >= 1, blockSize <= 1_000_000 else {
            throw HardwareError.outOfRange(
                subject: name, field: "block size", value: String(blockSize), allowed: "1 to 1000000")
        }
        try constants.validate()
    }
}
