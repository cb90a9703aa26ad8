import HardwareModels
import SimCore
import Testing

@testable import SimCLI

/// Fixtures are the fields that matter of the models' own `config.json`: shapes as in the catalogue, keys as Hugging
/// Face writes them.
@Suite("A Hugging Face config.json")
struct ModelConfigTests {
    struct Fixture: Sendable, CustomStringConvertible {
        let id: String
        let text: String

        init(_ id: String, _ text: String) {
            self.id = id
            self.text = text
        }

        var description: String { id }
    }

    private func read(_ text: String) throws -> ModelConfig {
        try ModelConfig(
            JSONObject(
                Array(text.utf8), name: "config.json", called: "a model's config.json", passesNonFinite: true),
            name: "mine")
    }

    private func message(_ text: String) -> String {
        do {
            _ = try read(text)
            return ""
        } catch let error as CLIError {
            return error.message
        } catch { return "\(error)" }
    }

    @Test("Reading it gives the catalogue's model", arguments: fixtures)
    func catalogue(_ fixture: Fixture) throws {
        let model = try ModelCatalog.model(named: fixture.id)
        let read = try read(fixture.text)
        #expect(read.architecture.fingerprint == model.fingerprint)
        #expect(read.architecture.parameters == model.parameters)
        #expect(read.architecture.publishedFormat == model.publishedFormat)
        #expect(read.architecture.name == "mine")
        #expect(read.kvFormat == nil)
    }

    /// A tiny model of a type, for what the catalogue has no example of.
    func tiny(_ type: String, _ more: String = "") -> String {
        """
        {"model_type": "\(type)", "num_hidden_layers": 8, "hidden_size": 64, "num_attention_heads": 4,
         "intermediate_size": 256, "vocab_size": 1000, "max_position_embeddings": 2048\(more.isEmpty ? "" : ", ")\(more)}
        """
    }

    /// What a family needs besides.
    static func more(_ family: ModelFamily) -> String {
        var members = ["\"num_key_value_heads\": 4"]
        if let experts = family.experts {
            members += ["\"\(experts.count)\": 8", "\"\(experts.perToken)\": 2"]
            if experts.size != "intermediate_size" { members.append("\"\(experts.size)\": 128") }
        }
        if family.isLatent {
            members.append(
                "\"kv_lora_rank\": 32, \"q_lora_rank\": 32, \"qk_rope_head_dim\": 8, \"qk_nope_head_dim\": 16, "
                    + "\"v_head_dim\": 16")
        }
        return members.joined(separator: ", ")
    }

