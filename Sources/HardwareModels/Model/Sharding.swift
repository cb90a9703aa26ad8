/// A model split over the devices of a node.
///
/// Tensor parallelism divides heads, feed-forward columns and vocabulary, as vLLM and Megatron do; the residual
/// stream is whole on every device. Expert parallelism places whole experts on devices of that group instead of
/// slicing each. Pipeline parallelism divides the layers.
public struct Sharding: Hashable, Sendable {
    public let model: ModelArchitecture
    /// Devices that share each layer.
    public let tensorParallel: Int
    /// Stages of layers.
    public let pipelineParallel: Int
    /// Parts that a layer's experts are divided into; each expert is sliced over `tensorParallel / expertParallel`.
    public let expertParallel: Int

    /// The sizes that engines support.
    public static let sizes = [1, 2, 4, 8]

    /// All devices.
    public var devices: Int { tensorParallel * pipelineParallel }

    /// - Throws: ``HardwareError`` if a size is not one of ``sizes``, the model's dimensions do not divide, or the
    ///   sizes do not go together.
    public init(
        _ model: ModelArchitecture, tensorParallel: Int, pipelineParallel: Int = 1, expertParallel: Int = 1
    ) throws(HardwareError) {
        for (subject, size) in [
            ("tensor parallelism", tensorParallel), ("pipeline parallelism", pipelineParallel),
            ("expert parallelism", expertParallel),
        ] where !Sharding.sizes.contains(size) {
            throw HardwareError.outOfRange(
                subject: subject, field: "size", value: String(size), allowed: "1, 2, 4 or 8")
        }
        guard pipelineParallel <= model.layers else {
            throw HardwareError.outOfRange(
                subject: "pipeline parallelism", field: "size", value: String(pipelineParallel),
                allowed: "at most the \(model.layers) layers of \(model.name)")
        }
        if expertParallel > 1 {
            guard let mixture = model.mixture else {
                throw HardwareError.outOfRange(
                    subject: "expert parallelism", field: "size", value: String(expertParallel),
                    allowed: "1: \(model.name) has no experts")
            }
            guard tensorParallel % expertParallel == 0, mixture.experts % expertParallel == 0 else {
                throw HardwareError.outOfRange(
                    subject: "expert parallelism", field: "size", value: String(expertParallel),
                    allowed:
                        "a divisor of the \(tensorParallel) devices of a tensor-parallel group and of the "
                        + "\(mixture.experts) experts")
            }
        }
        if let (dimension, count) = Sharding.obstacle(model, tensorParallel, expertParallel) {
            throw HardwareError.notDivisible(
                model: model.name, dimension: dimension, count: count, tensorParallel: tensorParallel,
                possible: Sharding.possibleSizes(model))
        }
        self.model = model
        self.tensorParallel = tensorParallel
        self.pipelineParallel = pipelineParallel
        self.expertParallel = expertParallel
    }

    /// The tensor-parallel sizes over which a model can be split.
    public static func possibleSizes(_ model: ModelArchitecture) -> [Int] {
        sizes.filter { obstacle(model, $0, 1) == nil }
    }

