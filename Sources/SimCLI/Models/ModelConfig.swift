import HardwareModels

/// A Hugging Face `config.json`, read as the shape of a model.
///
/// Every key is read, known to change nothing, or refused by its name: ``ModelKeys``.
struct ModelConfig {
    let architecture: ModelArchitecture
    let kvFormat: KVFormat?
    /// What the configuration describes and the model leaves out, in sentences.
    let notes: [String]

    /// Larger than any dimension of a model; the architecture checks each more closely.
    static let sizes = 1...1_000_000_000

    /// `name` is what the model is called; `besides` a `hf_quant_config.json`, which is heard where the configuration
    /// itself says nothing of quantisation.
    ///
    /// - Throws: `CLIError` with `file:line:column` for what is missing, no such value, or not supported.
    init(_ document: JSONObject, name: String, besides: JSONObject? = nil) throws(CLIError) {
        // Models that also see or hear keep the language model in an object of its own.
        let inner = try document.object(document.has("llm_config") ? "llm_config" : "text_config")
        let outer = ModelKeys(document)
        let config = inner.map { ModelKeys($0) } ?? outer
        let family = try ModelConfig.family(config.object)
        func size(_ key: String) throws(CLIError) -> Int? {
            try config.whole(key, in: ModelConfig.sizes) ?? family.defaults[key]
        }
        func required(_ key: String) throws(CLIError) -> Int {
            guard let value = try size(key) else { throw config.object.missing(key) }
            return value
        }
        let layers = try required("num_hidden_layers")
        let hidden = try required("hidden_size")
        let heads = try required("num_attention_heads")
        let latent = family.isLatent ? try ModelConfig.latent(config) : nil
        let window = try ModelConfig.window(config, family, layers: layers)
        let mixture = try ModelConfig.mixture(config, family, layers: layers)
        let outerTies = try outer.flag("tie_word_embeddings")
        let ties = try config.flag("tie_word_embeddings") ?? outerTies ?? family.tiesEmbeddings
        let isNormed: Bool
        switch family.queryKeyNorm {
        case .never: isNormed = false
        case .always:
            guard try config.flag("use_qk_norm") ?? true else {
                throw config.object.refusal(
                    "use_qk_norm", "use_qk_norm must be true: this family normalises queries and keys")
            }
            isNormed = true
        case .asSaid(let usual): isNormed = try config.flag("use_qk_norm") ?? usual
        }
        let kvHeads = try size("num_key_value_heads") ?? heads
        let ownDimension = try size("head_dim") ?? max(1, hidden / heads)
        let headDimension = latent?.plainDimension ?? ownDimension
        let denseKey = family.experts?.denseSize ?? "intermediate_size"
        let feedForward = try required(config.has(denseKey) ? denseKey : "intermediate_size")
        let vocabulary = try required("vocab_size")
        let trained = try required("max_position_embeddings")
        let positions = try ModelConfig.positions(config, family, trained: trained)
        var notes: [String] = []
        if let predictors = try ModelConfig.predictors(config) { notes.append(predictors) }
        let tower = try ModelConfig.encoders(outer, &notes)
        let hasEncoders = document.has("vision_config") || document.has("audio_config")
        try config.refuseUnlisted(family, besideEncoders: hasEncoders)
        func shape(_ format: QuantizationFormat) throws(CLIError) -> ModelArchitecture {
            do throws(HardwareError) {
                return try ModelArchitecture(
                    id: name, name: name, layers: layers, hiddenSize: hidden, heads: heads, kvHeads: kvHeads,
                    headDimension: headDimension, feedForwardSize: feedForward, vocabularySize: vocabulary,
                    slidingWindow: window?.tokens, fullAttentionEvery: window?.fullEvery ?? 1,
                    fullAttentionCount: window?.fullCount,
                    chunksAttention: window != nil && family.window == .chunks,
                    normalizesQueriesAndKeys: isNormed, extraNorms: family.extraNorms, tiesEmbeddings: ties,
                    maxPositions: positions, mixture: mixture, latentAttention: latent,
                    visionParameters: tower, publishedFormat: format)
            } catch {
                throw config.object.refusal("num_hidden_layers", error.description)
            }
        }
        let plain = try shape(.bf16)
        let published = try ModelConfig.quantization(config.object, document, besides)
        if inner != nil {
            try outer.refuseUnlisted(repeating: config.object, besideEncoders: hasEncoders)
        }
        self.notes = notes
        guard let published else {
            architecture = plain
            kvFormat = nil
            return
        }
        let quantization = try QuantizationConfig(published, of: plain)
        architecture = try shape(quantization.format ?? .bf16)
        kvFormat = quantization.kvFormat
    }

