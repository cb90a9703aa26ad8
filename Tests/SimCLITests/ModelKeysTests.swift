import SimCore
import Testing

@testable import SimCLI

@Suite("Keys of a config.json that a family does not read")
struct ModelKeysTests {
    private func read(_ text: String) throws -> ModelConfig {
        try ModelConfig(JSONObject(Array(text.utf8), name: "c", called: "it"), name: "mine")
    }

    private func message(_ text: String) -> String {
        do {
            _ = try read(text)
            return ""
        } catch let error as CLIError {
            return error.message
        } catch { return "\(error)" }
    }

    private static let published = [
        // Of families, layers and checkpoints that are published, with experts, states, indices and the like.
        "num_experts", "num_local_experts", "n_routed_experts", "n_shared_experts", "moe_intermediate_size",
        "num_experts_per_tok", "top_k_experts", "enable_moe_block", "shared_expert_intermediate_size",
        "first_k_dense_replace", "moe_layer_freq", "mlp_only_layers", "decoder_sparse_step",
        "interleave_moe_layer_step", "intermediate_size_mlp", "share_expert_dim", "moe_latent_size",
        "full_attention_interval", "linear_num_value_heads", "linear_key_head_dim", "linear_conv_kernel_dim",
        "linear_attn_config", "ssm_state_size", "mamba_num_heads", "mamba_head_dim", "conv_kernel", "expand",
        "hybrid_override_pattern", "layers_block_type", "index_topk", "index_n_heads", "index_head_dim",
        "compress_ratios", "sparse_attention_config", "sliding_window", "attention_chunk_size",
        "no_rope_layer_interval", "sliding_window_pattern", "hybrid_layer_pattern", "swa_head_dim",
        "swa_num_key_value_heads", "global_head_dim", "num_global_key_value_heads", "attention_k_eq_v",
        "num_kv_shared_layers", "use_double_wide_mlp", "hidden_size_per_layer_input", "kv_lora_rank",
        "q_lora_rank", "qk_rope_head_dim", "v_head_dim", "o_lora_rank", "use_qk_norm", "attn_output_gate",
        "head_dim", "num_key_value_heads", "hidden_size", "intermediate_size", "vocab_size",
        "num_hidden_layers", "max_position_embeddings", "num_nextn_predict_layers", "mtp_num_hidden_layers",
        "block_configs", "layer_types", "attn_type_list", "dense_intermediate_size", "expert_layer_period",
        "moe_shared_expert_intermediate_size", "num_hash_layers", "hc_mult", "ffn_dim_multiplier",
    ]

    /// Any key with a word of a size or a count.
    private static func drawn(_ stream: inout RandomStream) -> String {
        let first = ["num", "n", "my", "new", "total", "local", "use", "deep", "post"]
        let cost = [
            "experts", "heads", "layers", "dim", "rank", "window", "mlp", "moe", "attn", "linear", "kv",
            "sparse",
        ]
        let last = ["", "_size", "_count", "_per_tok", "_x", "_interval"]
        return first[stream.below(first.count)] + "_" + cost[stream.below(cost.count)]
            + last[stream.below(last.count)]
    }

