/// The keys of one object of a `config.json`. Each that is asked for is remembered; of the others, those that speak of
/// a size or a cost are refused by their name, so that nothing a configuration asks for is left out in silence.
final class ModelKeys {
    let object: JSONObject
    private var asked: Set<String>

    init(_ object: JSONObject) {
        self.object = object
        asked = []
    }

    /// Counts a key as read: its value is told from another one, or changes nothing here.
    func note(_ keys: String...) { asked.formUnion(keys) }

    func has(_ key: String) -> Bool {
        asked.insert(key)
        return object.has(key)
    }

    func whole(_ key: String, in range: ClosedRange<Int>) throws(CLIError) -> Int? {
        asked.insert(key)
        return try object.whole(key, in: range)
    }

    func flag(_ key: String) throws(CLIError) -> Bool? {
        asked.insert(key)
        return try object.flag(key)
    }

    func text(_ key: String) throws(CLIError) -> String? {
        asked.insert(key)
        return try object.text(key)
    }

    func texts(_ key: String) throws(CLIError) -> [String]? {
        asked.insert(key)
        return try object.texts(key)
    }

    func list(_ key: String) throws(CLIError) -> [JSONNode]? {
        asked.insert(key)
        return try object.list(key)
    }

    func object(_ key: String) throws(CLIError) -> JSONObject? {
        asked.insert(key)
        return try object.object(key)
    }

    /// A list of whole numbers.
    func wholes(_ key: String, in range: ClosedRange<Int>) throws(CLIError) -> [Int]? {
        guard let nodes = try list(key) else { return nil }
        var values: [Int] = []
        for node in nodes {
            guard case .number(let text) = node.value, let value = Int(text), range.contains(value) else {
                throw object.refusal(
                    at: node,
                    "\(key) must be a list of whole numbers from \(range.lowerBound) to \(range.upperBound)")
            }
            values.append(value)
        }
        return values
    }

    /// - Throws: `CLIError` at the first key that was not asked for, says something, and speaks of a size or a cost.
    func refuseUnread(of subject: String, unless isHarmless: (JSONMember) -> Bool = { _ in false })
        throws(CLIError)
    {
        for member in object.members {
            guard !asked.contains(member.key), ModelKeys.speaksOfCost(member.key),
                !ModelKeys.isOff(member.node.value), !isHarmless(member)
            else { continue }
            let kind = LayerKind.asked(by: member.key).map { " asks for \($0) and" } ?? ""
            throw object.refusal(
                at: member,
                "the key \(quoted(member.key))\(kind) is not read with \(subject), though it can change what a model "
                    + "costs. Leave it out only if it changes nothing")
        }
    }

    /// Values that ask for nothing.
    static func isOff(_ value: JSONNode.Value) -> Bool {
        switch value {
        case .null, .bool(false): true
        case .number(let text): Double(text) == 0
        case .string(let text): text.isEmpty
        case .array(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        case .bool(true): false
        }
    }

    /// By its words: those of sizes, counts and kinds of layers, unless the last says that it is a constant of arithmetic
    /// that no time depends on.
    static func speaksOfCost(_ key: String) -> Bool {
        guard !harmless.contains(key) else { return false }
        let words = key.lowercased().split(separator: "_").map(String.init)
        guard let last = words.last, !constants.contains(last) else { return false }
        return words.contains { costly.contains($0) }
    }

    private static let costly: Set<String> = [
        "altup", "attention", "attn", "block", "blocks", "channels", "chunk", "compress", "compression",
        "conv",
        "dense", "depth", "dim", "dims", "dimension", "expand", "expansion", "expert", "experts", "ffn",
        "freq",
        "full", "gate", "gated", "hash", "hc", "head", "heads", "hidden", "hybrid", "index", "indexer",
        "inner",
        "intermediate", "interval", "kernel", "kv", "latent", "laurel", "layer", "layers", "linear", "lora",
        "lru",
        "mamba", "mixer", "mixture", "mla", "mlp", "moe", "mtp", "multiple", "nextn", "pattern", "qk", "rank",
        "ratios",
        "recurrent", "rnn", "share", "shared", "size", "sizes", "sliding", "sparse", "sparsity", "ssm",
        "state",
        "swa", "topk", "types", "width", "window",
        // In what is said of quantisation.
        "algo", "bits", "dynamic", "group", "groups", "quantized", "strategy", "targets", "transform",
    ]

    private static let constants: Set<String> = [
        "act", "activation", "alpha", "beta", "bias", "coef", "dropout", "dtype", "eps", "epsilon", "func",
        "id",
        "ids", "implementation", "index", "layernorm", "loss", "scalar", "scale", "softcapping", "std",
        "theta",
    ]

    /// Keys with such words that change neither a size nor a time.
    private static let harmless: Set<String> = [
        // How routers choose: the scores are computed for every expert either way.
        "n_group", "topk_group", "topk_method", "norm_topk_prob", "num_expert_group", "moe_renormalize",
        "moe_router_scaling_factor",
        // Factors that scores and sums are multiplied with.
        "attention_multiplier", "attn_temperature_tuning", "attn_implementation_autoset",
        "_attn_implementation_autoset",
        // How many elements of a head carry the position.
        "rotary_dim",
        // How it was trained, or what a call of `generate` does.
        "ep_size", "chunk_size_feed_forward", "no_repeat_ngram_size", "encoder_no_repeat_ngram_size",
        "num_beam_groups", "output_attentions", "output_hidden_states", "moe_shared_expert_overlap",
        // Which tools a quantiser used.
        "batch_size", "block_name_to_quantize", "cache_block_outputs", "fuse_max_seq_len",
        "module_name_preceding_first_block", "static_groups", "quantization_status",
    ]
}
