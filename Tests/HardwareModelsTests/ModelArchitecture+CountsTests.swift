import Testing

@testable import HardwareModels

/// Counts that the makers published, in 1e9 parameters, and how far ours may be off: biases are left out (below 0.1 %),
/// and a rounded count is known to half of its last digit.
@Suite struct ModelArchitectureCountsTests {
    struct Published: Sendable, CustomStringConvertible {
        let name: String
        let billions: Double
        let tolerance: Double

        init(_ name: String, _ billions: Double, within tolerance: Double? = nil) {
            self.name = name
            self.billions = billions
            self.tolerance = tolerance ?? billions * 0.001
        }

        var description: String { name }
    }

    static let published: [Published] = [
        // "Model size" of the safetensors files on huggingface.co, to the parameter.
        Published("Llama-3.1-8B", 8.030261248), Published("Llama-3.1-70B", 70.553706496),
        Published("Llama-3.1-405B", 405.8533888), Published("Llama-3.2-1B", 1.2358144),
        Published("Llama-3.2-3B", 3.212749824), Published("Llama-2-7b", 6.738415616),
        Published("Llama-2-70b", 68.976648192), Published("Mistral-7B-v0.3", 7.248023552),
        Published("Mixtral-8x7B", 46.702792704), Published("Qwen2.5-0.5B", 0.494032768),
        Published("Qwen2.5-1.5B", 1.543714304), Published("Qwen2.5-3B", 3.085938688),
        Published("Qwen2.5-7B", 7.615616512), Published("Qwen2.5-14B", 14.770033664),
        Published("Qwen2.5-32B", 32.763876352), Published("Qwen2.5-72B", 72.706203648),
        Published("Qwen3-4B", 4.022468096), Published("Qwen3-8B", 8.19073536),
        Published("Qwen3-14B", 14.7683072), Published("Qwen3-32B", 32.762123264),
        Published("Qwen3-30B-A3B", 30.532122624), Published("Qwen3-235B-A22B", 235.09363456),
        Published("Qwen3-Coder-480B-A35B", 480.154875392), Published("Phi-3-mini-4k", 3.821079552),
        // Model cards: Qwen3 "0.6B" and "1.7B" with tied embeddings, Mixtral "141B", Llama-4 "109B" and "400B" with
        // their vision encoders of about 1B, gemma-3 (arXiv 2503.19786, Table 1): embedding and other parameters of
        // the language models, 1012M + 10759M and 1416M + 25600M.
        Published("Qwen3-0.6B", 0.6, within: 0.05), Published("Qwen3-1.7B", 1.7, within: 0.05),
        Published("Mixtral-8x22B", 141, within: 0.5), Published("Llama-4-Scout", 109, within: 1.5),
        Published("Llama-4-Maverick", 400, within: 1.5), Published("gemma-3-12b", 11.771),
        Published("gemma-3-27b", 27.016),
        // arXiv 2412.19437 (671B, without its second-token head), arXiv 2507.20534 (1.04T).
        Published("DeepSeek-V3", 671, within: 0.5), Published("DeepSeek-R1", 671, within: 0.5),
        Published("Kimi-K2", 1040, within: 15),
        // arXiv 2508.10925, Table 1.
        Published("gpt-oss-120b", 116.83, within: 0.05), Published("gpt-oss-20b", 20.91, within: 0.02),
    ]

    @Test(arguments: published) func isAsPublished(_ known: Published) throws {
        let count = Double(try ModelCatalog.model(named: known.name).parameters) / 1e9
        #expect(abs(count - known.billions) <= known.tolerance, "\(count)")
    }

    /// Of models without biases; SmolLM3 as its layers add up by hand, with its table of embeddings tied.
    @Test func normsMakeItExact() throws {
        let exact: [(name: String, count: Int64)] = [
            ("Llama-3.1-8B", 8_030_261_248), ("Llama-3.1-70B", 70_553_706_496),
            ("Llama-3.2-1B", 1_235_814_400),
            ("Llama-2-7b", 6_738_415_616), ("Mistral-7B-v0.3", 7_248_023_552),
            ("Mixtral-8x7B", 46_702_792_704), ("Qwen3-8B", 8_190_735_360), ("Qwen3-4B", 4_022_468_096),
            ("Qwen3-30B-A3B", 30_532_122_624), ("Qwen3-235B-A22B", 235_093_634_560),
        ]
        for (name, count) in exact {
            #expect(try ModelCatalog.model(named: name).parameters == count, "\(name)")
        }
        let smol = try ModelArchitecture(
            id: "s", name: "s", layers: 36, hiddenSize: 2048, heads: 16, kvHeads: 4, headDimension: 128,
            feedForwardSize: 11008, vocabularySize: 128_256, tiesEmbeddings: true, maxPositions: 65536)
        #expect(smol.parameters == 3_075_098_624)
    }

    @Test func everyModelIsChecked() throws {
        let checked = try Set(Self.published.map { try ModelCatalog.model(named: $0.name).parameters })
        for model in ModelCatalog.all where model != ModelCatalog.textbook {
            #expect(checked.contains(model.parameters), "\(model.name)")
        }
    }

    /// What a token is multiplied with, as the same sources give it: some count the embedding table, some do not.
    @Test(arguments: [
        Published("gpt-oss-120b", 5.13, within: 0.05), Published("gpt-oss-20b", 3.61, within: 0.05),
        Published("DeepSeek-V3", 37, within: 0.5), Published("Kimi-K2", 32.6, within: 0.05),
        Published("Mixtral-8x7B", 12.9, within: 0.1), Published("Qwen3-30B-A3B", 3.3, within: 0.05),
        Published("Qwen3-235B-A22B", 22, within: 0.5), Published("Llama-4-Scout", 17, within: 0.5),
        Published("Llama-4-Maverick", 17, within: 0.5),
    ]) func activeIsAsPublished(_ known: Published) throws {
        let model = try ModelCatalog.model(named: known.name)
        let count = Double(model.activeParameters) / 1e9
        let table = Double(model.vocabularySize * model.hiddenSize) / 1e9
        #expect(known.billions >= count - known.tolerance, "\(count)")
        #expect(known.billions <= count + table + known.tolerance, "\(count + table)")
    }
}
