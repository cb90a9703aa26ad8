/// Layers whose feed-forward block is a choice of experts.
public struct MixtureOfExperts: Hashable, Sendable {
    /// Routed experts in a layer.
    public let experts: Int
    /// Experts that each token is sent to.
    public let expertsPerToken: Int
    /// Width of one expert (three matrices).
    public let expertSize: Int
    /// Width of the experts that every token passes, together; 0 where there are none.
    public let sharedExpertSize: Int
    /// Layers at the start that have an ordinary feed-forward block.
    public let denseLayers: Int
    /// One of so many of the other layers has experts, the rest an ordinary block; 1 where all have.
    public let every: Int

    public init(
        experts: Int, expertsPerToken: Int, expertSize: Int, sharedExpertSize: Int = 0, denseLayers: Int = 0,
        every: Int = 1
    ) {
        self.experts = experts
        self.expertsPerToken = expertsPerToken
        self.expertSize = expertSize
        self.sharedExpertSize = sharedExpertSize
        self.denseLayers = denseLayers
        self.every = every
    }

    /// - Throws: ``HardwareError/outOfRange(subject:field:value:allowed:)``.
    func validate(_ subject: String, layers: Int) throws(HardwareError) {
        let counts = [
            ("number of experts", experts, 1...100_000),
            ("experts per token", expertsPerToken, 1...max(1, experts)),
            ("expert size", expertSize, 1...10_000_000),
            ("shared expert size", sharedExpertSize, 0...10_000_000),
            ("dense layers", denseLayers, 0...max(0, layers - 1)),
            ("expert layer interval", every, 1...layers),
        ]
        for (field, value, range) in counts where !range.contains(value) {
            throw HardwareError.outOfRange(
                subject: subject, field: field, value: String(value),
                allowed: "\(range.lowerBound) to \(range.upperBound)")
        }
    }
}

/// Multi-head latent attention: keys and values of all heads are made from one short vector per token, and only that
/// is kept (DeepSeek-V2, arXiv 2405.04434).
public struct LatentAttention: Hashable, Sendable {
    /// Elements of the vector that keys and values are made from.
    public let kvRank: Int
    /// Elements of the vector that queries are made from; 0 where they are made from the residual stream itself.
    public let queryRank: Int
    /// Elements of a key that carry the position, shared by all heads.
    public let ropeDimension: Int
    /// Elements of each head's query and key that do not.
    public let plainDimension: Int
    /// Elements of each head's value.
    public let valueDimension: Int

    public init(kvRank: Int, queryRank: Int, ropeDimension: Int, plainDimension: Int, valueDimension: Int) {
        self.kvRank = kvRank
        self.queryRank = queryRank
        self.ropeDimension = ropeDimension
        self.plainDimension = plainDimension
        self.valueDimension = valueDimension
    }

    /// Elements that each query is made from.
    public func queryDepth(hiddenSize: Int) -> Int { queryRank > 0 ? queryRank : hiddenSize }

    /// Elements of the KV cache for a token and layer, on every device: there are no heads to divide.
    public var cachedElements: Int { kvRank + ropeDimension }

    /// - Throws: ``HardwareError/outOfRange(subject:field:value:allowed:)``.
    func validate(_ subject: String) throws(HardwareError) {
        let sizes = [
            ("latent KV rank", kvRank), ("rotary dimension", ropeDimension),
            ("plain dimension", plainDimension), ("value dimension", valueDimension),
        ]
        guard (0...1_000_000).contains(queryRank) else {
            throw HardwareError.outOfRange(
                subject: subject, field: "latent query rank", value: String(queryRank),
                allowed: "0 to 1000000")
        }
        for (field, size) in sizes where !(1...1_000_000).contains(size) {
            throw HardwareError.outOfRange(
                subject: subject, field: field, value: String(size), allowed: "1 to 1000000")
        }
    }
}
