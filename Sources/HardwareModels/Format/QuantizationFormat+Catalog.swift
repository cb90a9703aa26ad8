/// The formats that are known by name.
///
/// Scales: 16 bits for each group of 128 weights is 1/64 byte a weight, and AWQ and GPTQ add a 4-bit zero point;
/// bitsandbytes' 4-bit formats have a 32-bit scale for each 64 weights; mxfp4 has 8 bits for each 32 (OCP MX 1.0).
extension QuantizationFormat {
    /// 32-bit weights and activations without tensor cores: PyTorch's default.
    public static let fp32 = QuantizationFormat(
        "fp32", "32-bit weights and activations, no tensor cores", weightBytes: 4, activationBytes: 4,
        residualBytes: 4, unit: .fp32, baseUnit: .fp32, family: .fp32, baseFamily: .fp32, layers: .all)

    /// 32-bit storage, products on tensor cores.
    public static let tf32 = QuantizationFormat(
        "tf32", "32-bit weights and activations, products rounded to tf32 on tensor cores", weightBytes: 4,
        activationBytes: 4, residualBytes: 4, unit: .tf32, baseUnit: .tf32, family: .tf32, baseFamily: .tf32,
        layers: .all)

    /// Two bytes for everything, computed on the 16-bit tensor cores.
    public static let bf16 = QuantizationFormat(
        "bf16", "16-bit brain floating point for everything", weightBytes: 2, unit: .bf16,
        family: .sixteenBit,
        layers: .all)

    /// As bf16, with more significand and less range.
    public static let fp16 = QuantizationFormat(
        "fp16", "16-bit IEEE floating point for everything", weightBytes: 2, unit: .fp16, baseUnit: .fp16,
        family: .sixteenBit, layers: .all)

    /// 8-bit floating point with one scale a tensor.
    public static let fp8 = QuantizationFormat(
        "fp8", "8-bit weights and activations, a scale per tensor", weightBytes: 1, activationBytes: 1,
        unit: .fp8, family: .fp8, extraKernels: 1)

    /// 8-bit floating point with a scale for each block of 128 x 128 weights and 128 activations (DeepSeek-V3).
    public static let fp8Block = QuantizationFormat(
        "fp8-block", "8-bit weights and activations, a scale per 128 x 128 block (DeepSeek, Qwen FP8)",
        weightBytes: 1, activationBytes: 1, unit: .fp8, family: .fp8Block, extraKernels: 1)

    /// 8-bit integers (SmoothQuant, compressed-tensors W8A8).
    public static let int8 = QuantizationFormat(
        "int8", "8-bit integer weights and activations (SmoothQuant, W8A8)", weightBytes: 1,
        activationBytes: 1,
        unit: .int8, family: .int8, extraKernels: 1)

    public static let int8WeightOnly = QuantizationFormat(
        "int8-wo", "8-bit integer weights, 16-bit arithmetic", weightBytes: 1, unit: .bf16,
        family: .int8WeightOnly)

    public static let int4AWQ = QuantizationFormat(
        "int4-awq", "4-bit integer weights in groups of 128 (AWQ), 16-bit arithmetic",
        weightBytes: 0.5, groupSize: 128, scaleBytes: 2.5, unit: .bf16, family: .int4WeightOnly)

    public static let int4GPTQ = QuantizationFormat(
        "int4-gptq", "4-bit integer weights in groups of 128 (GPTQ), 16-bit arithmetic",
        weightBytes: 0.5, groupSize: 128, scaleBytes: 2.5, unit: .bf16, family: .int4WeightOnly)

    /// LLM.int8(): outlier columns in 16 bits, the rest in 8 (Dettmers et al. 2022, bitsandbytes).
    ///
    /// Kernels: row and column statistics, quantising, the outliers' columns taken out, their product, the integer
    /// product, its rescaling and the sum. With the Python around them a product takes the host as long as 15 of the
    /// engine's plain kernels: 326 to 413 us against 27 on an RTX 4090D with four models (ecocompute-dynamic-eval).
    public static let llmInt8 = QuantizationFormat(
        "llm-int8", "LLM.int8(): 8-bit integers with 16-bit outliers (bitsandbytes)", weightBytes: 1,
        activationBytes: 1, unit: .int8, baseUnit: .fp16, family: .llmInt8, extraKernels: 15)

