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
    static func window(_ config: JSONObject, _ family: ModelFamily, layers: Int) throws(CLIError) -> Window? {
        let key = family.window == .chunks ? "attention_chunk_size" : "sliding_window"
        let said = try config.whole(key, in: 0...1_000_000_000) ?? family.defaults[key]
        guard let tokens = said, tokens > 0 else { return nil }
        if family.window == .fromLayer, try config.flag("use_sliding_window") != true { return nil }
        if let types = try config.texts("layer_types") {
            return try listed(types, config, layers: layers, tokens: tokens)
        }
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
                config.has("sliding_window_pattern") ? "sliding_window_pattern" : "_sliding_window_pattern"
            return pattern(try config.whole(key, in: 0...1_000_000) ?? usual)
        case .chunks: return pattern(try config.whole("no_rope_layer_interval", in: 0...1_000_000) ?? 4)
        }
    }

    private static func listed(
        _ types: [String], _ config: JSONObject, layers: Int, tokens: Int
    ) throws(CLIError) -> Window? {
        guard types.count == layers else {
            throw config.refusal(
                "layer_types",
                "layer_types must have an entry for each of \(layers) layers, got \(types.count)")
        }
        var full: [Int] = []
        for (index, type) in types.enumerated() {
            switch type {
            case "full_attention": full.append(index)
            case "sliding_attention", "chunked_attention": continue
            default:
                throw config.refusal(
                    "layer_types",
                    "layer_types has \(quoted(type)), which is not supported. Supported are full_attention, "
                        + "sliding_attention and chunked_attention")
            }
        }
        if full.count == layers { return nil }
        guard full.count > 1 else { return Window(tokens: tokens, fullCount: full.count) }
        let step = full[1] - full[0]
        let isEven =
            full[0] < step && full[full.count - 1] + step >= layers
            && full.indices.allSatisfy { full[$0] == full[0] + $0 * step }
        return isEven
            ? Window(tokens: tokens, fullEvery: step) : Window(tokens: tokens, fullCount: full.count)
    }
}
