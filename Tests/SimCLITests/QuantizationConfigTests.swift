import HardwareModels
import Testing

@testable import SimCLI

@Suite("quantization_config")
struct QuantizationConfigTests {
    private func read(_ text: String, of model: String = "Llama-3.1-8B") throws -> QuantizationConfig {
        try QuantizationConfig(
            JSONObject(Array(text.utf8), name: "q.json", called: "it"),
            of: ModelCatalog.model(named: model))
    }

    private static func groups(_ weights: String, _ activations: String) -> String {
        "{\"quant_method\": \"compressed-tensors\", \"config_groups\": {\"group_0\": {\"weights\": {\(weights)}, "
            + "\"input_activations\": \(activations)}}, \"ignore\": [\"lm_head\"]}"
    }

    private static let eight = "{\"num_bits\": 8}"

    @Test(
        "Each method is a format",
        arguments: [
            ("{\"quant_method\": \"fp8\"}", QuantizationFormat.fp8),
            ("{\"quant_method\": \"fp8\", \"weight_block_size\": [128, 128]}", .fp8Block),
            ("{\"quant_method\": \"awq\", \"bits\": 4, \"group_size\": 128}", .int4AWQ),
            ("{\"quant_method\": \"gptq\", \"bits\": 4}", .int4GPTQ),
            ("{\"quant_method\": \"gptq\", \"bits\": 8}", .int8WeightOnly),
            ("{\"quant_method\": \"bitsandbytes\", \"load_in_8bit\": true}", .llmInt8),
            (
                "{\"quant_method\": \"bitsandbytes\", \"load_in_4bit\": true, \"bnb_4bit_quant_type\": \"nf4\"}",
                .nf4
            ),
            ("{\"quant_method\": \"bitsandbytes\", \"load_in_4bit\": true}", .fp4),
            ("{\"quant_method\": \"mxfp4\"}", .mxfp4),
            (groups("\"num_bits\": 8, \"type\": \"float\"", eight), .fp8),
            (groups("\"num_bits\": 8, \"type\": \"float\", \"strategy\": \"block\"", eight), .fp8Block),
            (groups("\"num_bits\": 8, \"type\": \"int\"", eight), .int8),
            (groups("\"num_bits\": 8, \"type\": \"int\"", "null"), .int8WeightOnly),
            (groups("\"num_bits\": 4, \"type\": \"int\"", "null"), .int4GPTQ),
            (groups("\"num_bits\": 4, \"type\": \"float\", \"group_size\": 32", "null"), .mxfp4),
            ("{\"quant_algo\": \"FP8\"}", .fp8), ("{\"quant_algo\": \"W4A16_AWQ\"}", .int4AWQ),
        ])
    func methods(text: String, format: QuantizationFormat) throws {
        #expect(try read(text).format == format)
        #expect(try read(text).kvFormat == nil)
    }

    @Test("The KV cache is as the checkpoint says")
    func kvCache() throws {
        #expect(try read("{\"quant_algo\": \"FP8\", \"kv_cache_quant_algo\": \"FP8\"}").kvFormat == .fp8)
        #expect(try read("{\"quant_algo\": null, \"quant_method\": \"bitsandbytes\"}").format == nil)
        let scheme =
            "{\"quant_method\": \"fp8\", \"kv_cache_scheme\": {\"num_bits\": 8, \"type\": \"float\"}}"
        #expect(try read(scheme).kvFormat == .fp8)
    }

    @Test("Layers that are left as they were are left out, by pattern or one by one")
    func skipped() throws {
        func layers(_ names: [String], of model: String = "Llama-3.1-8B") throws -> QuantizedLayers? {
            let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
            return try read("{\"quant_method\": \"fp8\", \"ignore\": [\(list)]}", of: model).format?.layers
        }
        #expect(try layers([]) == .linear)
        #expect(try layers(["lm_head", "model.embed_tokens"]) == .linear)
        #expect(try layers(["re:.*self_attn.*"]) == [.feedForward])
        #expect(try layers((0..<32).map { "model.layers.\($0).self_attn.q_proj" }) == [.feedForward])
        #expect(try layers((0..<3).map { "model.layers.\($0).self_attn" }) == .linear)
        #expect(try layers(["re:.*mlp"]) == [.attention])
        #expect(try layers(["re:.*mlp\\\\.gate$"], of: "Qwen3-30B-A3B") == .linear)
        #expect(
            try layers(["re:.*self_attn.*", "re:.*shared_experts.*"], of: "DeepSeek-V3")
                == [.feedForward, .experts])
    }

    @Test(
        "What is not supported says what is",
        arguments: [
            (
                "{\"quant_method\": \"aqlm\"}",
                "q.json:1:18: quant_method 'aqlm' is not supported. Supported are awq, bitsandbytes, "
                    + "compressed-tensors, fbgemm_fp8, fp8, gptq, modelopt and mxfp4"
            ),
            ("{}", "q.json:1:1: the key 'quant_method' is missing"),
            ("{\"quant_method\": \"awq\", \"bits\": 3}", "q.json:1:33: bits must be 4 with awq, got 3"),
            (
                "{\"quant_method\": \"gptq\", \"bits\": -4}",
                "q.json:1:34: bits must be a whole number >= 1, got -4"
            ),
            (
                "{\"quant_algo\": \"NVFP4\"}",
                "q.json:1:16: quant_algo 'NVFP4' is not supported. Supported are FP8, FP8_PB_WO, W4A16_AWQ, W8A16, "
                    + "W8A8_SQ_PER_CHANNEL and MXFP4"
            ),
        ])
    func refusals(text: String, message: String) {
        #expect(throws: CLIError.usage(message)) { try read(text) }
    }
}
