/// What keys of kinds of layers that are not modelled ask for.
enum LayerKind {
    /// nil for a key that is not known to ask for any.
    static func asked(by key: String) -> String? {
        known.first { key.hasPrefix($0.start) }?.kind
    }

    /// The first key of an object that asks for such layers.
    static func first(in object: JSONObject) -> (member: JSONMember, kind: String)? {
        for member in object.members where !ModelKeys.isOff(member.node.value) {
            if let kind = asked(by: member.key) { return (member, kind) }
        }
        return nil
    }

    /// By how a key starts.
    private static let known: [(start: String, kind: String)] = [
        ("full_attention_interval", "linear attention"), ("linear_", "linear attention"),
        ("attn_type_list", "linear attention"),
        ("ssm_", "state-space layers"), ("mamba_", "state-space layers"),
        ("hybrid_override_pattern", "state-space layers"), ("layers_block_type", "state-space layers"),
        ("index_", "sparse attention"), ("sparse_attention", "sparse attention"),
        ("compress_ratios", "sparse attention"),
        ("hybrid_layer_pattern", "windowed heads of another size"),
        ("swa_", "windowed heads of another size"),
        ("global_head_dim", "heads of two sizes"), ("num_global_key_value_heads", "heads of two sizes"),
        ("attention_k_eq_v", "values that are the keys"),
        ("enable_moe_block", "experts beside a dense block"),
        ("block_configs", "layers of different shapes"),
        ("share_expert_dim", "shared experts of another width"),
        ("altup_", "alternating updates of the residual stream"),
    ]
}
