import HardwareModels

/// What a checkpoint says of its own quantisation: `quantization_config` of a `config.json`, or the `quantization` of a
/// `hf_quant_config.json`.
struct QuantizationConfig {
    /// nil where the weights are not quantised.
    let format: QuantizationFormat?
    let kvFormat: KVFormat?

    /// - Throws: `CLIError` with `file:line:column` for a method that is not supported.
    init(_ config: JSONObject, of model: ModelArchitecture) throws(CLIError) {
        let format: QuantizationFormat?
        if let algorithm = try config.text("quant_algo") {
            format = try QuantizationConfig.modelOpt(config, algorithm)
        } else {
            guard let method = try config.text("quant_method") else { throw config.missing("quant_method") }
            format = try QuantizationConfig.method(config, method)
        }
        let skipped = try QuantizationConfig.skippedLayers(config, of: model)
        self.format = format.map { format in
            // mxfp4 and its like hold for a part of the layers as it is.
            skipped.isEmpty || format.layers != .linear
                ? format : format.limited(to: model.linearLayers.subtracting(skipped))
        }
        kvFormat = try QuantizationConfig.kvFormat(config)
    }

    private static func method(
        _ config: JSONObject, _ method: String
    ) throws(CLIError) -> QuantizationFormat? {
        switch method {
        case "fp8": return config.has("weight_block_size") ? .fp8Block : .fp8
        case "fbgemm_fp8": return .fp8
        case "mxfp4": return .mxfp4
        case "awq": return try bits(config, "bits", usual: 4, [4: .int4AWQ], method)
        case "gptq": return try bits(config, "bits", usual: 4, [4: .int4GPTQ, 8: .int8WeightOnly], method)
        case "bitsandbytes":
            if try config.flag("load_in_8bit") == true { return .llmInt8 }
            guard try config.flag("load_in_4bit") == true else { return nil }
            return try config.text("bnb_4bit_quant_type") == "nf4" ? .nf4 : .fp4
        case "compressed-tensors", "modelopt": return try groups(config)
        default:
            throw config.refusal(
                "quant_method",
                "quant_method \(quoted(method)) is not supported. Supported are awq, bitsandbytes, compressed-tensors, "
                    + "fbgemm_fp8, fp8, gptq, modelopt and mxfp4")
        }
    }

    private static func bits(
        _ config: JSONObject, _ key: String, usual: Int, _ formats: [Int: QuantizationFormat],
        _ method: String
    ) throws(CLIError) -> QuantizationFormat {
        let bits = try config.whole(key, in: 1...64) ?? usual
        if let format = formats[bits] { return format }
        let known = formats.keys.sorted().map { String($0) }.joined(separator: " or ")
        throw config.refusal(key, "\(key) must be \(known) with \(method), got \(bits)")
    }

    /// NVIDIA ModelOpt.
    private static func modelOpt(
        _ config: JSONObject, _ algorithm: String
    ) throws(CLIError) -> QuantizationFormat? {
        switch algorithm.uppercased() {
        case "FP8", "FP8_PER_CHANNEL_PER_TOKEN": return .fp8
        case "FP8_PB_WO", "FP8_BLOCK": return .fp8Block
        case "W4A16_AWQ", "W4A16": return .int4AWQ
        case "W8A16": return .int8WeightOnly
        case "W8A8_SQ_PER_CHANNEL", "W8A8": return .int8
        case "W4A16_MXFP4", "MXFP4": return .mxfp4
        case "NONE", "": return nil
        default:
            throw config.refusal(
                "quant_algo",
                "quant_algo \(quoted(algorithm)) is not supported. Supported are FP8, FP8_PB_WO, W4A16_AWQ, W8A16, "
                    + "W8A8_SQ_PER_CHANNEL and MXFP4")
        }
    }

    /// compressed-tensors: `config_groups`, of which the first says how weights and activations are stored.
    private static func groups(_ config: JSONObject) throws(CLIError) -> QuantizationFormat? {
        guard let groups = try config.object("config_groups") else { throw config.missing("config_groups") }
        guard let first = groups.members.first, let group = try groups.object(first.key) else { return nil }
        guard let weights = try group.object("weights") else { throw group.missing("weights") }
        guard let bits = try weights.whole("num_bits", in: 1...64) else { throw weights.missing("num_bits") }
        let type = try weights.text("type") ?? "int"
        let hasActivations = try group.object("input_activations") != nil
        switch (type, bits, hasActivations) {
        case ("float", 8, true): return try weights.text("strategy") == "block" ? .fp8Block : .fp8
        // 8-bit weights and 16-bit arithmetic: the widths and the unit of int8-wo, whatever the bits mean.
        case ("float", 8, false), ("int", 8, false): return .int8WeightOnly
        case ("int", 8, true): return .int8
        case ("int", 4, false): return .int4GPTQ
        case ("float", 4, false) where try weights.whole("group_size", in: 1...1_000_000) == 32: return .mxfp4
        default:
            throw weights.refusal(
                "num_bits",
                "\(bits)-bit \(type) weights with \(hasActivations ? "quantised" : "16-bit") activations are not "
                    + "supported. Supported are fp8 and int8 with and without quantised activations, int4 and mxfp4 "
                    + "without")
        }
    }

    private static func kvFormat(_ config: JSONObject) throws(CLIError) -> KVFormat? {
        if let algorithm = try config.text("kv_cache_quant_algo") {
            guard ["FP8", "INT8"].contains(algorithm.uppercased()) else {
                throw config.refusal(
                    "kv_cache_quant_algo", "kv_cache_quant_algo must be FP8 or INT8, got \(quoted(algorithm))"
                )
            }
            return .fp8
        }
        guard let scheme = try config.object("kv_cache_scheme") else { return nil }
        guard try scheme.whole("num_bits", in: 1...64) == 8 else {
            throw scheme.refusal("num_bits", "num_bits of the KV cache must be 8")
        }
        return .fp8
    }
}

extension ModelArchitecture {
    /// The kinds of layers that it has and that quantisers treat.
    var linearLayers: QuantizedLayers {
        var layers: QuantizedLayers = [.attention]
        if denseLayers > 0 { layers.insert(.feedForward) }
        if let mixture {
            layers.insert(.experts)
            if mixture.sharedExpertSize > 0 { layers.insert(.sharedExperts) }
        }
        return layers
    }
}