    @Test("A key of a size or a cost changes the model, or is refused by its name", arguments: 0..<60)
    func law(_ seed: Int) throws {
        var stream = RandomStream(seed: UInt64(seed), purpose: "test.keys")
        for _ in 0..<40 {
            let family = ModelFamily.all[stream.below(ModelFamily.all.count)]
            let type = family.types[stream.below(family.types.count)]
            let key =
                stream.below(2) == 0
                ? Self.published[stream.below(Self.published.count)] : Self.drawn(&stream)
            // Of these a family knows that they change nothing, or not without another key.
            if family.unused.contains(key) || family.window == .fromLayer && key == "sliding_window" {
                continue
            }
            let values = ["7", "2", "true", "\"x\"", "[3]", "{\"a\": 1}"]
            let value = values[stream.below(values.count)]
            let plain = ModelConfigTests().tiny(type, ModelConfigTests.more(family))
            let members = plain.dropFirst().dropLast().split(separator: ",").filter {
                !$0.contains("\"\(key)\"")
            }
            let text = "{" + (members + ["\"\(key)\": \(value)"]).joined(separator: ",") + "}"
            // It says already what is said again, or what holds without it.
            guard !plain.contains("\"\(key)\": \(value)"),
                key != "use_qk_norm" || value != "true" || family.queryKeyNorm == .never
            else { continue }
            let line = "seed \(seed), \(type): \(key) = \(value)"
            let before = try read(plain)
            do throws(any Error) {
                let after = try read(text)
                #expect(
                    after.architecture.fingerprint != before.architecture.fingerprint
                        || after.notes != before.notes, "\(line)")
            } catch let error as CLIError {
                #expect(
                    error.message.contains(key) || error.message.hasPrefix("c:"), "\(line): \(error.message)")
                #expect(error.code == .usage, "\(line)")
            }
        }
    }

    @Test("What asks for nothing, and what no time depends on, is passed over")
    func harmless() throws {
        let plain = ModelConfigTests().tiny("llama")
        let more = """
            , "num_experts": null, "linear_num_value_heads": 0, "mlp_only_layers": [], "attn_output_gate": false,
            "attention_dropout": 0.1, "hidden_act": "silu", "router_aux_loss_coef": 0.1, "rms_norm_eps": 1e-5,
            "bos_token_id": 1, "topk_method": "noaux_tc", "anything": {"of": "another"}, "image_token_index": 3}
            """
        let read = try read(plain.dropLast() + more)
        #expect(try read.architecture.fingerprint == self.read(plain).architecture.fingerprint)
        #expect(read.notes.isEmpty)
    }

    @Test("The name of the key stands in the refusal, and what it asks for")
    func refusals() {
        let plain = ModelConfigTests().tiny("llama").dropLast()
        #expect(
            message(plain + ",\n \"linear_num_value_heads\": 32}")
                == "c:3:2: the key 'linear_num_value_heads' asks for linear attention and is not read with model_type "
                + "llama, though it can change what a model costs. Leave it out only if it changes nothing")
        #expect(message(plain + ", \"num_experts\": 8}").contains("the key 'num_experts' is not read"))
        #expect(
            message(plain + ", \"layer_types\": [\"linear_attention\"]}").contains(
                "layer_types must have an entry for each of 8 layers"))
    }

    @Test("Around a language model the keys of its own kind must say the same")
    func wrapped() throws {
        let inner = ModelConfigTests().tiny("qwen3_vl_text")
        #expect(
            try read("{\"model_type\": \"x\", \"text_config\": \(inner), \"hidden_size\": 64}").notes.isEmpty)
        #expect(
            message("{\"text_config\": \(inner), \"hidden_size\": 65}").contains("the key 'hidden_size'"))
        #expect(message("{\"text_config\": \(inner), \"num_experts\": 4}").contains("the key 'num_experts'"))
        let encoder = "\"vision_config\": {\"model_type\": \"x\"}, \"vision_feature_layer\": 4"
        #expect(try read("{\"text_config\": \(inner), \(encoder)}").notes.count == 1)
        #expect(
            message("{\"text_config\": \(inner), \"vision_feature_layer\": 4}").contains(
                "vision_feature_layer"))
    }

    @Test("No hint leads to another architecture")
    func hints() {
        for type in [
            "gemma4_text", "gemma3n_text", "qwen3_next", "qwen3_5_text", "minimax_m1", "deepseek_v32", "lama",
        ] {
            let text = message("{\"model_type\": \"\(type)\"}")
            #expect(text.contains("'\(type)' is not supported"))
            #expect(!text.contains("mean"), "\(text)")
        }
    }
}
