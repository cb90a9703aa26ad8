/// How a device's memory is divided: weights, a reserve for activations, and what remains for the KV cache.
///
/// Reserve: the CUDA context, the widest layer's activations for a full token budget (queries, keys and values;
/// gate, up and their product; the residual stream twice), as many
/// copies of a full batch's logits in 32 bits as the sampler holds at once, and what the engine keeps besides. An engine
/// without overheads (`ideal`) reserves only the context.
///
/// Layers with a sliding window keep no more than the window of a sequence. Where that helps, each sequence that may run
/// is given its windows in full (a block more for where they begin), and only the other layers grow with the context;
/// where it does not, and for chunked attention, whose cache vLLM does not cut, all layers do.
public struct MemoryPlan: Hashable, Sendable {
    /// Memory of one device.
    public let memoryBytes: Int64
    /// What the engine may fill of it.
    public let usableBytes: Int64
    /// Weights on one device.
    public let weightBytes: Int64
    /// Context, activations and logits on one device.
    public let reserveBytes: Int64
    /// Keys and values of one token on one device: of all layers, or of those without a window.
    public let kvBytesPerToken: Int64
    /// The windows of all sequences that may run, on one device; 0 where windowed layers are counted in full.
    public let windowBytes: Int64
    /// Tokens in a KV block.
    public let blockSize: Int

    /// KV blocks that fit.
    public var kvBlocks: Int {
        let blockBytes = kvBytesPerToken * Int64(blockSize)
        return Int(clamping: max(0, usableBytes - weightBytes - reserveBytes - windowBytes) / blockBytes)
    }

    /// Tokens that fit in the KV cache: whole blocks.
    public var kvTokens: Int { Int(clamping: Int64(kvBlocks) * Int64(blockSize)) }

    /// `memoryUtilization` is the share of the memory that the engine may fill, in (0, 1]; it, the token budget, the
    /// sequences in a batch and the tokens in a block are the engine's own unless given.
    ///
    /// - Throws: ``HardwareError/doesNotFit(_:)`` where not one KV block is left, with what would fit; other
    ///   cases for figures out of range.
    public init(
        model: ModelArchitecture, device: DeviceSpec, engine: EngineProfile,
        format: QuantizationFormat = .bf16, kvFormat: KVFormat? = nil, tensorParallel: Int = 1,
        pipelineParallel: Int = 1, expertParallel: Int = 1, memoryUtilization: Double? = nil,
        tokenBudget: Int? = nil, maxSequences: Int? = nil, blockSize: Int? = nil
    ) throws(HardwareError) {
        try device.validate()
        try engine.validate()
        let format = try format.resolved(on: device)
        let sharding = try Sharding(
            model, tensorParallel: tensorParallel, pipelineParallel: pipelineParallel,
            expertParallel: expertParallel)
        var engine = engine
        engine.memoryUtilization = memoryUtilization ?? engine.memoryUtilization
        engine.tokenBudget = tokenBudget ?? engine.tokenBudget
        engine.maxSequences = maxSequences ?? engine.maxSequences
        engine.blockSize = blockSize ?? engine.blockSize
        guard engine.memoryUtilization > 0, engine.memoryUtilization <= 1 else {
            throw HardwareError.outOfRange(
                subject: engine.name, field: "memory utilization", value: String(engine.memoryUtilization),
                allowed: "above 0 and at most 1")
        }
        for (field, count) in [
            ("token budget", engine.tokenBudget), ("sequences in a batch", engine.maxSequences),
            ("block size", engine.blockSize),
        ] where count < 1 || count > 1_000_000_000 {
            throw HardwareError.outOfRange(
                subject: engine.name, field: field, value: String(count), allowed: "1 to 1000000000")
        }
        self.init(
            unchecked: sharding, device: device, engine: engine, format: format, kvFormat: kvFormat)
        guard kvBlocks >= 1 else {
            throw HardwareError.doesNotFit(
                MemoryShortage(
                    self, sharding, device: device, engine: engine, format: format, kvFormat: kvFormat))
        }
    }

    init(
        unchecked sharding: Sharding, device: DeviceSpec, engine: EngineProfile, format: QuantizationFormat,
        kvFormat: KVFormat? = nil
    ) {
        memoryBytes = device.memoryBytes
        usableBytes = Int64((Double(device.memoryBytes) * engine.memoryUtilization).rounded(.down))
        weightBytes = sharding.weightBytesPerDevice(format)
        let everyLayer = sharding.kvBytesPerTokenPerDevice(format, kvFormat)
        blockSize = engine.blockSize
        let columns =
            sharding.attentionColumns + 3 * sharding.widestFeedForward + 2 * Double(sharding.model.hiddenSize)
        let activations =
            Double(engine.tokenBudget) * columns * format.residualBytes
            * engine.constants.activationTraffic
        // However requests ask for tokens: engines keep room for the widest of ways. None where the head picks the token itself.
        let logits =
            engine.sampler.bytesPerLogit > 0
            ? 4 * engine.logitCopies * Double(engine.maxSequences) * Double(sharding.model.vocabularySize) : 0
        reserveBytes =
            device.contextBytes + engine.reserveBytes + Int64(min(activations + logits, 1e18).rounded(.up))
        let model = sharding.model
        guard let window = model.slidingWindow, !model.chunksAttention, model.fullAttentionLayers >= 1 else {
            kvBytesPerToken = everyLayer
            windowBytes = 0
            return
        }
        let share = model.fullAttentionLayers / Double(model.layers)
        let grown = max(1, (Double(everyLayer) * share).rounded(.up))
        let windows =
            (Double(everyLayer) - grown) * Double(engine.maxSequences) * Double(window + engine.blockSize)
        let free = Double(max(0, usableBytes - weightBytes - reserveBytes))
        let helps = (free - windows) / grown > free / Double(everyLayer)
        kvBytesPerToken = helps ? Int64(grown) : everyLayer
        windowBytes = helps ? Int64(windows.rounded(.up)) : 0
    }

    /// Whether at least one KV block is left.
    var fits: Bool { kvBlocks >= 1 }

    /// - Throws: ``HardwareError/doesNotFit(_:)`` if the weights alone exceed the memory.
    static func checkWeights(
        _ sharding: Sharding, device: DeviceSpec, engine: EngineProfile, format: QuantizationFormat,
        kvFormat: KVFormat?
    ) throws(HardwareError) {
        let plan = MemoryPlan(
            unchecked: sharding, device: device, engine: engine, format: format, kvFormat: kvFormat)
        guard plan.weightBytes <= plan.memoryBytes else {
            throw HardwareError.doesNotFit(
                MemoryShortage(
                    plan, sharding, device: device, engine: engine, format: format, kvFormat: kvFormat))
        }
    }
}
