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
        #expect(try ModelCatalog.model(named: "meta-llama/Llama-3.3-70B-Instruct").name == "Llama-3.1-70B")
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
                normalizesQueriesAndKeys: model.normalizesQueriesAndKeys, extraNorms: model.extraNorms,
                tiesEmbeddings: model.tiesEmbeddings, maxPositions: model.maxPositions)
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

    @Test(arguments: [
        "openai/gpt-oss-20b", "Qwen3-30B-A3B", "Qwen/Qwen3-Coder-480B-A35B-Instruct-FP8",
        "mixtral-8x7b-instruct-v0.1", "DeepSeek-R1",
    ])
    func mixturesAreKnownButNotSupported(name: String) {
        #expect(message(name).hasSuffix("is not supported yet: mixture of experts"))
    }

    static let file = ReferenceVectorsTests.file.deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("data/models.csv")

    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: file.path), "needs ../shared/data or WATTLINE_SHARED"))
    func everyDenseModelOfTheTableIsHere() throws {
        let lines = try String(contentsOf: Self.file, encoding: .utf8).split(whereSeparator: \.isNewline)
        let header = lines[0].split(separator: ",").map(String.init)
        var dense = 0
        for line in lines.dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let row = Dictionary(uniqueKeysWithValues: zip(header, cells))
            func number(_ key: String) throws -> Int { try #require(Int(row[key] ?? "")) }
            let id = try #require(row["id"])
            guard try number("experts") == 0 else {
                #expect(message(id).hasSuffix("is not supported yet: mixture of experts"))
                continue
            }
            dense += 1
            let model = try ModelCatalog.model(named: id)
            #expect(model.id == id)
            #expect(try model.layers == number("layers"))
            #expect(try model.hiddenSize == number("hidden"))
            #expect(try model.heads == number("heads"))
            #expect(try model.kvHeads == number("kv_heads"))
            #expect(try model.headDimension == number("head_dim"))
            #expect(try model.feedForwardSize == number("ffn_intermediate"))
            #expect(try model.vocabularySize == number("vocab"))
            #expect(try (model.slidingWindow ?? 0) == number("sliding_window"))
            #expect(try model.fullAttentionEvery == max(1, number("full_attention_every")))
            #expect(try model.normalizesQueriesAndKeys == (number("qk_norm") == 1))
            #expect(try model.tiesEmbeddings == (number("tied_embeddings") == 1))
            #expect(try model.maxPositions == number("max_positions"))
        }
        #expect(dense == ModelCatalog.all.count - 1)
    }

    private func message(_ name: String) -> String {
        do throws(HardwareError) {
            return "found \(try ModelCatalog.model(named: name).name)"
        } catch {
            return error.description
        }
    }
}
