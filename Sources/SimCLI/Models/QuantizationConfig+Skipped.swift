import HardwareModels

/// Layers that a checkpoint leaves as they were trained.
extension QuantizationConfig {
    /// The kinds of layers of which more than half are named: by a pattern that names no number, or one by one.
    ///
    /// O(names x their length).
    static func skippedLayers(
        _ config: JSONObject, of model: ModelArchitecture
    ) throws(CLIError) -> QuantizedLayers {
        var names: [String] = []
        for key in [
            "modules_to_not_convert", "ignore", "ignored_layers", "exclude_modules", "llm_int8_skip_modules",
        ] {
            names += try config.texts(key) ?? []
        }
        let kinds: [(kind: QuantizedLayers, count: Double)] = [
            (.attention, Double(model.layers)), (.feedForward, model.denseLayers),
            (.experts, model.expertLayers), (.sharedExperts, model.expertLayers),
        ]
        var named: [Set<Int>] = Array(repeating: [], count: kinds.count)
        var skipped: QuantizedLayers = []
        for name in names {
            let place = SkippedName(name)
            for (index, entry) in kinds.enumerated() where place.kinds.contains(entry.kind) {
                if let layer = place.layer {
                    named[index].insert(layer)
                } else {
                    skipped.insert(entry.kind)
                }
            }
        }
        for (index, entry) in kinds.enumerated() where Double(named[index].count) * 2 > entry.count {
            skipped.insert(entry.kind)
        }
        return skipped
    }
}

/// One name of a list such as `modules_to_not_convert`: a module's path, or a pattern of such.
struct SkippedName: Equatable {
    let kinds: QuantizedLayers
    /// nil for a pattern that holds for every layer.
    let layer: Int?

    init(_ name: String) {
        let text = String(name.lowercased().filter { $0 != "\\" && $0 != "$" && $0 != "^" })
        let parts = text.split { $0 == "." || $0 == "*" || $0 == ":" || $0 == "/" }.map(String.init)
        layer = parts.lazy.compactMap { Int($0) }.first
        func contains(_ word: String) -> Bool { parts.contains { $0.hasPrefix(word) } }
        let isElsewhere = ["vision", "visual", "audio", "multi_modal", "mm_", "embed", "lm_head"].contains {
            contains($0)
        }
        let isRouter = parts.last == "gate" || contains("router")
        if isElsewhere || isRouter {
            kinds = []
        } else if contains("shared_expert") {
            kinds = .sharedExperts
        } else if contains("expert") {
            kinds = .experts
        } else if contains("self_attn") || contains("attn") || contains("attention") {
            kinds = .attention
        } else if let last = parts.last, ["mlp", "feed_forward", "ffn"].contains(last) {
            // The whole block: experts too, where the layer has some.
            kinds = layer == nil ? [.feedForward, .experts, .sharedExperts] : .feedForward
        } else if contains("mlp") || contains("feed_forward") || contains("ffn") {
            kinds = .feedForward
        } else {
            kinds = []
        }
    }
}
