extension ModelConfigTests {
    private static let llama = """
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "torch_dtype": "bfloat16",
        """

    static let fixtures: [Fixture] = [
        Fixture(
            "meta-llama/Meta-Llama-3.1-8B",
            """
            {\(llama) "hidden_size": 4096, "intermediate_size": 14336, "num_attention_heads": 32,
             "num_hidden_layers": 32, "num_key_value_heads": 8, "vocab_size": 128256,
             "max_position_embeddings": 131072, "tie_word_embeddings": false,
             "rope_scaling": {"factor": 8.0, "rope_type": "llama3"}}
            """),
        Fixture(
            "meta-llama/Llama-3.2-1B",
            """
            {\(llama) "head_dim": 64, "hidden_size": 2048, "intermediate_size": 8192, "num_attention_heads": 32,
             "num_hidden_layers": 16, "num_key_value_heads": 8, "vocab_size": 128256,
             "max_position_embeddings": 131072, "tie_word_embeddings": true}
            """),
        // Multi-head attention: no num_key_value_heads in older files.
        Fixture(
            "meta-llama/Llama-2-7b-hf",
            """
            {\(llama) "hidden_size": 4096, "intermediate_size": 11008, "num_attention_heads": 32,
             "num_hidden_layers": 32, "vocab_size": 32000, "max_position_embeddings": 4096}
            """),
        Fixture(
            "meta-llama/Llama-3.1-405B-Instruct-FP8",
            """
            {\(llama) "hidden_size": 16384, "intermediate_size": 53248, "num_attention_heads": 128,
             "num_hidden_layers": 126, "num_key_value_heads": 8, "vocab_size": 128256,
             "max_position_embeddings": 131072,
             "quantization_config": {"quant_method": "fbgemm_fp8", "activation_scale_ub": 1200.0,
              "modules_to_not_convert": ["lm_head", "model.layers.0.mlp", "model.layers.125.mlp", \(attention(126))]}}
            """),
        Fixture(
            "mistralai/Mistral-7B-Instruct-v0.3",
            """
            {"architectures": ["MistralForCausalLM"], "model_type": "mistral", "hidden_size": 4096,
             "intermediate_size": 14336, "num_attention_heads": 32, "num_hidden_layers": 32,
             "num_key_value_heads": 8, "sliding_window": null, "vocab_size": 32768,
             "max_position_embeddings": 32768, "tie_word_embeddings": false}
            """),
        Fixture(
            "mistralai/Mixtral-8x7B-v0.1",
            """
            {"architectures": ["MixtralForCausalLM"], "model_type": "mixtral", "hidden_size": 4096,
             "intermediate_size": 14336, "num_attention_heads": 32, "num_hidden_layers": 32,
             "num_key_value_heads": 8, "num_local_experts": 8, "num_experts_per_tok": 2, "sliding_window": null,
             "vocab_size": 32000, "max_position_embeddings": 32768}
            """),
        Fixture(
            "Qwen/Qwen2.5-7B-Instruct",
            """
            {"architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "hidden_size": 3584,
             "intermediate_size": 18944, "max_window_layers": 28, "num_attention_heads": 28,
             "num_hidden_layers": 28, "num_key_value_heads": 4, "sliding_window": 131072,
             "use_sliding_window": false, "vocab_size": 152064, "max_position_embeddings": 32768}
            """),
        Fixture(
            "Qwen/Qwen3-4B",
            """
            {"architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "head_dim": 128, "hidden_size": 2560,
             "intermediate_size": 9728, "num_attention_heads": 32, "num_hidden_layers": 36,
             "num_key_value_heads": 8, "tie_word_embeddings": true, "vocab_size": 151936,
             "max_position_embeddings": 40960, "sliding_window": null, "use_sliding_window": false}
            """),
        Fixture(
            "Qwen/Qwen3-30B-A3B",
            """
            {"architectures": ["Qwen3MoeForCausalLM"], "model_type": "qwen3_moe", "decoder_sparse_step": 1,
             "head_dim": 128, "hidden_size": 2048, "intermediate_size": 6144, "mlp_only_layers": [],
             "moe_intermediate_size": 768, "num_attention_heads": 32, "num_experts": 128,
             "num_experts_per_tok": 8, "num_hidden_layers": 48, "num_key_value_heads": 4, "vocab_size": 151936,
             "max_position_embeddings": 40960}
            """),
        Fixture(
            "Qwen/Qwen3-235B-A22B-FP8",
            """
            {"model_type": "qwen3_moe", "decoder_sparse_step": 1, "head_dim": 128, "hidden_size": 4096,
             "intermediate_size": 12288, "mlp_only_layers": [], "moe_intermediate_size": 1536,
             "num_attention_heads": 64, "num_experts": 128, "num_experts_per_tok": 8, "num_hidden_layers": 94,
             "num_key_value_heads": 4, "vocab_size": 151936, "max_position_embeddings": 40960,
             "quantization_config": {"activation_scheme": "dynamic", "fmt": "e4m3", "quant_method": "fp8",
              "weight_block_size": [128, 128],
              "modules_to_not_convert": ["lm_head", "model.layers.0.mlp.gate", "model.layers.0.input_layernorm"]}}
            """),
        Fixture(
            "deepseek-ai/DeepSeek-V3",
            """
            {"architectures": ["DeepseekV3ForCausalLM"], "model_type": "deepseek_v3", "first_k_dense_replace": 3,
             "hidden_size": 7168, "intermediate_size": 18432, "kv_lora_rank": 512, "moe_intermediate_size": 2048,
             "moe_layer_freq": 1, "n_routed_experts": 256, "n_shared_experts": 1, "num_attention_heads": 128,
             "num_experts_per_tok": 8, "num_hidden_layers": 61, "num_key_value_heads": 128,
             "num_nextn_predict_layers": 1, "q_lora_rank": 1536, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64,
             "v_head_dim": 128, "vocab_size": 129280, "max_position_embeddings": 163840,
             "tie_word_embeddings": false,
             "quantization_config": {"activation_scheme": "dynamic", "fmt": "e4m3", "quant_method": "fp8",
              "weight_block_size": [128, 128]}}
            """),
        Fixture(
            "moonshotai/Kimi-K2-Instruct",
            """
            {"architectures": ["DeepseekV3ForCausalLM"], "model_type": "kimi_k2", "first_k_dense_replace": 1,
             "hidden_size": 7168, "intermediate_size": 18432, "kv_lora_rank": 512, "moe_intermediate_size": 2048,
             "moe_layer_freq": 1, "n_routed_experts": 384, "n_shared_experts": 1, "num_attention_heads": 64,
             "num_experts_per_tok": 8, "num_hidden_layers": 61, "num_key_value_heads": 64, "q_lora_rank": 1536,
             "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128, "vocab_size": 163840,
             "max_position_embeddings": 131072,
             "quantization_config": {"quant_method": "fp8", "weight_block_size": [128, 128]}}
            """),
        Fixture(
            "openai/gpt-oss-20b",
            """
            {"architectures": ["GptOssForCausalLM"], "model_type": "gpt_oss", "head_dim": 64, "hidden_size": 2880,
             "intermediate_size": 2880, "num_attention_heads": 64, "num_experts_per_tok": 4,
             "num_hidden_layers": 24, "num_key_value_heads": 8, "num_local_experts": 32, "sliding_window": 128,
             "layer_types": [\(alternating(24))], "vocab_size": 201088, "max_position_embeddings": 131072,
             "quantization_config": {"quant_method": "mxfp4", "modules_to_not_convert":
              ["model.layers.*.self_attn", "model.layers.*.mlp.router", "model.embed_tokens", "lm_head"]}}
            """),
        // The language model is an object of its own; the wrapper says more of vision.
        Fixture(
            "google/gemma-3-27b-it",
            """
            {"architectures": ["Gemma3ForConditionalGeneration"], "model_type": "gemma3",
             "text_config": {"head_dim": 128, "hidden_size": 5376, "intermediate_size": 21504,
              "model_type": "gemma3_text", "num_attention_heads": 32, "num_hidden_layers": 62,
              "num_key_value_heads": 16, "sliding_window": 1024},
             "vision_config": {"hidden_size": 1152, "num_hidden_layers": 27, "model_type": "siglip_vision_model"}}
            """),
        Fixture(
            "google/gemma-3-12b-it",
            """
            {"model_type": "gemma3", "text_config": {"hidden_size": 3840, "intermediate_size": 15360,
              "model_type": "gemma3_text", "num_attention_heads": 16, "num_hidden_layers": 48,
              "num_key_value_heads": 8, "sliding_window": 1024, "sliding_window_pattern": 6}}
            """),
        Fixture(
            "meta-llama/Llama-4-Scout-17B-16E-Instruct",
            """
            {"architectures": ["Llama4ForConditionalGeneration"], "model_type": "llama4",
             "text_config": {\(llama4) "interleave_moe_layer_step": 1, "num_local_experts": 16,
              "max_position_embeddings": 10485760}}
            """),
        Fixture(
            "meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8",
            """
            {"model_type": "llama4", "text_config": {\(llama4) "interleave_moe_layer_step": 2,
              "num_local_experts": 128, "max_position_embeddings": 1048576},
             "quantization_config": {"quant_method": "compressed-tensors", "config_groups": {"group_0": {
               "targets": ["Linear"], "weights": {"num_bits": 8, "type": "float", "strategy": "channel"},
               "input_activations": {"num_bits": 8, "type": "float", "dynamic": true}}},
              "ignore": ["re:.*lm_head", "re:.*self_attn", "re:.*router", "re:.*vision_model", "re:.*shared_expert.*",
               "re:.*feed_forward.gate_proj", "re:.*feed_forward.up_proj", "re:.*feed_forward.down_proj"]}}
            """),
        Fixture(
            "microsoft/Phi-3-mini-4k-instruct",
            """
            {"architectures": ["Phi3ForCausalLM"], "model_type": "phi3", "hidden_size": 3072,
             "intermediate_size": 8192, "num_attention_heads": 32, "num_hidden_layers": 32,
             "num_key_value_heads": 32, "vocab_size": 32064, "max_position_embeddings": 4096}
            """),
    ]

    private static let llama4 = """
        "attention_chunk_size": 8192, "head_dim": 128, "hidden_size": 5120, "intermediate_size": 8192,
        "intermediate_size_mlp": 16384, "model_type": "llama4_text", "num_attention_heads": 40,
        "num_experts_per_tok": 1, "num_hidden_layers": 48, "num_key_value_heads": 8, "use_qk_norm": true,
        "vocab_size": 202048,
        """

    private static func attention(_ layers: Int) -> String {
        (0..<layers).map { "\"model.layers.\($0).self_attn\"" }.joined(separator: ", ")
    }

    private static func alternating(_ layers: Int) -> String {
        (0..<layers).map { $0 % 2 == 0 ? "\"sliding_attention\"" : "\"full_attention\"" }.joined(
            separator: ", ")
    }
}
