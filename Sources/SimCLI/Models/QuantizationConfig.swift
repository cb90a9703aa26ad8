import HardwareModels

/// What a checkpoint says of its own quantisation: `quantization_config` of a `config.json`, or the `quantization` of a
/// `hf_quant_config.json`.
///
/// A format holds for whole kinds of layers. What a checkpoint says of single modules is told by kind where that changes
/// its bytes by at most ``tolerance``, and refused by the module's name where it does not.
struct QuantizationConfig {
    /// nil where the weights are not quantised.
    let format: QuantizationFormat?
    let kvFormat: KVFormat?

    /// The share of a model's weight bytes by which telling formats by kind of layer may be wrong.
    static let tolerance = 0.02

    /// - Throws: `CLIError` with `file:line:column` for a method, a key or a module that is not supported.
    init(_ config: JSONObject, of model: ModelArchitecture) throws(CLIError) {
        let keys = ModelKeys(config)
        let groups: [QuantizationGroup]
        if let algorithm = try keys.text("quant_algo") {
            let format = try QuantizationConfig.modelOpt(keys, algorithm, model)
            keys.note("quant_method")
            let group = try QuantizationConfig.modelOptGroup(keys)
            let targets = try QuantizationConfig.patterns(
                group?.texts("targets") ?? ["Linear"], "targets", group ?? config)
            groups = format.map { [QuantizationGroup($0, targets: targets, object: group)] } ?? []
        } else {
            guard let method = try keys.text("quant_method") else { throw config.missing("quant_method") }
            groups = try QuantizationConfig.method(keys, method, model)
        }
        format = try QuantizationConfig.format(groups, keys, model)
        kvFormat = try QuantizationConfig.kvFormat(keys)
        try keys.refuseUnread(of: "quantization")
    }

    private static func method(
        _ keys: ModelKeys, _ method: String, _ model: ModelArchitecture
    ) throws(CLIError) -> [QuantizationGroup] {
        func alone(_ format: QuantizationFormat) -> [QuantizationGroup] { [QuantizationGroup(format)] }
        switch method {
        case "fp8": return alone(try blocks(keys, "weight_block_size") ? .fp8Block : .fp8)
        case "fbgemm_fp8": return alone(.fp8)
        case "mxfp4": return alone(.mxfp4)
        case "awq": return alone(try grouped(keys, [4: .int4AWQ], method, model))
        case "gptq":
            keys.note("static_groups")
            return alone(try grouped(keys, [4: .int4GPTQ, 8: .int8WeightOnly], method, model))
        case "bitsandbytes": return try bitsAndBytes(keys).map(alone) ?? []
        case "compressed-tensors", "modelopt":
            guard let listed = try keys.object("config_groups") else {
                throw keys.object.missing("config_groups")
            }
            var groups: [QuantizationGroup] = []
            for member in listed.members {
                guard let group = try listed.object(member.key) else { continue }
                groups.append(try QuantizationGroup(group, of: model))
            }
            return groups
        default:
            throw keys.object.refusal(
                "quant_method",
                "quant_method \(quoted(method)) is not supported. Supported are awq, bitsandbytes, compressed-tensors, "
                    + "fbgemm_fp8, fp8, gptq, modelopt and mxfp4")
        }
    }

    /// Whether there are blocks; those of 128 x 128 are the ones that kernels were measured with.
    private static func blocks(_ keys: ModelKeys, _ key: String) throws(CLIError) -> Bool {
        guard let sizes = try keys.wholes(key, in: 1...1_000_000) else { return false }
        guard sizes == [128, 128] else {
            throw keys.object.refusal(key, "\(key) must be [128, 128], got \(sizes)")
        }
        return true
    }

    /// Groups of 128 unless said otherwise, a scale of 16 bits and a zero point as wide as a weight each.
    private static func grouped(
        _ keys: ModelKeys, _ formats: [Int: QuantizationFormat], _ method: String, _ model: ModelArchitecture
    ) throws(CLIError) -> QuantizationFormat {
        let bits = try keys.whole("bits", in: 1...64) ?? 4
        guard let format = formats[bits] else {
            let known = formats.keys.sorted().map { String($0) }.joined(separator: " or ")
            throw keys.object.refusal("bits", "bits must be \(known) with \(method), got \(bits)")
        }
        let size = try groupSize(keys, usual: 128, model)
        return format.grouped(by: size, scaleBytes: 2 + Double(bits) / 8)
    }

