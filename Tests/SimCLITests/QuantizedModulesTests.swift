import HardwareModels
import Testing

@testable import SimCLI

@Suite("What patterns name of a model")
struct QuantizedModulesTests {
    /// The share of each kind of layer that one list of patterns names.
    private func shares(_ texts: [String], of name: String, ignoring ignored: [String] = []) throws
        -> [Double]
    {
        let modules = try QuantizedModules(of: ModelCatalog.model(named: name))
        let list = try texts.map { try #require(ModulePattern($0)) }
        let (coverage, strangers, tied) = try modules.coverage(
            of: [list], ignoring: ignored.map { try #require(ModulePattern($0)) }, isTie: { _, _ in false })
        #expect(strangers.isEmpty && tied == nil)
        return coverage.map { $0.all > 0 ? $0.entries[0] / $0.all : -1 }
    }

    @Test("All matrices of all layers are of the class, and count as the architecture does")
    func all() throws {
        for model in ModelCatalog.all {
            let modules = QuantizedModules(of: model)
            let linear = try #require(ModulePattern("Linear"))
            let coverage = modules.coverage(of: [[linear]], ignoring: [], isTie: { _, _ in true }).coverage
            let router = model.expertLayers * Double(model.hiddenSize * (model.mixture?.experts ?? 0))
            let known = [
                model.attentionParameters, model.feedForwardParameters, model.expertParameters,
                model.sharedParameters - Int64(router),
            ]
            for (part, count) in zip(coverage, known) {
                // Where experts are on every n-th layer a mean stands for the layers.
                #expect(abs(part.all - Double(count)) <= 1e-9 * Double(count) + 1, "\(model.name)")
                #expect(part.entries[0] == part.all)
            }
        }
    }

    @Test("By name, by pattern, by expression; with less of what is ignored")
    func named() throws {
        let attention = 4096.0 * 4096
        let keys = 4096.0 * 1024
        let all = 2 * attention + 2 * keys
        #expect(try shares(["re:.*q_proj$"], of: "Llama-3.1-8B") == [attention / all, 0, -1, -1])
        #expect(try shares(["qkv_proj"], of: "Llama-3.1-8B") == [(attention + 2 * keys) / all, 0, -1, -1])
        #expect(try shares(["re:.*mlp.down_proj$"], of: "Llama-3.1-8B")[1] == 1.0 / 3)
        #expect(try shares(["model.layers.3.mlp"], of: "Llama-3.1-8B") == [0, 1.0 / 32, -1, -1])
        #expect(try shares(["model.layers.3*"], of: "Llama-3.1-8B") == [3.0 / 32, 3.0 / 32, -1, -1])
        #expect(try shares(["Linear"], of: "Llama-3.1-8B", ignoring: ["re:.*self_attn.*"]) == [0, 1, -1, -1])
        #expect(
            try shares(["model.layers.*.mlp.experts"], of: "Qwen3-30B-A3B") == [0, -1, 1, -1])
        let one = try shares(["model.layers.0.mlp.experts.5.gate_proj"], of: "Qwen3-30B-A3B")[2]
        #expect(abs(one * 128 * 3 * 48 - 1) < 1e-12)
        #expect(
            try shares(["language_model.model.layers.4.mlp.shared_experts*"], of: "DeepSeek-V3")[3] == 1.0
                / 58)
    }

    @Test("What names nothing that is known is told, unless it is of other parts of a checkpoint")
    func strangers() throws {
        let modules = try QuantizedModules(of: ModelCatalog.model(named: "Llama-3.1-8B"))
        func strangers(_ text: String) throws -> [String] {
            let pattern = try #require(ModulePattern(text))
            return modules.coverage(of: [], ignoring: [pattern], isTie: { _, _ in true }).strangers
        }
        #expect(try strangers("re:.*mixer.*") == ["re:.*mixer.*"])
        #expect(try strangers("Conv1d") == ["Conv1d"])
        for text in [
            "lm_head", "model.embed_tokens", "model.layers.3.input_layernorm", "re:.*vision_model",
            "model.layers.40.x",
            "model.layers.0.mlp.gate", "re:.*shared_experts.*",
        ] {
            #expect(try strangers(text) == [], "\(text)")
        }
    }
}