    @Test("Every type of every family is read")
    func families() throws {
        for family in ModelFamily.all {
            for type in family.types {
                let model = try read(tiny(type, Self.more(family))).architecture
                #expect((model.mixture != nil) == (family.experts != nil), "\(type)")
                #expect((model.latentAttention != nil) == family.isLatent, "\(type)")
                #expect(model.extraNorms == family.extraNorms)
                #expect(
                    model.normalizesQueriesAndKeys
                        == (family.queryKeyNorm == .always
                            || family.queryKeyNorm == .asSaid(true)))
            }
        }
        #expect(Set(ModelFamily.types).count == ModelFamily.types.count)
    }

    /// DeepSeek-V2-Lite: queries without a latent vector; 15,706,484,224 parameters by its safetensors files.
    @Test("Latent attention may leave the queries whole")
    func wholeQueries() throws {
        let model = try read(
            """
            {"model_type": "deepseek_v2", "first_k_dense_replace": 1, "hidden_size": 2048, "intermediate_size": 10944,
             "kv_lora_rank": 512, "moe_intermediate_size": 1408, "n_routed_experts": 64, "n_shared_experts": 2,
             "num_attention_heads": 16, "num_experts_per_tok": 6, "num_hidden_layers": 27, "q_lora_rank": null,
             "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128, "vocab_size": 102400,
             "max_position_embeddings": 163840}
            """
        ).architecture
        #expect(model.latentAttention?.queryRank == 0)
        #expect(abs(Double(model.parameters) / 15_706_484_224 - 1) < 0.001)
    }

    @Test("A class name stands in for a missing model_type")
    func className() throws {
        let text = tiny("x").replacing(
            "\"model_type\": \"x\"", with: "\"architectures\": [\"Qwen3ForCausalLM\"]")
        #expect(try read(text).architecture.normalizesQueriesAndKeys)
    }

    @Test("Windows: on every layer, from a layer on, one in so many, as listed")
    func windows() throws {
        func layers(_ type: String, _ more: String) throws -> [Double] {
            let model = try read(tiny(type, more)).architecture
            return [Double(model.slidingWindow ?? 0), model.fullAttentionLayers]
        }
        #expect(try layers("mistral", "\"sliding_window\": 512") == [512, 0])
        #expect(try layers("mistral", "\"sliding_window\": null") == [0, 8])
        let late = "\"sliding_window\": 512, \"max_window_layers\": 6"
        #expect(try layers("qwen2", late + ", \"use_sliding_window\": false") == [0, 8])
        #expect(try layers("qwen2", late + ", \"use_sliding_window\": true") == [512, 6])
        #expect(
            try layers("gemma3_text", "\"sliding_window\": 512, \"sliding_window_pattern\": 4") == [512, 2])
        #expect(try layers("gemma2", "") == [4096, 4])
        func types(_ letters: String) -> String {
            let list = letters.map { $0 == "f" ? "\"full_attention\"" : "\"sliding_attention\"" }
            return "\"sliding_window\": 512, \"layer_types\": [\(list.joined(separator: ", "))]"
        }
        #expect(try layers("gpt_oss", types("sfsfsfsf") + Self.experts) == [512, 4])
        #expect(try layers("mistral", types("fsssssss")) == [512, 1])
        #expect(try layers("mistral", types("ffssssss")) == [512, 2])
        #expect(try layers("mistral", types("fffffffs")) == [512, 7])
        #expect(try layers("mistral", types("ffffffff")) == [0, 8])
        #expect(
            message(tiny("mistral", types("fs"))).hasSuffix(
                "layer_types must have an entry for each of 8 layers, got 2"))
    }

    private static let experts = ", \"num_local_experts\": 4, \"num_experts_per_tok\": 2"

    @Test("A model runs that has a window on every layer")
    func everyLayerWindowed() throws {
        let folder = TemporaryFolder()
        let path = folder.write(tiny("mistral", "\"sliding_window\": 64"), to: "windowed.json")
        let line = "run -m \(path) --num-prompts 20 --output-len 200 --json --stepping"
        let leaps = Invocation(line + " leap")
        #expect(leaps.code == 0, "\(leaps.errors)")
        let key = "\"total_gpu_energy_j\""
        func energy(_ invocation: Invocation) -> Substring? {
            invocation.output.split(separator: "\n").first { $0.contains(key) }
        }
        #expect(energy(leaps) != nil)
        #expect(energy(leaps) == energy(Invocation(line + " single")))
    }

    @Test(
        "What cannot be a model says where and why",
        arguments: [
            ("[]", "config.json:1:1: a model's config.json is an object, got a list"),
            ("{", "config.json:1:2: expected a key in double quotes"),
            (
                "{\"model_type\": \"llama\", \"num_hidden_layers\": Infinity}",
                "config.json:1:46: num_hidden_layers must be a whole number >= 1, got Infinity"
            ),
            ("{}", "config.json:1:1: the key 'model_type' is missing: it says what kind of model this is"),
            ("{\"model_type\": 3}", "config.json:1:16: model_type must be a text, got a number"),
            (
                "{\"model_type\": \"mamba2\"}",
                "config.json:1:16: model_type 'mamba2' is not supported. Supported are "
                    + ModelFamily.types.joined(separator: ", ")
            ),
            (
                // As Python writes it, in a key that is not needed.
                "{\"time_step_limit\": [0.0, Infinity], \"x\": -Infinity, \"y\": NaN,\n \"model_type\": \"nemotron_h\", "
                    + "\"ssm_state_size\": 128}",
                "config.json:2:16: model_type 'nemotron_h' is not supported: its key 'ssm_state_size' asks for "
                    + "state-space layers, not modelled yet. Supported are "
                    + ModelFamily.types.joined(separator: ", ")
            ),
            (
                "{\"model_type\": \"llama\",\n \"hidden_size\": 64}",
                "config.json:1:1: the key 'num_hidden_layers' is missing"
            ),
            (
                "{\"model_type\": \"llama\",\n \"num_hidden_layers\": -3}",
                "config.json:2:23: num_hidden_layers must be a whole number >= 1, got -3"
            ),
            (
                "{\"model_type\": \"llama\", \"num_hidden_layers\": 1e99}",
                "config.json:1:46: num_hidden_layers must be at most 1000000000, got 1e99"
            ),
            (
                "{\"model_type\": \"llama\", \"num_hidden_layers\": \"two\"}",
                "config.json:1:46: num_hidden_layers must be a whole number, got a text"
            ),
        ])
    func refusals(text: String, message expected: String) { #expect(message(text) == expected) }

    @Test("Dimensions that no model has are refused, never trapped on")
    func dimensions() {
        #expect(
            message(tiny("llama", "\"num_key_value_heads\": 3"))
                == "config.json:1:46: mine: number of KV heads must be a divisor of the 4 heads, got 3")
        #expect(
            message(tiny("llama", "\"head_dim\": 999999999")).contains("head dimension must be 1 to 4096"))
        let huge = 1_000_000_000
        for type in ModelFamily.types {
            let text = """
                {"model_type": "\(type)", "num_hidden_layers": \(huge), "hidden_size": \(huge),
                 "num_attention_heads": \(huge), "intermediate_size": \(huge), "vocab_size": \(huge),
                 "max_position_embeddings": \(huge), "num_local_experts": \(huge), "num_experts": \(huge),
                 "n_routed_experts": \(huge), "num_experts_per_tok": \(huge), "moe_intermediate_size": \(huge),
                 "n_shared_experts": 1000, "kv_lora_rank": \(huge), "q_lora_rank": \(huge),
                 "qk_rope_head_dim": \(huge), "qk_nope_head_dim": \(huge), "v_head_dim": \(huge)}
                """
            #expect(!message(text).isEmpty, "\(type)")
        }
    }

    /// Every number of every fixture replaced by hostile ones: read or refused, and what is read can be run.
    @Test("No configuration traps, when it is read or when it is run", arguments: fixtures)
    func hostile(_ fixture: Fixture) throws {
        let bytes = Array(fixture.text.utf8)
        var index = 0
        var runs = 0
        while index < bytes.count {
            guard bytes[index] >= UInt8(ascii: "0"), bytes[index] <= UInt8(ascii: "9"), index > 1,
                bytes[index - 1] == UInt8(ascii: " ")
            else {
                index += 1
                continue
            }
            var end = index
            while end < bytes.count, bytes[end] >= UInt8(ascii: "0"), bytes[end] <= UInt8(ascii: "9") {
                end += 1
            }
            for value in [
                "0", "1", "-1", "3", "4096", "1e9", "1e30", "1e999", "0.5", "true", "\"x\"", "[]", "null",
            ] {
                let text =
                    String(decoding: bytes[..<index], as: UTF8.self) + value
                    + String(decoding: bytes[end...], as: UTF8.self)
                guard let model = try? read(text).architecture else { continue }
                var device = DeviceCatalog.h100SXM
                device.memoryBytes = 1_000_000_000_000_000
                guard (try? MemoryPlan(model: model, device: device, engine: .vllm))?.kvBlocks ?? 0 > 0,
                    var cost = try? RooflineModel(
                        model: model, device: device, engine: .vllm, format: model.publishedFormat)
                else { continue }
                var shape = BatchShape()
                shape.decodeSequences = 4
                shape.contextTokens = 4000
                shape.windowedContextTokens = 400
                shape.prefillTokens = 100
                shape.prefillChunks = 1
                shape.prefillPairs = 5050
                #expect(cost.cost(of: shape).durationBase >= 0)
                runs += 1
            }
            index = end
        }
        #expect(runs > 5)
    }
}
