/// Parameters and bytes.
extension ModelArchitecture {
    /// Layers with experts: a mean where the interval does not divide them.
    public var expertLayers: Double {
        guard let mixture else { return 0 }
        return Double(layers - mixture.denseLayers) / Double(mixture.every)
    }

    /// Layers with an ordinary feed-forward block.
    public var denseLayers: Double { Double(layers) - expertLayers }

    /// Parameters of the query, key, value and output projections, all layers.
    public var attentionParameters: Int64 {
        let hidden = Int64(hiddenSize)
        let heads = Int64(heads)
        guard let latent = latentAttention else {
            let queries = heads * Int64(headDimension)
            let keysAndValues = 2 * Int64(kvHeads) * Int64(headDimension)
            return Int64(layers) * hidden * (2 * queries + keysAndValues)
        }
        let down = hidden * Int64(latent.queryRank + latent.cachedElements)
        let depth = Int64(latent.queryDepth(hiddenSize: hiddenSize))
        let queries = depth * heads * Int64(latent.plainDimension + latent.ropeDimension)
        let keysAndValues =
            Int64(latent.kvRank) * heads * Int64(latent.plainDimension + latent.valueDimension)
        let output = heads * Int64(latent.valueDimension) * hidden
        return Int64(layers) * (down + queries + keysAndValues + output)
    }

    /// Parameters of the gate, up and down projections of layers without experts.
    public var feedForwardParameters: Int64 {
        3 * Int64(denseLayers) * Int64(hiddenSize) * Int64(feedForwardSize)
    }

    /// Parameters of the routed experts, all layers.
    public var expertParameters: Int64 {
        guard let mixture else { return 0 }
        return 3 * Int64(expertLayers) * Int64(hiddenSize) * Int64(mixture.experts)
            * Int64(mixture.expertSize)
    }

    /// Parameters of shared experts and routers, all layers.
    public var sharedParameters: Int64 {
        guard let mixture else { return 0 }
        return Int64(expertLayers) * Int64(hiddenSize)
            * (3 * Int64(mixture.sharedExpertSize) + Int64(mixture.experts))
    }

    /// Parameters of the embedding table, and of the output head where that is a table of its own.
    public var embeddingParameters: Int64 {
        (tiesEmbeddings ? 1 : 2) * Int64(vocabularySize) * Int64(hiddenSize)
    }

    /// Parameters of the norms, those of queries and keys taken to be a head wide.
    public var normParameters: Int64 {
        var width = (2 + extraNorms) * hiddenSize
        if normalizesQueriesAndKeys { width += 2 * headDimension }
        if let latent = latentAttention { width += latent.queryRank + latent.kvRank }
        return Int64(layers) * Int64(width) + Int64(hiddenSize)
    }

    /// All parameters but biases.
    public var parameters: Int64 {
        attentionParameters + feedForwardParameters + expertParameters + sharedParameters
            + embeddingParameters + normParameters + Int64(visionParameters)
    }

    /// Parameters that one token is multiplied with, the embedding table left out.
    public var activeParameters: Int64 {
        let share = mixture.map { Double($0.expertsPerToken) / Double($0.experts) } ?? 0
        return attentionParameters + feedForwardParameters + sharedParameters
            + Int64(Double(expertParameters) * share) + Int64(vocabularySize) * Int64(hiddenSize)
    }

    /// Layers that read the whole context. A fraction where the interval does not divide the layers: the mean
    /// pattern, as in the reference that the constants were fitted with.
    public var fullAttentionLayers: Double {
        if slidingWindow == nil { return Double(layers) }
        return fullAttentionCount.map { Double($0) } ?? Double(layers) / Double(fullAttentionEvery)
    }

    /// Layers that read at most `slidingWindow` tokens.
    public var windowedLayers: Double { Double(layers) - fullAttentionLayers }

    /// Bytes of all weights in a format.
    public func weightBytes(_ format: QuantizationFormat) -> Int64 {
        let router = mixture.map { expertLayers * Double(hiddenSize) * Double($0.experts) } ?? 0
        var bytes = Double(attentionParameters) * format.weightBytes(of: .attention)
        bytes += Double(feedForwardParameters) * format.weightBytes(of: .feedForward)
        bytes += Double(expertParameters) * format.weightBytes(of: .experts)
        bytes += (Double(sharedParameters) - router) * format.weightBytes(of: .sharedExperts)
        bytes += router * format.residualBytes
        let table = Double(vocabularySize) * Double(hiddenSize)
        bytes += table * format.weightBytes(of: .outputHead)
        bytes += Double(visionParameters) * format.residualBytes
        return Int64(bytes + (tiesEmbeddings ? 0 : table * format.residualBytes))
    }

    /// Elements of the KV cache for a token over all layers and devices, windowed layers in full.
    public var cachedElementsPerToken: Int64 {
        Int64(layers) * Int64(latentAttention?.cachedElements ?? 2 * kvHeads * headDimension)
    }

    /// Bytes of the keys and values of one token over all layers and all devices, windowed layers in full.
    public func kvBytesPerToken(_ format: QuantizationFormat, _ kvFormat: KVFormat? = nil) -> Int64 {
        Int64(Double(cachedElementsPerToken) * (kvFormat?.bytes ?? format.kvBytes))
    }
}