    /// bitsandbytes' 4-bit formats unpack the weights to 16 bits before a product of more than one row.
    ///
    /// Host: 48 to 51 us a product against 12 for a plain kernel on an RTX 5090, 103 to 120 against 27 on an RTX 4090D:
    /// 4 kernels (ecocompute-dynamic-eval).
    public static let nf4 = QuantizationFormat(
        "bnb-nf4", "4-bit normal-float weights unpacked to 16 bits (bitsandbytes)",
        weightBytes: 0.5, groupSize: 64, scaleBytes: 4, unit: .bf16, family: .bitsandbytes4, extraKernels: 4,
        isUnpacked: true)

    public static let fp4 = QuantizationFormat(
        "bnb-fp4", "4-bit floating-point weights unpacked to 16 bits (bitsandbytes)",
        weightBytes: 0.5, groupSize: 64, scaleBytes: 4, unit: .bf16, family: .bitsandbytes4, extraKernels: 4,
        isUnpacked: true)

    /// OCP microscaling: experts and dense feed-forward only, as gpt-oss is published; arithmetic in 16 bits.
    public static let mxfp4 = QuantizationFormat(
        "mxfp4", "4-bit floating-point experts with a scale per 32 (gpt-oss), 16-bit arithmetic",
        weightBytes: 0.5, groupSize: 32, scaleBytes: 1, unit: .bf16, family: .mxfp4,
        layers: [.experts, .feedForward])

    /// Every format there is.
    public static let all = [
        bf16, fp16, fp32, tf32, fp8, fp8Block, int8, int8WeightOnly, int4AWQ, int4GPTQ, llmInt8, nf4, fp4,
        mxfp4,
    ]

    /// The format of this name, blind to case, `-` and `_`; `auto`, `bfloat16`, `float16`, `float32`, `awq`, `gptq`,
    /// `bitsandbytes` and the like will do.
    ///
    /// - Throws: ``HardwareError/unknownName(kind:name:nearest:)``.
    public static func format(named name: String) throws(HardwareError) -> QuantizationFormat {
        for format in all where NearestName.areSame(format.name, name) { return format }
        for (alias, format) in aliases where NearestName.areSame(alias, name) { return format }
        throw HardwareError.unknownName(
            kind: "format", name: name,
            nearest: NearestName.suggestions(for: name, among: all.map { $0.name }))
    }

    private static let aliases = [
        ("bfloat16", bf16), ("float16", fp16), ("half", fp16), ("float32", fp32), ("float", fp32),
        ("fp8-tensor", fp8), ("fp8_e4m3", fp8), ("w8a8", int8), ("smoothquant", int8),
        ("w8a16", int8WeightOnly),
        ("awq", int4AWQ), ("gptq", int4GPTQ), ("int4", int4AWQ), ("int4-wo", int4AWQ), ("w4a16", int4AWQ),
        ("bitsandbytes", nf4), ("nf4", nf4), ("fp4", fp4), ("llm.int8", llmInt8), ("bnb-int8", llmInt8),
    ]
}

/// What the keys and values are stored in.
public struct KVFormat: Hashable, Sendable {
    public let name: String
    public let bytes: Double

    public static let fp32 = KVFormat(name: "fp32", bytes: 4)
    public static let bf16 = KVFormat(name: "bf16", bytes: 2)
    public static let fp8 = KVFormat(name: "fp8", bytes: 1)

    /// What `--kv-cache-dtype` chooses from; without a choice the cache is as wide as the activations.
    public static let all = [bf16, fp8]

    /// - Throws: ``HardwareError/unknownName(kind:name:nearest:)``.
    public static func format(named name: String) throws(HardwareError) -> KVFormat {
        for format in all where NearestName.areSame(format.name, name) { return format }
        for alias in ["fp8_e4m3", "fp8_e5m2"] where NearestName.areSame(alias, name) { return fp8 }
        for alias in ["fp16", "bfloat16", "float16"] where NearestName.areSame(alias, name) { return bf16 }
        throw HardwareError.unknownName(
            kind: "KV format", name: name,
            nearest: NearestName.suggestions(for: name, among: all.map { $0.name }))
    }
}
