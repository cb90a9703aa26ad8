/// What one layer's attention computes and moves on one device.
struct AttentionGeometry: Hashable, Sendable {
    /// Query heads.
    let heads: Double
    /// KV heads; 1 for a latent cache, which all heads share.
    let kvHeads: Double
    let headDimension: Double
    /// Elements of the KV cache for a token.
    let cachedElements: Double
    /// FLOP of a query token for each token that it reads, in decode: there a latent cache is read as it is, and the
    /// products that would expand it are absorbed into the queries and outputs.
    let decodeFlop: Double
    /// FLOP of a (query, key) pair in prefill.
    let prefillFlop: Double
    /// Elements of queries, keys, values and outputs of a token.
    let activationElements: Double

    init(_ sharding: Sharding) {
        heads = Double(sharding.heads)
        cachedElements = Double(sharding.cachedElementsPerLayer)
        if let latent = sharding.model.latentAttention {
            kvHeads = 1
            headDimension = cachedElements / 2
            decodeFlop = 2 * heads * Double(latent.cachedElements + latent.kvRank)
            let keys = Double(latent.plainDimension + latent.ropeDimension)
            let values = Double(latent.valueDimension)
            prefillFlop = 2 * heads * (keys + values)
            activationElements = 2 * heads * (keys + values)
        } else {
            kvHeads = Double(sharding.kvHeads)
            headDimension = Double(sharding.model.headDimension)
            decodeFlop = 4 * heads * headDimension
            prefillFlop = decodeFlop
            activationElements = headDimension * (2 * heads + 2 * kvHeads)
        }
    }

    init(heads: Double, kvHeads: Double, headDimension: Double) {
        self.heads = heads
        self.kvHeads = kvHeads
        self.headDimension = headDimension
        cachedElements = 2 * kvHeads * headDimension
        decodeFlop = 4 * heads * headDimension
        prefillFlop = decodeFlop
        activationElements = headDimension * (2 * heads + 2 * kvHeads)
    }
}
