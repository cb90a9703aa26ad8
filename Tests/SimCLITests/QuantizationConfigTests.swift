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
            ("{\"quant_method\": \"gptq\", \"bits\": 4, \"sym\": true, \"desc_act\": true}", .int4GPTQ),
            (
                "{\"quant_method\": \"gptq\", \"bits\": 8, \"group_size\": 64}",
                .int8WeightOnly.grouped(by: 64, scaleBytes: 3)
            ),
            (
                "{\"quant_method\": \"gptq\", \"bits\": 4, \"group_size\": -1}",
                .int4GPTQ.grouped(by: 4096, scaleBytes: 2.5)
            ),
            (
                "{\"quant_method\": \"bitsandbytes\", \"load_in_4bit\": true, \"bnb_4bit_use_double_quant\": true}",
                .fp4.grouped(by: 64, scaleBytes: 1 + 1.0 / 64)
            ),
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
            (
                groups(
                    "\"num_bits\": 4, \"type\": \"int\", \"group_size\": 128, \"symmetric\": false", "null"),
                .int4GPTQ
            ),
            (
                groups("\"num_bits\": 4, \"type\": \"int\", \"group_size\": 32", "null"),
                .int4GPTQ.grouped(by: 32, scaleBytes: 2)
            ),
            (
                groups("\"num_bits\": 4, \"type\": \"float\", \"group_size\": 32", "null"),
                .mxfp4.holding(for: [.attention, .feedForward])
            ),
            (
                "{\"quant_algo\": \"W4A16_AWQ\", \"config_groups\": {\"group_0\": {\"weights\": {\"num_bits\": 4, "
                    + "\"group_size\": 64}}}}",
                .int4AWQ.grouped(by: 64, scaleBytes: 2.5)
            ),
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
        // As ModelOpt 0.29 to 0.31 wrote it.
        let text = "{\"quant_algo\": \"FP8\", \"kv_cache_scheme\": \"FP8\"}"
        #expect(try read(text).kvFormat == .fp8)
        #expect(try read("{\"quant_method\": \"fp8\", \"kv_cache_scheme\": null}").kvFormat == nil)
    }

    /// 6.979e9 weights of layers x 4.5 bits, and 2.1e9 bytes of embeddings and head in 16 bits: 6.03 GB, where groups of
    /// 128 make 5.70 GB.
    @Test("The size of a group changes the bytes")
    func groupSizes() throws {
        let model = try ModelCatalog.model(named: "Llama-3.1-8B")
        let sizes = try [16, 32, 64, 128, 256].map { size in
            let text = Self.groups("\"num_bits\": 4, \"type\": \"int\", \"group_size\": \(size)", "null")
            return try #require(try read(text).format)
        }
        let bytes = sizes.map { Double(model.weightBytes($0)) }
        #expect(abs(bytes[1] / 6.03e9 - 1) < 0.005)
        #expect(abs(bytes[3] / 5.70e9 - 1) < 0.005)
        #expect(zip(bytes, bytes.dropFirst()).allSatisfy { $0 > $1 })
        #expect(Set(sizes.map(\.name)) == ["int4-gptq"])
    }

    private static func group(_ targets: String, _ weights: String, _ activations: String = "null") -> String
    {
        "{\"targets\": [\(targets)], \"weights\": {\(weights)}, \"input_activations\": \(activations)}"
    }

    private static func listed(_ groups: [String], _ ignored: String = "") -> String {
        let members = groups.enumerated().map { "\"group_\($0)\": \($1)" }.joined(separator: ", ")
        return
            "{\"quant_method\": \"compressed-tensors\", \"config_groups\": {\(members)}, \"ignore\": [\(ignored)]}"
    }

    private static let int4 = "\"num_bits\": 4, \"type\": \"int\", \"group_size\": 128"
    private static let fp8 = "\"num_bits\": 8, \"type\": \"float\""

    @Test("Groups are heard by their targets, in whatever order")
    func targets() throws {
        let ffn = Self.group("\"re:.*mlp.*\"", Self.fp8, Self.eight)
        let rest = Self.group("\"re:.*self_attn.*\"", Self.fp8, Self.eight)
        #expect(try read(Self.listed([ffn])).format?.layers == [.feedForward])
        #expect(try read(Self.listed([ffn, rest])).format == .fp8)
        #expect(try read(Self.listed([rest, ffn])).format == .fp8)
        let listed = (0..<32).map {
            "\"model.layers.\($0).self_attn.qkv_proj\", \"model.layers.\($0).self_attn.o_proj\""
        }
        #expect(
            try read(Self.listed([Self.group(listed.joined(separator: ","), Self.fp8, Self.eight)])).format?
                .layers
                == [.attention])
        // A name wins over a class, and what is ignored over both.
        let all = Self.group("\"Linear\"", Self.int4)
        for groups in [[all, ffn], [ffn, all]] {
            #expect(
                try read(Self.listed(groups, "\"re:.*self_attn.*\"")).format
                    == QuantizationFormat.fp8.limited(
                        to: .feedForward))
        }
    }

    @Test(
        "What differs by module inside a model is refused by the target's name",
        arguments: [
            (
                listed([group("\"re:.*mlp.down_proj$\"", int4)]),
                "the target 're:.*mlp.down_proj$' holds for a part of the feed-forward layers"
            ),
            (
                listed([group("\"re:.*self_attn.*\"", fp8, eight), group("\"re:.*mlp.*\"", int4)]),
                "the target 're:.*mlp.*' has int4-gptq where another group has fp8"
            ),
            (
                listed([group("\"re:.*mlp.*\"", int4), group("\"re:.*self_attn.*\"", fp8, eight)]),
                "the target 're:.*mlp.*' has int4-gptq where another group has fp8"
            ),
            (
                listed([group("\"re:.*mlp.*\"", int4), group("\"re:.*proj\"", fp8, eight)]),
                "the target 're:.*proj' is in a group of another format too"
            ),
            (listed([group("\"Conv1d\"", int4)]), "the target 'Conv1d' names no layer of the model"),
            (
                listed([group("\"re:(?!x)\"", int4)]),
                "targets has 're:(?!x)', a regular expression that is not"
            ),
            (listed([group("\"Linear\"", int4)], "\"re:.*mixer\""), "ignore 're:.*mixer' names no layer"),
            (
                listed([group("\"Linear\"", fp8, eight)], "\"re:.*down_proj\""),
                "ignore 're:.*down_proj' holds for a part of the feed-forward layers"
            ),
            (
                listed([group("\"Linear\"", fp8 + ", \"strategy\": \"group\"", eight)]),
                "strategy must be tensor, channel or block with 8-bit weights, got 'group'"
            ),
            (
                listed([
                    group("\"Linear\"", "\"num_bits\": 4, \"type\": \"float\", \"group_size\": 16", "null")
                ]),
                "NVFP4"
            ),
            (
                listed([group("\"Linear\"", int4, "{\"num_bits\": 8}")]),
                "8-bit activations with 4-bit weights are not supported"
            ),
            (
                "{\"quant_method\": \"fp8\", \"weight_block_size\": [64, 128]}",
                "weight_block_size must be [128, 128]"
            ),
            (
                "{\"quant_method\": \"gptq\", \"bits\": 4, \"group_size\": 0}",
                "group_size must be -1 or at least 1"
            ),
            (
                "{\"quant_method\": \"gptq\", \"dynamic\": {\"+:.*\": {\"bits\": 8}}}",
                "the key 'dynamic' is not read with quantization"
            ),
            (
                "{\"quant_algo\": \"FP8\", \"config_groups\": {\"a\": {}, \"b\": {}}}",
                "config_groups has several groups for one quant_algo"
            ),
            (
                "{\"quant_algo\": \"FP8\", \"config_groups\": {\"a\": {\"targets\": [\"re:.*up_proj\"]}}}",
                "the target 're:.*up_proj' holds for a part of the feed-forward layers"
            ),
            ("{\"quant_algo\": \"MIXED_PRECISION\"}", "quant_algo 'MIXED_PRECISION' is not supported"),
            (
                "{\"quant_algo\": \"FP8\", \"quantized_layers\": {\"a\": 1}}",
                "the key 'quantized_layers' is not read"
            ),
        ])
    func modules(text: String, message: String) {
        do {
            _ = try read(text)
            Issue.record("read: \(text)")
        } catch let error as CLIError {
            #expect(error.message.contains(message))
        } catch { Issue.record(error) }
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
        #expect(try layers((0..<32).map { "model.layers.\($0).self_attn" }) == [.feedForward])
        #expect(throws: CLIError.self) { try layers((0..<32).map { "model.layers.\($0).self_attn.q_proj" }) }
        // 2 of 32 are 1 % of the bytes, 12 of 32 are 6 %.
        #expect(try layers((0..<2).map { "model.layers.\($0).self_attn" }) == .linear)
        #expect(throws: CLIError.self) { try layers((0..<12).map { "model.layers.\($0).self_attn" }) }
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
