import Foundation
import Testing

@testable import HardwareModels

@Suite struct ModelCatalogTests {
    @Test(arguments: [
        "meta-llama/Meta-Llama-3.1-8B", "Meta-Llama-3.1-8B", "Llama-3.1-8B", "llama_3.1_8b",
        "meta-llama/Llama-3.1-8B-Instruct", "LLAMA-3.1-8B-INSTRUCT",
    ])
    func llamaByManyNames(name: String) throws {
        #expect(try ModelCatalog.model(named: name).id == "meta-llama/Meta-Llama-3.1-8B")
    }

    @Test func tunedModelsShareAShape() throws {
        #expect(try ModelCatalog.model(named: "google/gemma-3-27b-it").name == "gemma-3-27b")
        #expect(try ModelCatalog.model(named: "Llama-2-7b-chat-hf").name == "Llama-2-7b")
        for (name, shape) in [
            ("meta-llama/Llama-3.3-70B-Instruct", "Llama-3.1-70B"),
            ("meta-llama/Meta-Llama-3-8B", "Llama-3.1-8B"),
            ("deepseek-ai/DeepSeek-V3.1", "DeepSeek-V3"), ("deepseek-ai/DeepSeek-R1-0528", "DeepSeek-R1"),
            ("deepseek-ai/DeepSeek-R1-Distill-Llama-70B", "Llama-3.1-70B"),
            ("deepseek-ai/DeepSeek-R1-Distill-Qwen-14B", "Qwen2.5-14B"), ("Qwen/QwQ-32B", "Qwen2.5-32B"),
        ] {
            #expect(try ModelCatalog.model(named: name).name == shape)
        }
        #expect(try ModelCatalog.model(named: "Qwen/Qwen2.5-7B").name == "Qwen2.5-7B")
    }

    @Test func everyNameAndIdFindsItsModel() throws {
        for model in ModelCatalog.all {
            #expect(try ModelCatalog.model(named: model.id) == model)
            #expect(try ModelCatalog.model(named: model.name) == model)
        }
    }

    @Test func everyEntryIsAPossibleShape() throws {
        for model in ModelCatalog.all {
            let again = try ModelArchitecture(
                id: model.id, name: model.name, layers: model.layers, hiddenSize: model.hiddenSize,
                heads: model.heads, kvHeads: model.kvHeads, headDimension: model.headDimension,
                feedForwardSize: model.feedForwardSize, vocabularySize: model.vocabularySize,
                slidingWindow: model.slidingWindow, fullAttentionEvery: model.fullAttentionEvery,
                fullAttentionCount: model.fullAttentionCount, chunksAttention: model.chunksAttention,
                normalizesQueriesAndKeys: model.normalizesQueriesAndKeys, extraNorms: model.extraNorms,
                tiesEmbeddings: model.tiesEmbeddings, maxPositions: model.maxPositions,
                mixture: model.mixture, latentAttention: model.latentAttention,
                publishedFormat: model.publishedFormat)
            #expect(again == model)
        }
    }

    @Test func nearMissIsAnswered() {
        #expect(message("llama-3.1-8") == "unknown model 'llama-3.1-8'. Did you mean Llama-3.1-8B?")
        #expect(message("meta-llama/Llama-3.1-8C").contains("Did you mean Llama-3.1-8B?"))
        #expect(message("zzz") == "unknown model 'zzz'. See 'wattline list models'")
        #expect(message("") == "unknown model ''. See 'wattline list models'")
        #expect(message("a/").hasPrefix("unknown model"))
        #expect(message(String(repeating: "x", count: 100_000)).utf8.count < 200)
    }

    static let file = ReferenceVectorsTests.file.deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("data/models.csv")

    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: file.path), "needs ../shared/data or WATTLINE_SHARED"))
    func everyModelOfTheTableIsHere() throws {
        let lines = try String(contentsOf: Self.file, encoding: .utf8).split(whereSeparator: \.isNewline)
        let header = lines[0].split(separator: ",").map(String.init)
        var compared = 0
        for line in lines.dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let row = Dictionary(uniqueKeysWithValues: zip(header, cells))
            func number(_ key: String) throws -> Int { try #require(Int(row[key] ?? "")) }
            let id = try #require(row["id"])
            compared += 1
            let model = try ModelCatalog.model(named: id)
            #expect(model.id == id)
            #expect(try model.layers == number("layers"))
            #expect(try model.hiddenSize == number("hidden"))
            #expect(try model.heads == number("heads"))
            #expect(try model.kvHeads == number("kv_heads"))
            #expect(try model.vocabularySize == number("vocab"))
            #expect(try model.normalizesQueriesAndKeys == (number("qk_norm") == 1))
            #expect(try model.tiesEmbeddings == (number("tied_embeddings") == 1))
            #expect(try model.maxPositions == number("max_positions"))
            // The table gives 0 for a block that no layer has.
            if try number("ffn_intermediate") > 0 {
                #expect(try model.feedForwardSize == number("ffn_intermediate"))
            }
            // Its head dimension of latent attention is hidden size over heads, which no matrix has.
            if model.latentAttention == nil { #expect(try model.headDimension == number("head_dim")) }
            // Llama-4's chunks are not in the table.
            if !id.contains("Llama-4") {
                #expect(try (model.slidingWindow ?? 0) == number("sliding_window"))
                #expect(try model.fullAttentionEvery == max(1, number("full_attention_every")))
            }
            #expect(try (model.mixture?.experts ?? 0) == number("experts"))
            #expect(try (model.mixture?.expertsPerToken ?? 0) == number("experts_per_token"))
            #expect(try (model.mixture?.expertSize ?? 0) == number("moe_intermediate"))
            #expect(try (model.mixture?.sharedExpertSize ?? 0) == number("shared_expert_intermediate"))
            #expect(try (model.mixture?.denseLayers ?? 0) == number("dense_layers"))
            #expect(try (model.mixture?.every ?? 0) == number("moe_every"))
            #expect(try (model.latentAttention?.kvRank ?? 0) == number("mla_kv_lora_rank"))
            #expect(try (model.latentAttention?.queryRank ?? 0) == number("mla_q_lora_rank"))
            #expect(try (model.latentAttention?.ropeDimension ?? 0) == number("mla_rope_dim"))
        }
        #expect(compared == 37)
    }

    private func message(_ name: String) -> String {
        do throws(HardwareError) {
            return "found \(try ModelCatalog.model(named: name).name)"
        } catch {
            return error.description
        }
    }
}
