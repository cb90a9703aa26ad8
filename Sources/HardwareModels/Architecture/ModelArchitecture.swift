/// The shape of a dense decoder-only transformer: all that time and energy depend on.
///
/// Names follow Hugging Face's `config.json`. Norm weights and biases are left out of every count: together they
/// are below 0.1 % of the parameters.
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
    /// Width of the gated feed-forward block (three matrices).
    public let feedForwardSize: Int
    public let vocabularySize: Int
    /// Tokens that a windowed layer sees; nil where every layer sees all.
    public let slidingWindow: Int?
    /// One of so many layers has full attention, the others `slidingWindow`; 1 where there is no window.
    public let fullAttentionEvery: Int
    /// Whether queries and keys are normalised (one kernel more a layer).
    public let normalizesQueriesAndKeys: Bool
    /// Norm kernels a layer beyond the usual two (gemma: 2).
    public let extraNorms: Int
    /// Whether the output head is the embedding table.
    public let tiesEmbeddings: Bool
    /// The longest context the model was made for.
    public let maxPositions: Int

    /// A model of the user's own.
    ///
    /// - Throws: ``HardwareError/outOfRange(subject:field:value:allowed:)`` for a dimension that no model has:
    ///   the bounds keep every derived count inside `Int64`.
    public init(
        id: String, name: String, layers: Int, hiddenSize: Int, heads: Int, kvHeads: Int, headDimension: Int,
        feedForwardSize: Int, vocabularySize: Int, slidingWindow: Int? = nil, fullAttentionEvery: Int = 1,
        normalizesQueriesAndKeys: Bool = false, extraNorms: Int = 0, tiesEmbeddings: Bool = false,
        maxPositions: Int
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
        try check("number of extra norms", extraNorms, 0...16)
        try check("number of positions", maxPositions, 1...1_000_000_000)
        guard heads % kvHeads == 0 else {
            throw HardwareError.outOfRange(
                subject: name, field: "number of KV heads", value: String(kvHeads),
                allowed: "a divisor of the \(heads) heads")
        }
        self.init(
            known: id, name: name, layers: layers, hiddenSize: hiddenSize, heads: heads, kvHeads: kvHeads,
            headDimension: headDimension, feedForwardSize: feedForwardSize, vocabularySize: vocabularySize,
            slidingWindow: slidingWindow, fullAttentionEvery: fullAttentionEvery,
            normalizesQueriesAndKeys: normalizesQueriesAndKeys, extraNorms: extraNorms,
            tiesEmbeddings: tiesEmbeddings, maxPositions: maxPositions)
    }

    /// For the catalog, whose entries a test checks against the bounds above.
    init(
        known id: String, name: String, layers: Int, hiddenSize: Int, heads: Int, kvHeads: Int,
        headDimension: Int, feedForwardSize: Int, vocabularySize: Int, slidingWindow: Int? = nil,
        fullAttentionEvery: Int = 1, normalizesQueriesAndKeys: Bool = false, extraNorms: Int = 0,
        tiesEmbeddings: Bool = false, maxPositions: Int
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
        self.normalizesQueriesAndKeys = normalizesQueriesAndKeys
        self.extraNorms = extraNorms
        self.tiesEmbeddings = tiesEmbeddings
        self.maxPositions = maxPositions
    }
}

extension ModelArchitecture {
    /// Parameters of the query, key, value and output projections, all layers.
    public var attentionParameters: Int64 {
        let queries = Int64(heads) * Int64(headDimension)
        let keysAndValues = 2 * Int64(kvHeads) * Int64(headDimension)
        return Int64(layers) * Int64(hiddenSize) * (2 * queries + keysAndValues)
    }

    /// Parameters of the gate, up and down projections, all layers.
    public var feedForwardParameters: Int64 {
        3 * Int64(layers) * Int64(hiddenSize) * Int64(feedForwardSize)
    }

    /// Parameters of the embedding table, and of the output head where that is a table of its own.
    public var embeddingParameters: Int64 {
        (tiesEmbeddings ? 1 : 2) * Int64(vocabularySize) * Int64(hiddenSize)
    }

    /// All parameters.
    public var parameters: Int64 { attentionParameters + feedForwardParameters + embeddingParameters }

    /// Layers that read the whole context. A fraction where the interval does not divide the layers: the mean
    /// pattern, as in the reference that the constants were fitted with.
    public var fullAttentionLayers: Double {
        slidingWindow == nil ? Double(layers) : Double(layers) / Double(fullAttentionEvery)
    }

    /// Layers that read at most `slidingWindow` tokens.
    public var windowedLayers: Double { Double(layers) - fullAttentionLayers }

    /// Bytes of all weights in a format.
    public func weightBytes(_ format: QuantizationFormat) -> Int64 {
        Int64(Double(parameters) * format.weightBytes)
    }

    /// Bytes of the keys and values of one token over all layers and all devices, windowed layers in full.
    public func kvBytesPerToken(_ format: QuantizationFormat) -> Int64 {
        Int64(2 * Double(layers) * Double(kvHeads) * Double(headDimension) * format.kvBytes)
    }
}
