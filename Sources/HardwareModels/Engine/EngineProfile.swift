/// How an engine forms batches unless it is told otherwise.
public enum BatchingStyle: String, Hashable, Sendable {
    /// Decodes first, then chunks of prompts up to a token budget (Sarathi, vLLM v1).
    case chunkedPrefill
    /// Whole prompts before decodes (Orca, TGI).
    case prefillFirst
    /// A batch is filled, padded and run to its last sequence (transformers).
    case staticBatch
}

/// What a serving engine adds to the kernels, and how it is set unless the user says otherwise.
public struct EngineProfile: Hashable, Sendable {
    public var name: String
    /// The version that the figures belong to; empty for an imaginary engine.
    public var version: String
    /// Host time per step that the device waits for, in microseconds.
    public var stepOverheadMicroseconds: Double
    /// Host time that the device waits for in each layer whose attention runs outside of a CUDA graph: in vLLM that of
    /// chunked attention, whose builder says it supports none (vllm/attention/layers/chunked_local_attention.py).
    public var ungraphedLayerMicroseconds: Double = 0
    /// How requests ask for the next token.
    public var sampling: Sampling = .greedy
    /// What choosing it costs where they ask for the likeliest, and where they ask for a draw under a penalty.
    public var greedySampler: SamplerProfile
    public var drawingSampler: SamplerProfile
    /// Of its kernels on an H100; on other devices as shares of their peaks, unless ``constantsByDevice`` says more.
    public var constants: RooflineConstants
    public var constantsByDevice: [DeviceConstants] = []
    /// How fast the host launches kernels, where they are not in a CUDA graph.
    public var pace: EagerPace?
    /// Bytes that the engine keeps on each device besides weights, activations and logits.
    public var reserveBytes: Int64 = 0
    /// Copies of a batch's logits, in 32 bits, that the sampler holds at once: logits, their sorted copy, probabilities.
    public var logitCopies: Double = 3
    /// Figures that no measurement stands behind, and why they are what they are; empty where there are none.
    public var assumptions = ""

    public var batching: BatchingStyle
    /// Sequences in a batch at most (`max_num_seqs`).
    public var maxSequences: Int
    /// Tokens in a step at most (`max_num_batched_tokens`).
    public var tokenBudget: Int
    /// Tokens in a KV block.
    public var blockSize: Int
    /// Share of the device's memory that the engine may fill.
    public var memoryUtilization: Double

    /// The constants for a device.
    public func constants(for device: DeviceSpec) -> RooflineConstants {
        for known in constantsByDevice where NearestName.areSame(known.device, device.name) {
            return known.constants
        }
        return constants
    }

    /// What choosing the next token costs in the way that requests ask for.
    public var sampler: SamplerProfile { drawingSampler.serving(sampling, greedy: greedySampler) }

    /// The same engine, asked to choose tokens in this way.
    public func asked(for ways: Sampling) -> EngineProfile {
        var engine = self
        engine.sampling = ways
        return engine
    }

    /// - Throws: ``HardwareError/outOfRange(subject:field:value:allowed:)``.
    func validate() throws(HardwareError) {
        var figures = [
            ("step overhead", stepOverheadMicroseconds),
            ("time per ungraphed layer", ungraphedLayerMicroseconds),
        ]
        for (name, sampler) in [("sampler", greedySampler), ("drawing sampler", drawingSampler)] {
            figures += [
                (name + " launch", sampler.launchMicroseconds),
                (name + " ns/logit", sampler.nanosecondsPerLogit),
                (name + " ns/later logit", sampler.nanosecondsPerLaterLogit),
                (name + " rows of a full sort", sampler.fullSortRows),
                (name + " bytes/logit", sampler.bytesPerLogit),
                (name + " nJ/logit", sampler.nanojoulesPerLogit),
            ]
        }
        for (field, figure) in figures where !(figure >= 0 && figure <= 1e9) {
            throw HardwareError.outOfRange(
                subject: name, field: field, value: String(figure), allowed: "0 to 1e9")
        }
        if let pace {
            let paces = [
                ("host time per step", pace.microsecondsPerStep),
                ("host time per kernel", pace.microsecondsPerKernel),
                ("kernels per layer", pace.kernelsPerLayer), ("kernels per norm", pace.kernelsPerNorm),
                ("kernels per expert", pace.kernelsPerExpert),
            ]
            for (field, figure) in paces where !(figure >= 0 && figure <= 1e6) {
                throw HardwareError.outOfRange(
                    subject: name, field: field, value: String(figure), allowed: "0 to 1e6")
            }
        }
        guard reserveBytes >= 0, reserveBytes <= 1_000_000_000_000 else {
            throw HardwareError.outOfRange(
                subject: name, field: "reserve", value: String(reserveBytes), allowed: "0 to 1e12 bytes")
        }
        guard blockSize >= 1, blockSize <= 1_000_000 else {
            throw HardwareError.outOfRange(
                subject: name, field: "block size", value: String(blockSize), allowed: "1 to 1000000")
        }
        try constants.validate()
    }
}
