/// The mixtures of experts; every number is from the model's own `config.json` on Hugging Face.
///
/// gpt-oss leaves out its biases and attention sinks (below 0.1 % of the parameters). Llama-4's layers that attend
/// within chunks of 8192 tokens count as a sliding window of that length: at most twice what they read, and equal
/// up to 8192 tokens. Vision towers are left out.
extension ModelCatalog {
    static let mixtures: [ModelArchitecture] = [
        deepSeek("deepseek-ai/DeepSeek-R1", "DeepSeek-R1"),
        deepSeek("deepseek-ai/DeepSeek-V3", "DeepSeek-V3"),
        llama4("meta-llama/Llama-4-Maverick-17B-128E-Instruct", "Llama-4-Maverick", maverick, 1_048_576),
        // Meta's FP8 checkpoint quantises the routed experts alone.
        llama4(
            "meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8", "Llama-4-Maverick-FP8", maverick, 1_048_576,
            .fp8.limited(to: .experts)),
        llama4(
            "meta-llama/Llama-4-Scout-17B-16E-Instruct", "Llama-4-Scout",
            MixtureOfExperts(experts: 16, expertsPerToken: 1, expertSize: 8192, sharedExpertSize: 8192),
            10_485_760),
        ModelArchitecture(
            known: "mistralai/Mixtral-8x22B-v0.1", name: "Mixtral-8x22B", layers: 56, hiddenSize: 6144,
            heads: 48,
            kvHeads: 8, headDimension: 128, feedForwardSize: 16384, vocabularySize: 32000,
            maxPositions: 65536,
            mixture: MixtureOfExperts(experts: 8, expertsPerToken: 2, expertSize: 16384)),
        ModelArchitecture(
            known: "mistralai/Mixtral-8x7B-v0.1", name: "Mixtral-8x7B", layers: 32, hiddenSize: 4096,
            heads: 32,
            kvHeads: 8, headDimension: 128, feedForwardSize: 14336, vocabularySize: 32000,
            maxPositions: 32768,
            mixture: MixtureOfExperts(experts: 8, expertsPerToken: 2, expertSize: 14336)),
        ModelArchitecture(
            known: "moonshotai/Kimi-K2-Instruct", name: "Kimi-K2", layers: 61, hiddenSize: 7168, heads: 64,
            kvHeads: 64, headDimension: 128, feedForwardSize: 18432, vocabularySize: 163_840,
            maxPositions: 131072,
            mixture: MixtureOfExperts(
                experts: 384, expertsPerToken: 8, expertSize: 2048, sharedExpertSize: 2048, denseLayers: 1),
            latentAttention: latent, publishedFormat: .fp8Block),
        gptOSS("openai/gpt-oss-120b", "gpt-oss-120b", layers: 36, experts: 128),
        gptOSS("openai/gpt-oss-20b", "gpt-oss-20b", layers: 24, experts: 32),
        qwen("Qwen/Qwen3-235B-A22B", "Qwen3-235B-A22B", .bf16, big, 94, 4096, 64, 12288, 40960),
        qwen("Qwen/Qwen3-235B-A22B-FP8", "Qwen3-235B-A22B-FP8", .fp8Block, big, 94, 4096, 64, 12288, 40960),
        qwen("Qwen/Qwen3-30B-A3B", "Qwen3-30B-A3B", .bf16, small, 48, 2048, 32, 6144, 40960),
        qwen(
            "Qwen/Qwen3-Coder-30B-A3B-Instruct", "Qwen3-Coder-30B-A3B", .bf16, small, 48, 2048, 32, 6144,
            262_144),
        qwen(
            "Qwen/Qwen3-Coder-480B-A35B-Instruct", "Qwen3-Coder-480B-A35B", .bf16, coder, 62, 6144, 96, 8192,
            262_144, kvHeads: 8),
        qwen(
            "Qwen/Qwen3-Coder-480B-A35B-Instruct-FP8", "Qwen3-Coder-480B-A35B-FP8", .fp8Block, coder, 62,
            6144, 96,
            8192, 262_144, kvHeads: 8),
    ]

    private static let maverick = MixtureOfExperts(
        experts: 128, expertsPerToken: 1, expertSize: 8192, sharedExpertSize: 8192, every: 2)
    private static let big = MixtureOfExperts(experts: 128, expertsPerToken: 8, expertSize: 1536)
    private static let small = MixtureOfExperts(experts: 128, expertsPerToken: 8, expertSize: 768)
    private static let coder = MixtureOfExperts(experts: 160, expertsPerToken: 8, expertSize: 2560)
    private static let latent = LatentAttention(
        kvRank: 512, queryRank: 1536, ropeDimension: 64, plainDimension: 128, valueDimension: 128)

    private static func deepSeek(_ id: String, _ name: String) -> ModelArchitecture {
        ModelArchitecture(
            known: id, name: name, layers: 61, hiddenSize: 7168, heads: 128, kvHeads: 128, headDimension: 128,
            feedForwardSize: 18432, vocabularySize: 129_280, maxPositions: 163_840,
            mixture: MixtureOfExperts(
                experts: 256, expertsPerToken: 8, expertSize: 2048, sharedExpertSize: 2048, denseLayers: 3),
            latentAttention: latent, publishedFormat: .fp8Block)
    }

    private static func llama4(
        _ id: String, _ name: String, _ mixture: MixtureOfExperts, _ maxPositions: Int,
        _ format: QuantizationFormat = .bf16
    ) -> ModelArchitecture {
        ModelArchitecture(
            known: id, name: name, layers: 48, hiddenSize: 5120, heads: 40, kvHeads: 8, headDimension: 128,
            feedForwardSize: 16384, vocabularySize: 202_048, slidingWindow: 8192, fullAttentionEvery: 4,
            chunksAttention: true, normalizesQueriesAndKeys: true, maxPositions: maxPositions,
            mixture: mixture,
            publishedFormat: format)
    }

    private static func gptOSS(_ id: String, _ name: String, layers: Int, experts: Int) -> ModelArchitecture {
        ModelArchitecture(
            known: id, name: name, layers: layers, hiddenSize: 2880, heads: 64, kvHeads: 8, headDimension: 64,
            feedForwardSize: 2880, vocabularySize: 201_088, slidingWindow: 128, fullAttentionEvery: 2,
            maxPositions: 131072,
            mixture: MixtureOfExperts(experts: experts, expertsPerToken: 4, expertSize: 2880),
            publishedFormat: .mxfp4)
    }

    private static func qwen(
        _ id: String, _ name: String, _ format: QuantizationFormat, _ mixture: MixtureOfExperts,
        _ layers: Int,
        _ hiddenSize: Int, _ heads: Int, _ feedForwardSize: Int, _ maxPositions: Int, kvHeads: Int = 4
    ) -> ModelArchitecture {
        ModelArchitecture(
            known: id, name: name, layers: layers, hiddenSize: hiddenSize, heads: heads, kvHeads: kvHeads,
            headDimension: 128, feedForwardSize: feedForwardSize, vocabularySize: 151_936,
            normalizesQueriesAndKeys: true, maxPositions: maxPositions, mixture: mixture,
            publishedFormat: format)
    }
}
