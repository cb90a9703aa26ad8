/// Layers that see a window of the context only.
extension ModelConfig {
    struct Window: Equatable {
        let tokens: Int
        /// One of so many layers sees everything.
        var fullEvery = 1
        /// So many do, where they are not spaced evenly.
        var fullCount: Int?
    }

    /// `layer_types` where they are listed, else what the family does; nil where every layer sees everything.
    static func window(_ config: ModelKeys, _ family: ModelFamily, layers: Int) throws(CLIError) -> Window? {
        let key = family.window == .chunks ? "attention_chunk_size" : "sliding_window"
        try refuseLinear(config, layers: layers)
        let types = try types(config, family, layers: layers)
        var tokens: Int?
        if family.window != .none {
            let said = try config.whole(key, in: 0...1_000_000_000) ?? family.defaults[key]
            tokens = said.flatMap { $0 > 0 ? $0 : nil }
        }
        if family.window == .fromLayer {
            let isUsed = try config.flag("use_sliding_window") ?? false
            _ = try config.whole("max_window_layers", in: 0...1_000_000)
            if !isUsed { tokens = nil }
        }
        if let types {
            if types.allSatisfy({ $0 == "full_attention" }) { return nil }
            guard let tokens else {
                throw config.object.refusal(
                    "layer_types", "layer_types has windows, and no \(key) says how long they are")
            }
            return listed(types, tokens: tokens)
        }
        if case .pattern = family.window { _ = config.has("sliding_window_pattern") }
        guard let tokens else { return nil }
        func pattern(_ every: Int) -> Window? {
            if every == 1 { return nil }
            let hasFull = every > 0 && every <= layers
            return hasFull
                ? Window(tokens: tokens, fullEvery: every) : Window(tokens: tokens, fullCount: 0)
        }
        switch family.window {
        case .none: return nil
        case .everyLayer: return Window(tokens: tokens, fullCount: 0)
        case .fromLayer:
            let full = try config.whole("max_window_layers", in: 0...1_000_000) ?? layers
            return full >= layers ? nil : Window(tokens: tokens, fullCount: full)
        case .pattern(let usual):
            let key =
                config.has("_sliding_window_pattern") ? "_sliding_window_pattern" : "sliding_window_pattern"
            return pattern(try config.whole(key, in: 0...1_000_000) ?? usual)
        case .chunks: return pattern(try config.whole("no_rope_layer_interval", in: 0...1_000_000) ?? 4)
        }
    }

    /// `layer_types`, or the list of layers with and without positions that Llama 4 tells the same by.
    private static func types(
        _ config: ModelKeys, _ family: ModelFamily, layers: Int
    ) throws(CLIError) -> [String]? {
        var positions: [Int]?
        if family.window == .chunks { positions = try config.wholes("no_rope_layers", in: 0...1) }
        func check(_ key: String, _ count: Int) throws(CLIError) {
            guard count == layers else {
                throw config.object.refusal(
                    key, "\(key) must have an entry for each of \(layers) layers, got \(count)")
            }
        }
        if let types = try config.texts("layer_types") {
            try check("layer_types", types.count)
            let known = ["full_attention", "sliding_attention", "chunked_attention"]
            for type in types where !known.contains(type) {
                throw config.object.refusal(
                    "layer_types",
                    "layer_types has \(quoted(type)), which is not supported. Supported are full_attention, "
                        + "sliding_attention and chunked_attention")
            }
            return types
        }
        guard let positions, !positions.isEmpty else { return nil }
        try check("no_rope_layers", positions.count)
        return positions.map { $0 == 0 ? "full_attention" : "chunked_attention" }
    }

    /// MiniMax tells linear attention by a 0 for a layer.
    private static func refuseLinear(_ config: ModelKeys, layers: Int) throws(CLIError) {
        let key = "attn_type_list"
        guard let kinds = try config.wholes(key, in: 0...1), !kinds.isEmpty else { return }
        guard kinds.allSatisfy({ $0 == 1 }) else {
            throw config.object.refusal(key, "\(key) has a 0, which is linear attention, not modelled yet")
        }
    }

    private static func listed(_ types: [String], tokens: Int) -> Window {
        let layers = types.count
        let full = types.indices.filter { types[$0] == "full_attention" }
        guard full.count > 1 else { return Window(tokens: tokens, fullCount: full.count) }
        let step = full[1] - full[0]
        let isEven =
            full[0] < step && full[full.count - 1] + step >= layers
            && full.indices.allSatisfy { full[$0] == full[0] + $0 * step }
        return isEven
            ? Window(tokens: tokens, fullEvery: step) : Window(tokens: tokens, fullCount: full.count)
    }
}
