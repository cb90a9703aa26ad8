/// What one layer's attention computes and moves on one device.
///
/// A latent cache is read as it is in decode, and the products that would expand it are absorbed into the queries and
/// outputs; in prefill it is expanded.
struct AttentionGeometry: Hashable, Sendable {
    /// Query heads.
    let heads: Double
    /// KV heads; 1 for a latent cache, which all heads share.
    let kvHeads: Double
    let headDimension: Double
    /// Elements of the KV cache for a token.
    let cachedElements: Double
    /// Columns of a head's query and value, together, that a token in the cache meets in decode, and in prefill.
    let decodeColumns: Double
    let prefillColumns: Double
    /// Elements of queries, keys, values and outputs of a token.
    let activationElements: Double

    init(_ sharding: Sharding) {
        heads = Double(sharding.heads)
        cachedElements = Double(sharding.cachedElementsPerLayer)
        if let latent = sharding.model.latentAttention {
            kvHeads = 1
            headDimension = cachedElements / 2
            decodeColumns = Double(latent.cachedElements + latent.kvRank)
            let keys = Double(latent.plainDimension + latent.ropeDimension)
            let values = Double(latent.valueDimension)
            prefillColumns = keys + values
            activationElements = 2 * heads * (keys + values)
        } else {
            kvHeads = Double(sharding.kvHeads)
            headDimension = Double(sharding.model.headDimension)
            decodeColumns = 2 * headDimension
            prefillColumns = decodeColumns
            activationElements = headDimension * (2 * heads + 2 * kvHeads)
        }
    }

    init(heads: Double, kvHeads: Double, headDimension: Double) {
        self.heads = heads
        self.kvHeads = kvHeads
        self.headDimension = headDimension
        cachedElements = 2 * kvHeads * headDimension
        decodeColumns = 2 * headDimension
        prefillColumns = decodeColumns
        activationElements = headDimension * (2 * heads + 2 * kvHeads)
    }
}

extension AttentionGeometry {
    /// FLOP of a query token for each token that it reads, in decode.
    var decodeFlop: Double { 2 * heads * decodeColumns }

    /// FLOP of a (query, key) pair in prefill.
    var prefillFlop: Double { 2 * heads * prefillColumns }

    var decodeFactors: [Account.Factor] {
        [.number(2), Account.Factor(heads, "heads"), Account.Factor(decodeColumns, "columns")]
    }

    var prefillFactors: [Account.Factor] {
        [.number(2), Account.Factor(heads, "heads"), Account.Factor(prefillColumns, "columns")]
    }
}