    /// -1 stands for a row of a matrix.
    static func groupSize(
        _ keys: ModelKeys, usual: Int, _ model: ModelArchitecture
    ) throws(CLIError) -> Int {
        let key = keys.object.has("q_group_size") ? "q_group_size" : "group_size"
        let size = try keys.whole(key, in: -1...1_000_000) ?? usual
        guard size != 0 else { throw keys.object.refusal(key, "\(key) must be -1 or at least 1, got 0") }
        return size > 0 ? size : model.hiddenSize
    }

    private static func bitsAndBytes(_ keys: ModelKeys) throws(CLIError) -> QuantizationFormat? {
        keys.note("_load_in_4bit", "_load_in_8bit")
        let isEight = try keys.flag("load_in_8bit") ?? false
        let isFour = try keys.flag("load_in_4bit") ?? false
        let format: QuantizationFormat = try keys.text("bnb_4bit_quant_type") == "nf4" ? .nf4 : .fp4
        let isDoubled = try keys.flag("bnb_4bit_use_double_quant") ?? false
        if isEight { return .llmInt8 }
        guard isFour else { return nil }
        // 8 bits a scale, and a scale of 32 bits for each 256 of these (QLoRA, arXiv 2305.14314).
        return isDoubled ? format.grouped(by: 64, scaleBytes: 1 + 4.0 / 256) : format
    }

    /// Newer files of ModelOpt say what `quant_algo` says again in the form of compressed-tensors, and the size of a group
    /// there alone.
    private static func modelOptGroup(_ keys: ModelKeys) throws(CLIError) -> JSONObject? {
        guard let groups = try keys.object("config_groups") else { return nil }
        guard groups.members.count <= 1 else {
            throw keys.object.refusal(
                "config_groups", "config_groups has several groups for one quant_algo, which is not supported"
            )
        }
        guard let name = groups.members.first?.key else { return nil }
        return try groups.object(name)
    }

    /// NVIDIA ModelOpt.
    private static func modelOpt(
        _ keys: ModelKeys, _ algorithm: String, _ model: ModelArchitecture
    ) throws(CLIError) -> QuantizationFormat? {
        func grouped(_ format: QuantizationFormat, _ bits: Double) throws(CLIError) -> QuantizationFormat {
            var size = try groupSize(keys, usual: 128, model)
            if let weights = try modelOptGroup(keys)?.object("weights") {
                size = try groupSize(ModelKeys(weights), usual: size, model)
            }
            let hasZero = try keys.flag("has_zero_point") ?? true
            return format.grouped(by: size, scaleBytes: 2 + (hasZero ? bits / 8 : 0))
        }
        switch algorithm.uppercased() {
        case "FP8", "FP8_PER_CHANNEL_PER_TOKEN": return .fp8
        case "FP8_PB_WO", "FP8_BLOCK": return .fp8Block
        case "W4A16_AWQ", "W4A16": return try grouped(.int4AWQ, 4)
        case "W8A16": return .int8WeightOnly
        case "W8A8_SQ_PER_CHANNEL", "W8A8": return .int8
        case "W4A16_MXFP4", "MXFP4": return .mxfp4
        case "NONE", "": return nil
        default:
            throw keys.object.refusal(
                "quant_algo",
                "quant_algo \(quoted(algorithm)) is not supported. Supported are FP8, FP8_PB_WO, W4A16_AWQ, W8A16, "
                    + "W8A8_SQ_PER_CHANNEL and MXFP4")
        }
    }

    private static func kvFormat(_ keys: ModelKeys) throws(CLIError) -> KVFormat? {
        for key in ["kv_cache_quant_algo", "kv_cache_scheme"] {
            // ModelOpt 0.29 to 0.31 wrote the scheme as a text.
            guard keys.has(key), let node = keys.object.members.first(where: { $0.key == key })?.node else {
                continue
            }
            guard case .object = node.value else {
                let algorithm = try keys.text(key) ?? ""
                guard ["FP8", "INT8"].contains(algorithm.uppercased()) else {
                    throw keys.object.refusal(key, "\(key) must be FP8 or INT8, got \(quoted(algorithm))")
                }
                return .fp8
            }
            guard let scheme = try keys.object(key), try scheme.whole("num_bits", in: 1...64) == 8 else {
                throw keys.object.refusal(key, "num_bits of the KV cache must be 8")
            }
            return .fp8
        }
        return nil
    }
}

