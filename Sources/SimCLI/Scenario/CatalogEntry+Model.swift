import HardwareModels

/// What `show` says of a model.
extension CatalogEntry {
    /// `notes` say what a file of the user's own describes and the model leaves out.
    init(_ model: ModelArchitecture, notes: [String] = []) {
        let billions = Figures.short(Double(model.parameters) / 1e9)
        let active = Figures.short(Double(model.activeParameters) / 1e9)
        self.init(
            name: model.id,
            summary: "\(billions) B parameters" + (model.mixture == nil ? "" : ", \(active) B active")
                + ", context \(model.maxPositions)",
            facts: CatalogEntry.sizes(model) + CatalogEntry.shape(model) + CatalogEntry.experts(model)
                + CatalogEntry.attention(model) + CatalogEntry.besides(model, notes))
    }

    private static func sizes(_ model: ModelArchitecture) -> [Fact] {
        let weights = QuantizationFormat.all.map { format in
            // The checkpoint's own format may hold for fewer layers.
            let own = model.publishedFormat.name == format.name ? model.publishedFormat : format
            return (format.name, JSON.whole(Int(model.weightBytes(own))))
        }
        let caches = [KVFormat.bf16, .fp8].map {
            ($0.name, JSON.whole(Int(model.kvBytesPerToken(.bf16, $0))))
        }
        let layers = model.publishedFormat.layers.intersection(model.linearLayers.union(.outputHead))
        return [
            Fact("short_name", model.name),
            Fact("parameters", Int(model.parameters)),
            Fact("active_parameters", Int(model.activeParameters), "a token is multiplied with"),
            Fact("published_format", model.publishedFormat.name),
            Fact("published_layers", .list(layers.names.map { .text($0) })),
            Fact("group_size", model.publishedFormat.groupSize.map { .whole($0) } ?? .null, "weights"),
            Fact("weights", .object(weights), "bytes"),
            Fact("kv_cache", .object(caches), "bytes per token"),
            Fact("max_positions", model.maxPositions, "tokens"),
        ]
    }

    private static func shape(_ model: ModelArchitecture) -> [Fact] {
        [
            Fact("layers", model.layers),
            Fact("hidden_size", model.hiddenSize),
            Fact("heads", model.heads),
            Fact("kv_heads", model.kvHeads),
            Fact("head_dimension", model.headDimension),
            Fact("feed_forward_size", model.feedForwardSize),
            Fact("vocabulary_size", model.vocabularySize),
            Fact("tied_embeddings", .bool(model.tiesEmbeddings)),
            Fact("normalizes_queries_and_keys", .bool(model.normalizesQueriesAndKeys)),
            Fact(
                "tensor_parallel_sizes", .list(Sharding.possibleSizes(model).map { .whole($0) })),
        ]
    }

    private static func experts(_ model: ModelArchitecture) -> [Fact] {
        guard let mixture = model.mixture else { return [] }
        return [
            Fact("experts", mixture.experts, "a layer"),
            Fact("experts_per_token", mixture.expertsPerToken),
            Fact("expert_size", mixture.expertSize),
            Fact("shared_expert_size", mixture.sharedExpertSize),
            Fact("expert_layers", model.expertLayers),
            Fact("dense_layers", model.denseLayers),
        ]
    }

    private static func besides(_ model: ModelArchitecture, _ notes: [String]) -> [Fact] {
        var facts: [Fact] = []
        if model.visionParameters > 0 { facts.append(Fact("vision_parameters", model.visionParameters)) }
        if !notes.isEmpty { facts.append(Fact("notes", .list(notes.map { .text($0) }))) }
        return facts
    }

    private static func attention(_ model: ModelArchitecture) -> [Fact] {
        var facts: [Fact] = []
        if let latent = model.latentAttention {
            facts += [
                Fact("latent_kv_rank", latent.kvRank),
                Fact("latent_query_rank", latent.queryRank),
                Fact("rotary_dimension", latent.ropeDimension),
                Fact("plain_dimension", latent.plainDimension),
                Fact("value_dimension", latent.valueDimension),
            ]
        }
        if let window = model.slidingWindow {
            facts += [
                Fact("sliding_window", window, "tokens"),
                Fact("window_kind", model.chunksAttention ? "chunks" : "sliding"),
                Fact("windowed_layers", model.windowedLayers),
                Fact("full_attention_layers", model.fullAttentionLayers),
            ]
        }
        return facts
    }
}
