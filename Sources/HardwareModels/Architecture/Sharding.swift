/// A model split over devices by tensor parallelism, as vLLM and Megatron split it: heads, feed-forward columns
/// and vocabulary are divided, the residual stream is whole on every device.
public struct Sharding: Hashable, Sendable {
    public let model: ModelArchitecture
    /// Devices that share each layer.
    public let tensorParallel: Int

    /// The sizes that engines support.
    public static let sizes = [1, 2, 4, 8]

    /// - Throws: ``HardwareError`` if the size is not one of ``sizes`` or the model's dimensions do not divide.
    public init(_ model: ModelArchitecture, tensorParallel: Int) throws(HardwareError) {
        guard Sharding.sizes.contains(tensorParallel) else {
            throw HardwareError.outOfRange(
                subject: "tensor parallelism", field: "size", value: String(tensorParallel),
                allowed: "1, 2, 4 or 8")
        }
        if let (dimension, count) = Sharding.obstacle(model, tensorParallel) {
            throw HardwareError.notDivisible(
                model: model.name, dimension: dimension, count: count, tensorParallel: tensorParallel,
                possible: Sharding.possibleSizes(model))
        }
        self.model = model
        self.tensorParallel = tensorParallel
    }

    /// The sizes over which a model can be split.
    public static func possibleSizes(_ model: ModelArchitecture) -> [Int] {
        sizes.filter { obstacle(model, $0) == nil }
    }

    private static func obstacle(_ model: ModelArchitecture, _ size: Int) -> (String, Int)? {
        if model.heads % size != 0 { return ("attention heads", model.heads) }
        if model.kvHeads % size != 0, size % model.kvHeads != 0 { return ("KV heads", model.kvHeads) }
        if model.feedForwardSize % size != 0 { return ("feed-forward columns", model.feedForwardSize) }
        return nil
    }
}

extension Sharding {
    /// Query heads on each device.
    public var heads: Int { model.heads / tensorParallel }

    /// KV heads on each device: at least one, so they are copied where there are fewer than devices.
    public var kvHeads: Int { max(1, model.kvHeads / tensorParallel) }

    /// Output columns of the fused query, key and value projection on each device.
    public var qkvColumns: Int { (heads + 2 * kvHeads) * model.headDimension }

    /// Feed-forward columns on each device.
    public var feedForwardSize: Int { model.feedForwardSize / tensorParallel }

    /// Vocabulary rows on each device: a fraction where they do not divide (engines pad instead, by less than
    /// 64 rows).
    public var vocabularySize: Double { Double(model.vocabularySize) / Double(tensorParallel) }

    /// Parameters on each device, copied KV heads included.
    public var parametersPerDevice: Double {
        let attention = Double(qkvColumns + heads * model.headDimension)
        let feedForward = 3 * Double(feedForwardSize)
        let tables: Double = model.tiesEmbeddings ? 1 : 2
        return Double(model.hiddenSize)
            * (Double(model.layers) * (attention + feedForward) + tables * vocabularySize)
    }

    /// Bytes of the weights on each device.
    public func weightBytesPerDevice(_ format: QuantizationFormat) -> Int64 {
        Int64((parametersPerDevice * format.weightBytes).rounded(.up))
    }

    /// Bytes of the keys and values of one token on each device, over all layers, windowed layers in full.
    public func kvBytesPerTokenPerDevice(_ format: QuantizationFormat) -> Int64 {
        let perLayer = 2 * Double(kvHeads) * Double(model.headDimension) * format.kvBytes
        return max(1, Int64((Double(model.layers) * perLayer).rounded(.up)))
    }
}