    private static func quantization(
        _ config: JSONObject, _ document: JSONObject, _ besides: JSONObject?
    ) throws(CLIError) -> JSONObject? {
        for object in [config, document] {
            for key in ["quantization_config", "compression_config"] {
                if let found = try object.object(key) { return found }
            }
        }
        return try besides?.object("quantization")
    }

    private static func family(_ config: JSONObject) throws(CLIError) -> ModelFamily {
        let key = config.has("model_type") ? "model_type" : "architectures"
        let names = try key == "model_type" ? [config.text(key) ?? ""] : config.texts(key) ?? []
        guard let name = names.first else {
            throw config.refusal(key, "the key 'model_type' is missing: it says what kind of model this is")
        }
        if let family = ModelFamily.named(name) { return family }
        // No hint at a name that is near: of another architecture, it would leave out what this one has.
        let reason = LayerKind.first(in: config).map {
            ": its key \(quoted($0.member.key)) asks for \($0.kind), not modelled yet"
        }
        throw config.refusal(
            key,
            "\(key) \(quoted(name)) is not supported\(reason ?? ""). Supported are "
                + ModelFamily.types.joined(separator: ", "))
    }

    private static func latent(_ config: ModelKeys) throws(CLIError) -> LatentAttention {
        func required(_ key: String) throws(CLIError) -> Int {
            guard let value = try config.whole(key, in: sizes) else { throw config.object.missing(key) }
            return value
        }
        return LatentAttention(
            kvRank: try required("kv_lora_rank"),
            queryRank: try config.whole("q_lora_rank", in: 0...sizes.upperBound) ?? 0,
            ropeDimension: try required("qk_rope_head_dim"),
            plainDimension: try required("qk_nope_head_dim"), valueDimension: try required("v_head_dim"))
    }

    private static func mixture(
        _ config: ModelKeys, _ family: ModelFamily, layers: Int
    ) throws(CLIError) -> MixtureOfExperts? {
        guard let keys = family.experts else { return nil }
        func required(_ key: String) throws(CLIError) -> Int {
            guard let value = try config.whole(key, in: sizes) else { throw config.object.missing(key) }
            return value
        }
        let size = try required(keys.size)
        var shared = 0
        if let key = keys.sharedSize { shared = try config.whole(key, in: 0...sizes.upperBound) ?? 0 }
        if let key = keys.sharedCount { shared = try (config.whole(key, in: 0...1000) ?? 0) * size }
        var dense = 0
        if let key = keys.denseLayers { dense = try config.whole(key, in: 0...layers) ?? 0 }
        var every = 1
        if let key = keys.every { every = try config.whole(key, in: 1...layers) ?? 1 }
        if keys.listsDense, let listed = try config.wholes("mlp_only_layers", in: 0...max(0, layers - 1)),
            !listed.isEmpty
        {
            // Counted: where they stand costs nothing.
            let step = every
            dense = (0..<layers).count { ($0 + 1) % step != 0 || listed.contains($0) }
            every = 1
        }
        let experts = try required(keys.count)
        let perToken = try required(keys.perToken)
        if let same = try config.whole("experts_per_token", in: sizes), same != perToken {
            throw config.object.refusal(
                "experts_per_token", "experts_per_token is \(same) where \(keys.perToken) is \(perToken)")
        }
        // All dense, as small members of a family are: no mixture.
        guard dense < layers else { return nil }
        return MixtureOfExperts(
            experts: experts, expertsPerToken: perToken, expertSize: size, sharedExpertSize: shared,
            denseLayers: dense, every: every)
    }
}
