import HardwareModels
import Testing

@Suite struct ModelArchitectureTests {
    /// Parameters in units of 1e9, from the model cards on Hugging Face (safetensors totals).
    static let published: [(String, Double)] = [
        ("Llama-3.1-8B", 8.03), ("Llama-3.1-70B", 70.55), ("Llama-3.1-405B", 405.85),
        ("Llama-3.2-1B", 1.236), ("Llama-3.2-3B", 3.213), ("Llama-2-7b", 6.738), ("Llama-2-70b", 68.98),
        ("Qwen3-0.6B", 0.596), ("Qwen3-1.7B", 1.721), ("Qwen3-4B", 4.022), ("Qwen3-8B", 8.191),
        ("Qwen3-14B", 14.768), ("Qwen3-32B", 32.762), ("Qwen2.5-0.5B", 0.494), ("Qwen2.5-1.5B", 1.544),
        ("Qwen2.5-3B", 3.086), ("Qwen2.5-7B", 7.616), ("Qwen2.5-14B", 14.770), ("Qwen2.5-32B", 32.764),
        ("Qwen2.5-72B", 72.706), ("Mistral-7B-v0.3", 7.248), ("Phi-3-mini-4k", 3.821),
        // The text model alone, without the 0.42e9 of the vision tower.
        ("gemma-3-12b", 11.766), ("gemma-3-27b", 27.009),
        ("Llama-3.1-405B-FP8", 405.85), ("Qwen3-30B-A3B", 30.53), ("Qwen3-Coder-30B-A3B", 30.53),
        ("Qwen3-235B-A22B", 235.09), ("Qwen3-235B-A22B-FP8", 235.09), ("Qwen3-Coder-480B-A35B", 480.15),
        ("Qwen3-Coder-480B-A35B-FP8", 480.15), ("Mixtral-8x7B", 46.70), ("Mixtral-8x22B", 140.62),
        // The main model, without the layer that predicts a second token.
        ("DeepSeek-V3", 671.03), ("DeepSeek-R1", 671.03), ("Kimi-K2", 1026.4),
        // OpenAI's model card: 20.9 and 116.8.
        ("gpt-oss-20b", 20.91), ("gpt-oss-120b", 116.83),
        // Llama-4's text models, without about 0.9e9 of vision.
        ("Llama-4-Scout", 107.77), ("Llama-4-Maverick", 400.71), ("Llama-4-Maverick-FP8", 400.71),
    ]

    @Test(arguments: published) func parametersAgreeWithTheModelCard(name: String, billions: Double) throws {
        let model = try ModelCatalog.model(named: name)
        #expect(agree(Double(model.parameters), billions * 1e9, within: 0.01))
    }

    @Test func everyPublishedModelIsCompared() {
        #expect(Self.published.count == ModelCatalog.all.count - 1)
    }

    @Test func llamaByHand() throws {
        let model = try ModelCatalog.model(named: "Llama-3.1-8B")
        // Queries and outputs 4096 x 4096 each, keys and values 4096 x 1024 each, 32 layers.
        #expect(model.attentionParameters == 32 * (2 * 4096 * 4096 + 2 * 4096 * 1024))
        #expect(model.feedForwardParameters == 32 * 3 * 4096 * 14336)
        #expect(model.embeddingParameters == 2 * 128_256 * 4096)
        #expect(model.weightBytes(.bf16) == 16_059_990_016)
        // 2 (keys, values) x 32 layers x 8 heads x 128 x 2 bytes.
        #expect(model.kvBytesPerToken(.bf16) == 131_072)
    }

    @Test func windowedLayersAreTheRest() throws {
        let gemma = try ModelCatalog.model(named: "gemma-3-12b")
        #expect(gemma.fullAttentionLayers == 8)
        #expect(gemma.windowedLayers == 40)
        let llama = try ModelCatalog.model(named: "Llama-3.1-8B")
        #expect(llama.fullAttentionLayers == 32)
        #expect(llama.windowedLayers == 0)
    }

    @Test func impossibleShapesAreRefused() throws {
        func make(
            layers: Int = 2, hidden: Int = 64, heads: Int = 4, kvHeads: Int = 2, window: Int? = nil,
            every: Int = 1, vocabulary: Int = 100
        ) throws(HardwareError) -> ModelArchitecture {
            try ModelArchitecture(
                id: "me/mine", name: "mine", layers: layers, hiddenSize: hidden, heads: heads,
                kvHeads: kvHeads, headDimension: 16, feedForwardSize: 128, vocabularySize: vocabulary,
                slidingWindow: window, fullAttentionEvery: every, maxPositions: 100)
        }
        #expect(try make().parameters > 0)
        #expect(throws: HardwareError.self) { try make(layers: 0) }
        #expect(throws: HardwareError.self) { try make(layers: .max) }
        #expect(throws: HardwareError.self) { try make(hidden: -1) }
        #expect(throws: HardwareError.self) { try make(heads: 4, kvHeads: 3) }
        #expect(throws: HardwareError.self) { try make(heads: 4, kvHeads: 8) }
        #expect(throws: HardwareError.self) { try make(window: 0) }
        #expect(throws: HardwareError.self) { try make(window: 128, every: 3) }
        #expect(throws: HardwareError.self) { try make(vocabulary: .min) }
        #expect(
            throws: HardwareError.outOfRange(
                subject: "mine", field: "number of KV heads", value: "3", allowed: "a divisor of the 4 heads")
        ) { try make(heads: 4, kvHeads: 3) }
    }

    @Test func largestShapeOverflowsNothing() throws {
        let model = try ModelArchitecture(
            id: "x", name: "x", layers: 10_000, hiddenSize: 1_000_000, heads: 4096, kvHeads: 4096,
            headDimension: 4096, feedForwardSize: 10_000_000, vocabularySize: 10_000_000,
            maxPositions: 1_000_000_000)
        #expect(model.parameters > 0)
        #expect(model.weightBytes(.bf16) > 0)
        #expect(model.kvBytesPerToken(.bf16) > 0)
        #expect(throws: HardwareError.self) {
            try MemoryPlan(model: model, device: DeviceCatalog.h100SXM, engine: .vllm)
        }
    }
}
