/// What the code of a model class adds to its `config.json`: where the experts and windows are written, which norms
/// there are, and values that a configuration may leave out.
///
/// From the classes of Hugging Face transformers 4.5x, `src/transformers/models/*/configuration_*.py` and
/// `modeling_*.py`.
struct ModelFamily: Sendable {
    /// The values of `model_type` that it covers.
    let types: [String]
    var queryKeyNorm = QueryKeyNorm.never
    /// Norms a layer beyond the two of a Llama.
    var extraNorms = 0
    var window = Window.none
    var experts: ExpertKeys?
    /// Whether attention is latent (MLA).
    var isLatent = false
    /// `tie_word_embeddings` where it is left out.
    var tiesEmbeddings = false
    /// Whether `rope_scaling` stretches `max_position_embeddings`, where its type does.
    var stretchesContext = true
    /// Keys that its classes do not look at, or derive from others.
    var unused: Set<String> = []
    /// Other keys that may be left out.
    var defaults: [String: Int] = [:]

    enum QueryKeyNorm: Sendable, Equatable {
        case never, always
        /// `use_qk_norm`, with what holds without it.
        case asSaid(Bool)
    }

    /// Which layers see `sliding_window` tokens only, where no `layer_types` say so.
    enum Window: Sendable, Equatable {
        case none
        case everyLayer
        /// Layers from `max_window_layers` on, where `use_sliding_window` is true.
        case fromLayer
        /// All but one of so many, or of `sliding_window_pattern`.
        case pattern(Int)
        /// Chunks of `attention_chunk_size`; all but one of `no_rope_layer_interval`, 4 where left out.
        case chunks
    }

    /// The keys of a mixture of experts.
    struct ExpertKeys: Sendable {
        let count: String
        let perToken = "num_experts_per_tok"
        let size: String
        /// Width of the shared experts together.
        var sharedSize: String?
        /// Or their number, each as wide as a routed one.
        var sharedCount: String?
        /// Dense layers at the start.
        var denseLayers: String?
        var every: String?
        /// Width of the dense layers, where `intermediate_size` is an expert's.
        var denseSize: String?
        /// Whether `mlp_only_layers` lists layers without experts.
        var listsDense = false
    }

    private static let mixtral = ExpertKeys(count: "num_local_experts", size: "intermediate_size")
    private static let deepSeek = ExpertKeys(
        count: "n_routed_experts", size: "moe_intermediate_size", sharedCount: "n_shared_experts",
        denseLayers: "first_k_dense_replace", every: "moe_layer_freq")
    private static let qwen = ExpertKeys(
        count: "num_experts", size: "moe_intermediate_size", sharedSize: "shared_expert_intermediate_size",
        every: "decoder_sparse_step", listsDense: true)

    static let all: [ModelFamily] = [
        ModelFamily(types: ["llama", "seed_oss", "granite"]),
        // Layers without positions have every other cost.
        ModelFamily(
            types: ["smollm3"], window: .fromLayer, tiesEmbeddings: true,
            unused: ["no_rope_layers", "no_rope_layer_interval"]),
        ModelFamily(types: ["mistral", "ministral", "ministral3", "phi3"], window: .everyLayer),
        ModelFamily(types: ["mixtral"], window: .everyLayer, experts: mixtral),
        ModelFamily(
            types: ["qwen2", "mimo", "qwen2_vl", "qwen2_vl_text", "qwen2_5_vl", "qwen2_5_vl_text"],
            window: .fromLayer
        ),
        ModelFamily(types: ["qwen2_moe"], window: .fromLayer, experts: qwen),
        ModelFamily(
            types: ["qwen3", "qwen3_vl_text"], queryKeyNorm: .always, window: .fromLayer,
            defaults: ["head_dim": 128]),
        ModelFamily(
            types: ["qwen3_moe", "qwen3_vl_moe_text"], queryKeyNorm: .always, window: .fromLayer,
            experts: qwen),
        ModelFamily(types: ["gemma"], tiesEmbeddings: true, defaults: ["head_dim": 256]),
        ModelFamily(
            types: ["gemma2"], extraNorms: 2, window: .pattern(2), tiesEmbeddings: true,
            defaults: ["head_dim": 256, "sliding_window": 4096]),
        ModelFamily(
            types: ["gemma3_text"], queryKeyNorm: .always, extraNorms: 2, window: .pattern(6),
            tiesEmbeddings: true, stretchesContext: false,
            defaults: [
                "vocab_size": 262_208, "head_dim": 256, "num_attention_heads": 8, "num_key_value_heads": 4,
                "max_position_embeddings": 131_072, "sliding_window": 4096,
            ]),
        ModelFamily(
            types: ["gpt_oss"], window: .pattern(2), experts: mixtral, defaults: ["sliding_window": 128]),
        ModelFamily(
            types: ["deepseek_v2", "deepseek_v3", "kimi_k2", "glm4_moe_lite"], experts: deepSeek,
            isLatent: true, unused: ["head_dim", "qk_head_dim"]
        ),
        ModelFamily(
            types: ["llama4_text"], queryKeyNorm: .asSaid(true), window: .chunks,
            experts: ExpertKeys(
                count: "num_local_experts", size: "intermediate_size", sharedSize: "intermediate_size",
                every: "interleave_moe_layer_step", denseSize: "intermediate_size_mlp"),
            defaults: ["vocab_size": 202_048, "attention_chunk_size": 8192]),
        ModelFamily(types: ["glm"]),
        ModelFamily(types: ["glm4"], extraNorms: 2),
        ModelFamily(types: ["glm4_moe", "glm4v_moe_text"], queryKeyNorm: .asSaid(false), experts: deepSeek),
        ModelFamily(
            types: ["minimax_m2"], queryKeyNorm: .asSaid(false), experts: mixtral, unused: ["qk_norm_type"]),
        ModelFamily(types: ["olmo2"], queryKeyNorm: .always),
        ModelFamily(
            types: ["olmo3"], queryKeyNorm: .always, window: .pattern(4), defaults: ["sliding_window": 4096]),
        ModelFamily(
            types: ["olmoe"], queryKeyNorm: .always,
            experts: ExpertKeys(count: "num_experts", size: "intermediate_size")),
        ModelFamily(types: ["granitemoe"], experts: mixtral),
    ]

    static var types: [String] { all.flatMap(\.types).sorted() }

    /// The family of a `model_type`, or of a class such as `LlamaForCausalLM`; nil for none.
    static func named(_ name: String) -> ModelFamily? {
        let wanted = key(name)
        return all.first { family in family.types.contains { key($0) == wanted } }
    }

    /// Letters and digits, less what a class name ends with.
    private static func key(_ name: String) -> String {
        var key = NearMiss.folded(name)
        for ending in ["forcausallm", "forconditionalgeneration"] where key.hasSuffix(ending) {
            key.removeLast(ending.count)
        }
        return key
    }
}
