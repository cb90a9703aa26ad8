/// How long a context may be.
extension ModelConfig {
    /// Stretched as vLLM does it (`_get_and_verify_max_len`): by the factor of `rope_scaling`, for YaRN from
    /// `original_max_position_embeddings`. Types whose `max_position_embeddings` says the stretched length already stay.
    static func positions(
        _ keys: ModelKeys, _ family: ModelFamily, trained: Int
    ) throws(CLIError) -> Int {
        let scaling = try keys.object("rope_scaling")
        let parameters = try keys.object("rope_parameters")
        guard var rope = scaling ?? parameters else { return trained }
        // Kinds of layers with positions of their own: those that see all of the context count.
        if let full = rope.members.first(where: { $0.key == "full_attention" }) {
            rope = try rope.object(full.key) ?? rope
        }
        let key = rope.has("rope_type") ? "rope_type" : "type"
        guard let type = try rope.text(key) else { return trained }
        switch type {
        case "default", "llama3", "longrope", "su", "mrope": return trained
        case "linear", "dynamic", "yarn", "deepseek_yarn":
            guard family.stretchesContext else { return trained }
            guard let factor = try rope.real("factor", in: 1...1_000_000) else {
                throw rope.missing("factor")
            }
            let original =
                type.hasSuffix("yarn")
                ? try rope.whole("original_max_position_embeddings", in: sizes) ?? trained : trained
            return Int(min(Double(original) * factor, Double(sizes.upperBound)))
        default:
            throw rope.refusal(
                key,
                "\(key) \(quoted(type)) is not supported. Supported are default, dynamic, linear, llama3, longrope, "
                    + "mrope, su and yarn")
        }
    }

    /// Layers that predict further tokens at once: engines load them for speculative decoding alone. A sentence where
    /// there are some.
    static func predictors(_ keys: ModelKeys) throws(CLIError) -> String? {
        let counts = [
            "num_nextn_predict_layers", "num_mtp_modules", "mtp_num_hidden_layers", "mtp_transformer_layers",
        ]
        keys.note("use_mtp", "mtp_use_dedicated_embeddings")
        var named: String?
        for key in counts where try keys.whole(key, in: 0...sizes.upperBound) ?? 0 > 0 {
            named = named ?? key
        }
        return named.map {
            "the layers that predict further tokens (\($0)) are not loaded: they serve speculative decoding, which is "
                + "not modelled"
        }
    }
}
