/// The dense models; every number is from the model's own `config.json` on Hugging Face.
extension ModelCatalog {
    static let dense: [ModelArchitecture] = [
        ModelArchitecture(
            known: "google/gemma-3-12b-it", name: "gemma-3-12b", layers: 48, hiddenSize: 3840, heads: 16,
            kvHeads: 8, headDimension: 256, feedForwardSize: 15360, vocabularySize: 262208,
            slidingWindow: 1024, fullAttentionEvery: 6, normalizesQueriesAndKeys: true, extraNorms: 2,
            tiesEmbeddings: true, maxPositions: 131072),
        ModelArchitecture(
            known: "google/gemma-3-27b-it", name: "gemma-3-27b", layers: 62, hiddenSize: 5376, heads: 32,
            kvHeads: 16, headDimension: 128, feedForwardSize: 21504, vocabularySize: 262208,
            slidingWindow: 1024, fullAttentionEvery: 6, normalizesQueriesAndKeys: true, extraNorms: 2,
            tiesEmbeddings: true, maxPositions: 131072),
        ModelArchitecture(
            known: "meta-llama/Llama-2-70b-hf", name: "Llama-2-70b", layers: 80, hiddenSize: 8192, heads: 64,
            kvHeads: 8, headDimension: 128, feedForwardSize: 28672, vocabularySize: 32000, maxPositions: 4096),
        ModelArchitecture(
            known: "meta-llama/Llama-2-7b-hf", name: "Llama-2-7b", layers: 32, hiddenSize: 4096, heads: 32,
            kvHeads: 32, headDimension: 128, feedForwardSize: 11008, vocabularySize: 32000, maxPositions: 4096
        ),
        ModelArchitecture(
            known: "meta-llama/Llama-3.2-1B", name: "Llama-3.2-1B", layers: 16, hiddenSize: 2048, heads: 32,
            kvHeads: 8, headDimension: 64, feedForwardSize: 8192, vocabularySize: 128256,
            tiesEmbeddings: true, maxPositions: 131072),
        ModelArchitecture(
            known: "meta-llama/Llama-3.2-3B", name: "Llama-3.2-3B", layers: 28, hiddenSize: 3072, heads: 24,
            kvHeads: 8, headDimension: 128, feedForwardSize: 8192, vocabularySize: 128256,
            tiesEmbeddings: true, maxPositions: 131072),
        ModelArchitecture(
            known: "meta-llama/Meta-Llama-3.1-405B", name: "Llama-3.1-405B", layers: 126, hiddenSize: 16384,
            heads: 128, kvHeads: 8, headDimension: 128, feedForwardSize: 53248, vocabularySize: 128256,
            maxPositions: 131072),
        ModelArchitecture(
            known: "meta-llama/Llama-3.1-405B-Instruct-FP8", name: "Llama-3.1-405B-FP8", layers: 126,
            hiddenSize: 16384, heads: 128, kvHeads: 8, headDimension: 128, feedForwardSize: 53248,
            vocabularySize: 128256, maxPositions: 131072, publishedFormat: .fp8.limited(to: .feedForward)),
        ModelArchitecture(
            known: "meta-llama/Meta-Llama-3.1-70B", name: "Llama-3.1-70B", layers: 80, hiddenSize: 8192,
            heads: 64, kvHeads: 8, headDimension: 128, feedForwardSize: 28672, vocabularySize: 128256,
            maxPositions: 131072),
        ModelArchitecture(
            known: "meta-llama/Meta-Llama-3.1-8B", name: "Llama-3.1-8B", layers: 32, hiddenSize: 4096,
            heads: 32, kvHeads: 8, headDimension: 128, feedForwardSize: 14336, vocabularySize: 128256,
            maxPositions: 131072),
        ModelArchitecture(
            known: "microsoft/Phi-3-mini-4k-instruct", name: "Phi-3-mini-4k", layers: 32, hiddenSize: 3072,
            heads: 32, kvHeads: 32, headDimension: 96, feedForwardSize: 8192, vocabularySize: 32064,
            maxPositions: 4096),
        ModelArchitecture(
            known: "mistralai/Mistral-7B-Instruct-v0.3", name: "Mistral-7B-v0.3", layers: 32,
            hiddenSize: 4096, heads: 32, kvHeads: 8, headDimension: 128, feedForwardSize: 14336,
            vocabularySize: 32768, maxPositions: 32768),
        ModelArchitecture(
            known: "Qwen/Qwen2.5-0.5B-Instruct", name: "Qwen2.5-0.5B", layers: 24, hiddenSize: 896, heads: 14,
            kvHeads: 2, headDimension: 64, feedForwardSize: 4864, vocabularySize: 151936,
            tiesEmbeddings: true, maxPositions: 32768),
        ModelArchitecture(
            known: "Qwen/Qwen2.5-1.5B-Instruct", name: "Qwen2.5-1.5B", layers: 28, hiddenSize: 1536,
            heads: 12, kvHeads: 2, headDimension: 128, feedForwardSize: 8960, vocabularySize: 151936,
            tiesEmbeddings: true, maxPositions: 32768),
        ModelArchitecture(
            known: "Qwen/Qwen2.5-14B-Instruct", name: "Qwen2.5-14B", layers: 48, hiddenSize: 5120, heads: 40,
            kvHeads: 8, headDimension: 128, feedForwardSize: 13824, vocabularySize: 152064,
            maxPositions: 32768),
        ModelArchitecture(
            known: "Qwen/Qwen2.5-32B-Instruct", name: "Qwen2.5-32B", layers: 64, hiddenSize: 5120, heads: 40,
            kvHeads: 8, headDimension: 128, feedForwardSize: 27648, vocabularySize: 152064,
            maxPositions: 32768),
        ModelArchitecture(
            known: "Qwen/Qwen2.5-3B-Instruct", name: "Qwen2.5-3B", layers: 36, hiddenSize: 2048, heads: 16,
            kvHeads: 2, headDimension: 128, feedForwardSize: 11008, vocabularySize: 151936,
            tiesEmbeddings: true, maxPositions: 32768),
        ModelArchitecture(
            known: "Qwen/Qwen2.5-72B-Instruct", name: "Qwen2.5-72B", layers: 80, hiddenSize: 8192, heads: 64,
            kvHeads: 8, headDimension: 128, feedForwardSize: 29568, vocabularySize: 152064,
            maxPositions: 32768),
        ModelArchitecture(
            known: "Qwen/Qwen2.5-7B-Instruct", name: "Qwen2.5-7B", layers: 28, hiddenSize: 3584, heads: 28,
            kvHeads: 4, headDimension: 128, feedForwardSize: 18944, vocabularySize: 152064,
            maxPositions: 32768),
        ModelArchitecture(
            known: "Qwen/Qwen3-0.6B", name: "Qwen3-0.6B", layers: 28, hiddenSize: 1024, heads: 16, kvHeads: 8,
            headDimension: 128, feedForwardSize: 3072, vocabularySize: 151936, normalizesQueriesAndKeys: true,
            tiesEmbeddings: true, maxPositions: 40960),
        ModelArchitecture(
            known: "Qwen/Qwen3-1.7B", name: "Qwen3-1.7B", layers: 28, hiddenSize: 2048, heads: 16, kvHeads: 8,
            headDimension: 128, feedForwardSize: 6144, vocabularySize: 151936, normalizesQueriesAndKeys: true,
            tiesEmbeddings: true, maxPositions: 40960),
        ModelArchitecture(
            known: "Qwen/Qwen3-14B", name: "Qwen3-14B", layers: 40, hiddenSize: 5120, heads: 40, kvHeads: 8,
            headDimension: 128, feedForwardSize: 17408, vocabularySize: 151936,
            normalizesQueriesAndKeys: true, maxPositions: 40960),
        ModelArchitecture(
            known: "Qwen/Qwen3-32B", name: "Qwen3-32B", layers: 64, hiddenSize: 5120, heads: 64, kvHeads: 8,
            headDimension: 128, feedForwardSize: 25600, vocabularySize: 151936,
            normalizesQueriesAndKeys: true, maxPositions: 40960),
        ModelArchitecture(
            known: "Qwen/Qwen3-4B", name: "Qwen3-4B", layers: 36, hiddenSize: 2560, heads: 32, kvHeads: 8,
            headDimension: 128, feedForwardSize: 9728, vocabularySize: 151936, normalizesQueriesAndKeys: true,
            tiesEmbeddings: true, maxPositions: 40960),
        ModelArchitecture(
            known: "Qwen/Qwen3-8B", name: "Qwen3-8B", layers: 36, hiddenSize: 4096, heads: 32, kvHeads: 8,
            headDimension: 128, feedForwardSize: 12288, vocabularySize: 151936,
            normalizesQueriesAndKeys: true, maxPositions: 40960),
    ]

    /// An imaginary model of round numbers, for working answers out by hand.
    ///
    /// A layer has 48e6 attention and 192e6 feed-forward parameters, so 25 layers have 6e9; the embedding table and
    /// the output head have 0.5e9 each: 7e9 together. A token's keys and values take 25 x 2 x 20 x 100 x 2 bytes =
    /// 200 kB.
    static let textbook = ModelArchitecture(
        known: "textbook-7b", name: "textbook-7b", layers: 25, hiddenSize: 4000, heads: 40, kvHeads: 20,
        headDimension: 100, feedForwardSize: 16000, vocabularySize: 125_000, maxPositions: 100_000)
}
