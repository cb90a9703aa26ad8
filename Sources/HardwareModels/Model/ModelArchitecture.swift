/// The shape of a decoder-only transformer: all that time and energy depend on.
///
/// Names follow Hugging Face's `config.json`. Biases are left out of every count, norm weights of every one of bytes:
/// together they are below 0.1 % of the parameters.
public struct ModelArchitecture: Hashable, Sendable {
    /// The full id, such as `meta-llama/Meta-Llama-3.1-8B`.
    public let id: String
    /// The short name that results and messages print.
    public let name: String
    public let layers: Int
    /// Width of the residual stream.
    public let hiddenSize: Int
    /// Query heads.
    public let heads: Int
    /// Key and value heads; fewer than `heads` under grouped-query attention.
    public let kvHeads: Int
    public let headDimension: Int
    /// Width of the gated feed-forward block (three matrices) of layers without experts.
    public let feedForwardSize: Int
    public let vocabularySize: Int
    /// Tokens that a windowed layer sees; nil where every layer sees all.
    public let slidingWindow: Int?
    /// One of so many layers has full attention, the others `slidingWindow`; 1 where there is no window.
    public let fullAttentionEvery: Int
    /// Layers with full attention, where they are not one of every `fullAttentionEvery`; nil where they are.
    public let fullAttentionCount: Int?
    /// Whether the window is a chunk of fixed borders (Llama 4) and not one that slides.
    public let chunksAttention: Bool
    /// Whether queries and keys are normalised (one kernel more a layer).
    public let normalizesQueriesAndKeys: Bool
    /// Norm kernels a layer beyond the usual two (gemma: 2).
    public let extraNorms: Int
    /// Whether the output head is the embedding table.
    public let tiesEmbeddings: Bool
    /// The longest context the model was made for.
    public let maxPositions: Int
    /// Experts in place of a feed-forward block; nil in a dense model.
    public let mixture: MixtureOfExperts?
    /// A compressed KV cache; nil where keys and values are kept as they are.
    public let latentAttention: LatentAttention?
    /// Parameters of an encoder of pictures beside the language model: loaded whether or not pictures come, in 16 bits.
    public let visionParameters: Int
    /// The format the weights were published in.
    public let publishedFormat: QuantizationFormat

    /// A model of the user's own.
    ///
    /// - Throws: ``HardwareError/outOfRange(subject:field:value:allowed:)`` for a dimension that no model has:
    ///   the bounds keep every derived count inside `Int64`.
    public init(
        id: String, name: String, layers: Int, hiddenSize: Int, heads: Int, kvHeads: Int, headDimension: Int,
        feedForwardSize: Int, vocabularySize: Int, slidingWindow: Int? = nil, fullAttentionEvery: Int = 1,
        fullAttentionCount: Int? = nil, chunksAttention: Bool = false, normalizesQueriesAndKeys: Bool = false,
        extraNorms: Int = 0,
        tiesEmbeddings: Bool = false,
        maxPositions: Int, mixture: MixtureOfExperts? = nil, latentAttention: LatentAttention? = nil,
        visionParameters: Int = 0, publishedFormat: QuantizationFormat = .bf16
    ) throws(HardwareError) {
        func check(_ field: String, _ value: Int, _ range: ClosedRange<Int>) throws(HardwareError) {
            guard range.contains(value) else {
                throw HardwareError.outOfRange(
                    subject: name, field: field, value: String(value),
                    allowed: "\(range.lowerBound) to \(range.upperBound)")
            }
        }
        try check("number of layers", layers, 1...10_000)
        try check("hidden size", hiddenSize, 1...1_000_000)
        try check("number of heads", heads, 1...4096)
        try check("number of KV heads", kvHeads, 1...heads)
        try check("head dimension", headDimension, 1...4096)
        try check("feed-forward size", feedForwardSize, 1...10_000_000)
        try check("vocabulary size", vocabularySize, 1...10_000_000)
        try check("sliding window", slidingWindow ?? 1, 1...1_000_000_000)
        try check("full attention interval", fullAttentionEvery, 1...layers)
        try check("number of full attention layers", fullAttentionCount ?? 0, 0...layers)
        try check("number of extra norms", extraNorms, 0...16)
        try check("number of positions", maxPositions, 1...1_000_000_000)
        try check("parameters of a vision tower", visionParameters, 0...1_000_000_000_000)
        try mixture?.validate(name, layers: layers)
        try latentAttention?.validate(name)
        guard heads % kvHeads == 0 else {
            throw HardwareError.outOfRange(
                subject: name, field: "number of KV heads", value: String(kvHeads),
                allowed: "a divisor of the \(heads) heads")
        }
        self.init(
            known: id, name: name, layers: layers, hiddenSize: hiddenSize, heads: heads, kvHeads: kvHeads,
            headDimension: headDimension, feedForwardSize: feedForwardSize, vocabularySize: vocabularySize,
            slidingWindow: slidingWindow, fullAttentionEvery: fullAttentionEvery,
            fullAttentionCount: fullAttentionCount, chunksAttention: chunksAttention,
            normalizesQueriesAndKeys: normalizesQueriesAndKeys, extraNorms: extraNorms,
            tiesEmbeddings: tiesEmbeddings, maxPositions: maxPositions, mixture: mixture,
            latentAttention: latentAttention, visionParameters: visionParameters,
            publishedFormat: publishedFormat)
    }

    /// For the catalog, whose entries a test checks against the bounds above.
    init(
        known id: String, name: String, layers: Int, hiddenSize: Int, heads: Int, kvHeads: Int,
        headDimension: Int, feedForwardSize: Int, vocabularySize: Int, slidingWindow: Int? = nil,
        fullAttentionEvery: Int = 1, fullAttentionCount: Int? = nil, chunksAttention: Bool = false,
        normalizesQueriesAndKeys: Bool = false,
        extraNorms: Int = 0,
        tiesEmbeddings: Bool = false, maxPositions: Int, mixture: MixtureOfExperts? = nil,
        latentAttention: LatentAttention? = nil, visionParameters: Int = 0,
        publishedFormat: QuantizationFormat = .bf16
    ) {
        self.id = id
        self.name = name
        self.layers = layers
        self.hiddenSize = hiddenSize
        self.heads = heads
        self.kvHeads = kvHeads
        self.headDimension = headDimension
        self.feedForwardSize = feedForwardSize
        self.vocabularySize = vocabularySize
        self.slidingWindow = slidingWindow
        self.fullAttentionEvery = fullAttentionEvery
        self.fullAttentionCount = fullAttentionCount
        self.chunksAttention = chunksAttention
        self.normalizesQueriesAndKeys = normalizesQueriesAndKeys
        self.extraNorms = extraNorms
        self.tiesEmbeddings = tiesEmbeddings
        self.maxPositions = maxPositions
        self.mixture = mixture
        self.latentAttention = latentAttention
        self.visionParameters = visionParameters
        self.publishedFormat = publishedFormat
    }
}