extension QuantizationConfig {
    private static let lists = [
        "modules_to_not_convert", "ignore", "ignored_layers", "exclude_modules", "llm_int8_skip_modules",
    ]

    /// The one format of all groups, for the kinds of layers that they hold for.
    private static func format(
        _ groups: [QuantizationGroup], _ keys: ModelKeys, _ model: ModelArchitecture
    ) throws(CLIError) -> QuantizationFormat? {
        var ignored: [ModulePattern] = []
        for key in lists { ignored += try patterns(keys.texts(key) ?? [], key, keys.object) }
        let holdsForHead = try keys.object.has("lm_head") ? keys.flag("lm_head") == true : false
        guard !groups.isEmpty else { return nil }
        let modules = QuantizedModules(of: model)
        let (coverage, strangers, tied) = modules.coverage(
            of: groups.map(\.targets), ignoring: ignored,
            isTie: { groups[$0].format == groups[$1].format })
        if let tied {
            throw refusal(
                tied, groups, keys, "is in a group of another format too, and both name the same layers")
        }
        if let stranger = strangers.first {
            throw refusal(stranger, groups, keys, "names no layer of the model that is known")
        }
        var formats = groups.map(\.format)
        if holdsForHead { formats = formats.map { $0.holding(for: $0.layers.union(.outputHead)) } }
        var held: QuantizedLayers = []
        var chosen: Int?
        var wrong = 0.0
        for (kind, part) in zip(QuantizedModules.kinds, coverage) where part.all > 0 {
            // Formats such as mxfp4 hold for a part of the layers as they are defined; groups of one format add up.
            let named = groups.indices.map { index in
                groups[index].holdsForAll || formats[index].layers.contains(kind) ? part.entries[index] : 0
            }
            let shares = formats.map { format in
                zip(formats, named).reduce(0) { $0 + ($1.0 == format ? $1.1 : 0) }
            }
            let best = shares.indices.max { shares[$0] < shares[$1] }
            guard let best, shares[best] > 0 else { continue }
            let isHeld = shares[best] * 2 > part.all
            let rest = isHeld ? part.all - shares[best] : named.reduce(0, +)
            wrong += rest * (model.publishedFormat.residualBytes - formats[best].weightBytes)
            if isHeld {
                held.insert(kind)
                if let chosen, formats[chosen] != formats[best] {
                    throw refusal(
                        groups[best].targets.first?.text ?? "", groups, keys,
                        "has \(formats[best].name) where another group has \(formats[chosen].name): one format a model "
                            + "is modelled, beside 16 bits")
                }
                chosen = chosen ?? best
            }
            if wrong > tolerance * Double(model.weightBytes(formats[best])) {
                let blamed =
                    groups.flatMap(\.targets).first { if case .linearClass = $0.kind { false } else { true } }
                    ?? ignored.first { !$0.isElsewhere }
                throw refusal(
                    blamed?.text ?? "", groups, keys,
                    "holds for a part of the \(kind.names.joined()) layers: a format is modelled for all of a kind or none"
                )
            }
        }
        guard let chosen else { return nil }
        let format = formats[chosen]
        let linear = model.linearLayers
        if held == linear || held == linear.intersection(format.layers), !groups[chosen].holdsForAll {
            return format
        }
        if held == linear, format.layers == .linear { return format }
        return format.holding(for: held.union(holdsForHead ? .outputHead : []))
    }

    static func patterns(
        _ texts: [String], _ key: String, _ object: JSONObject
    ) throws(CLIError) -> [ModulePattern] {
        var patterns: [ModulePattern] = []
        for text in texts {
            guard let pattern = ModulePattern(text) else {
                throw object.refusal(
                    key, "\(key) has \(quoted(text)), a regular expression that is not understood")
            }
            patterns.append(pattern)
        }
        return patterns
    }

    /// At the list that has the pattern.
    private static func refusal(
        _ text: String, _ groups: [QuantizationGroup], _ keys: ModelKeys, _ problem: String
    ) -> CLIError {
        for group in groups where group.targets.contains(where: { $0.text == text }) {
            if let object = group.object {
                return object.refusal("targets", "the target \(quoted(text)) \(problem)")
            }
        }
        let list = lists.first { key in (try? keys.object.texts(key))?.contains(text) ?? false }
        return keys.object.refusal(
            list ?? "quant_method", "\(list ?? "quant_method") \(quoted(text)) \(problem)")
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
