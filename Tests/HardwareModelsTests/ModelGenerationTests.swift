import Testing

@testable import HardwareModels

@Suite struct ModelGenerationTests {
    @Test func everyModelIsFoundWithALetterMissing() {
        for model in ModelCatalog.all {
            var name = model.name
            name.remove(at: name.index(after: name.startIndex))
            #expect(ModelCatalog.suggestions(for: name).contains(model.name), "\(name)")
        }
    }

    @Test(arguments: [
        ("Llama-3.1-8B-Instruct", "llama", "3.1"), ("meta-llama/Meta-Llama-3.1-8B", "llama", "3.1"),
        ("gemma-3n-E4B-it", "gemma", "3n"), ("Qwen3-Next-80B-A3B", "qwennext", "3"),
        ("DeepSeek-V3.2", "deepseek", "3.2"),
        ("Mixtral-8x7B-v0.1", "mixtral", "0.1"), ("gpt-oss-120b", "gptoss", ""),
        ("kimi-k2.5", "kimik", "2.5"),
        ("llama-3.1-8", "llama", "3.1"), ("Llama-4-Scout-17B-16E", "llamascout", "4"), ("", "", ""),
    ])
    func wordsAndVersion(name: String, letters: String, version: String) {
        let generation = ModelGeneration(name)
        #expect(String(decoding: generation.letters, as: UTF8.self) == letters)
        #expect(String(decoding: generation.version, as: UTF8.self) == version)
    }

    /// By messages: names of other architectures get no hint, misspelt ones do.
    @Test func hintsStayWithinAGeneration() {
        func hint(_ name: String) -> String {
            do throws(HardwareError) {
                return try ModelCatalog.model(named: name).name
            } catch { return error.description }
        }
        for name in [
            "gemma-4-31b", "gemma-3n-e4b", "qwen3-next-80b-a3b", "deepseek-v3.2", "deepseek-v4",
            "qwen3.5-27b", "kimi-k2.5",
            "llama-5-scout", "qwen3-coder-next-80b", "minimax-m3", "glm-5",
        ] {
            #expect(!hint(name).contains("Did you mean"), "\(hint(name))")
        }
        #expect(hint("lama-3.1-8") == "unknown model 'lama-3.1-8'. Did you mean Llama-3.1-8B?")
        #expect(hint("qwen3-7b").contains("Did you mean Qwen3-4B or Qwen3-8B?"))
        #expect(hint("gemma-3-28b").contains("gemma-3-27b"))
        #expect(hint("llama-4-maverik").contains("Llama-4-Maverick"))
    }
}