    private static func obstacle(
        _ model: ModelArchitecture, _ size: Int, _ expertParallel: Int
    ) -> (String, Int)? {
        if model.heads % size != 0 { return ("attention heads", model.heads) }
        if model.latentAttention == nil, model.kvHeads % size != 0, size % model.kvHeads != 0 {
            return ("KV heads", model.kvHeads)
        }
        if model.denseLayers > 0, model.feedForwardSize % size != 0 {
            return ("feed-forward columns", model.feedForwardSize)
        }
        guard let mixture = model.mixture else { return nil }
        if mixture.expertSize % (size / expertParallel) != 0 {
            return ("columns of an expert", mixture.expertSize)
        }
        if mixture.sharedExpertSize % size != 0 {
            return ("columns of the shared expert", mixture.sharedExpertSize)
        }
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

    /// Feed-forward columns on each device, in layers without experts.
    public var feedForwardSize: Int { model.feedForwardSize / tensorParallel }

    /// Vocabulary rows on each device: a fraction where they do not divide (engines pad instead, by less than
    /// 64 rows).
    public var vocabularySize: Double { Double(model.vocabularySize) / Double(tensorParallel) }

    /// Experts that have a part on a device.
    public var localExperts: Double { Double(model.mixture?.experts ?? 0) / Double(expertParallel) }

    /// Columns of an expert on a device.
    public var expertSize: Double {
        Double(model.mixture?.expertSize ?? 0) * Double(expertParallel) / Double(tensorParallel)
    }

    /// Columns of the shared expert on a device.
    public var sharedExpertSize: Int { (model.mixture?.sharedExpertSize ?? 0) / tensorParallel }

    /// Columns of a token's queries, keys and values on a device.
    var attentionColumns: Double {
        guard let latent = model.latentAttention else { return Double(qkvColumns) }
        let perHead = 2 * latent.plainDimension + 2 * latent.ropeDimension + latent.valueDimension
        return Double(latent.queryRank + latent.cachedElements + heads * perHead)
    }

    /// Columns of the widest feed-forward block that a token passes on a device, all its experts together.
    var widestFeedForward: Double {
        let dense = model.denseLayers > 0 ? Double(feedForwardSize) : 0
        guard let mixture = model.mixture else { return dense }
        let routed = Double(mixture.expertsPerToken) * expertSize / Double(expertParallel)
        return max(dense, routed + Double(sharedExpertSize))
    }

    /// Bytes of the weights on each device: an even share of the stages, copied KV heads included.
    public func weightBytesPerDevice(_ format: QuantizationFormat) -> Int64 {
        Int64(weights(format.weightBytes(of:), base: format.residualBytes).rounded(.up))
    }

    /// Parameters on each device, copied KV heads included.
    public var parametersPerDevice: Double { weights({ _ in 1 }, base: 1) }

    private func weights(_ width: (QuantizedLayers) -> Double, base: Double) -> Double {
        let hidden = Double(model.hiddenSize)
        let table = vocabularySize * hidden
        var sum = Double(model.layers) * attentionParametersPerLayer * width(.attention)
        sum += model.denseLayers * 3 * hidden * Double(feedForwardSize) * width(.feedForward)
        sum += model.expertLayers * 3 * hidden * localExperts * expertSize * width(.experts)
        sum += model.expertLayers * 3 * hidden * Double(sharedExpertSize) * width(.sharedExperts)
        sum += model.expertLayers * hidden * Double(model.mixture?.experts ?? 0) * base
        sum += table * width(.outputHead)
        sum += model.tiesEmbeddings ? 0 : table * base
        sum += Double(model.visionParameters) / Double(tensorParallel) * base
        return sum / Double(pipelineParallel)
    }

    private var attentionParametersPerLayer: Double {
        let hidden = Double(model.hiddenSize)
        guard let latent = model.latentAttention else {
            return hidden * Double(qkvColumns + heads * model.headDimension)
        }
        let perHead =
            Double(latent.queryDepth(hiddenSize: model.hiddenSize))
            * Double(latent.plainDimension + latent.ropeDimension)
            + Double(latent.kvRank) * Double(latent.plainDimension + latent.valueDimension)
            + Double(latent.valueDimension) * hidden
        return hidden * Double(latent.queryRank + latent.cachedElements) + Double(heads) * perHead
    }

    /// Elements of the KV cache for a token and layer on each device.
    public var cachedElementsPerLayer: Int {
        model.latentAttention?.cachedElements ?? 2 * kvHeads * model.headDimension
    }

    /// Bytes of the keys and values of one token on each device, over its layers, windowed layers in full.
    public func kvBytesPerTokenPerDevice(
        _ format: QuantizationFormat, _ kvFormat: KVFormat? = nil
    ) -> Int64 {
        let layers = Double(model.layers) / Double(pipelineParallel)
        let bytes = layers * Double(cachedElementsPerLayer) * (kvFormat?.bytes ?? format.kvBytes)
        return max(1, Int64(bytes.rounded(.up)))
    }
}
