import SimCore

/// A step's time, FLOP and bytes on one device at one clock, in floating point: kernels put together into layers.
///
/// The same operations run in the same order whether a sum comes from here or from a cache of these sums.
struct StepPhysics: Hashable, Sendable {
    let sharding: Sharding
    let format: QuantizationFormat
    let machine: Machine
    let power: PowerModel
    let sampler: SamplerProfile
    let hostOverhead: KernelCost
    /// Share of the highest clock, in thousandths.
    let clock: OperatingPoint
    let devices: Double
    /// What each context token adds over the layers that read it.
    let perContextToken: KernelCost
    /// What each token within the window adds over the windowed layers.
    let perWindowedContextToken: KernelCost
    private let swapBytesPerBlock: Double
    private let heads: Double
    private let kvHeads: Double
    private let headDimension: Double
    private let hiddenSize: Double
    private let layers: Double
    private let fullLayers: Double
    private let windowedLayers: Double
    private let vocabularySize: Double

    init(
        sharding: Sharding, format: QuantizationFormat, device: DeviceSpec, engine: EngineProfile,
        constants: RooflineConstants, clock: OperatingPoint
    ) {
        let share = Double(clock.clockPermille) / 1000
        let machine = Machine(device: device, constants: constants, format: format, clock: share)
        self.sharding = sharding
        self.format = format
        self.machine = machine
        self.clock = clock
        power = PowerModel(device: device, sampler: engine.sampler, clock: share)
        sampler = engine.sampler
        hostOverhead = KernelCost(microseconds: engine.stepOverheadMicroseconds, flop: 0, bytes: 0)
        swapBytesPerBlock = Double(engine.blockSize) * Double(sharding.kvBytesPerTokenPerDevice(format))
        devices = Double(sharding.tensorParallel)
        vocabularySize = Double(sharding.model.vocabularySize)
        heads = Double(sharding.heads)
        kvHeads = Double(sharding.kvHeads)
        headDimension = Double(sharding.model.headDimension)
        hiddenSize = Double(sharding.model.hiddenSize)
        layers = Double(sharding.model.layers)
        fullLayers = sharding.model.fullAttentionLayers
        windowedLayers = sharding.model.windowedLayers
        let contextToken = DecodeAttention.perContextToken(
            heads: heads, kvHeads: kvHeads, headDimension: headDimension, kvBytes: format.kvBytes,
            on: machine)
        perContextToken = contextToken * fullLayers
        perWindowedContextToken = contextToken * windowedLayers
    }

    /// All that depends on the number of tokens alone: projections, feed-forward, elementwise, all-reduce.
    func linear(tokens: Double, into breakdown: inout StepBreakdown) {
        let model = sharding.model
        let attentionWidth = heads * headDimension
        let feedForward = Double(sharding.feedForwardSize)
        breakdown[.queryKeyValue] =
            product(tokens, columns: Double(sharding.qkvColumns), depth: hiddenSize) * layers
        breakdown[.attentionOutput] = product(tokens, columns: hiddenSize, depth: attentionWidth) * layers
        breakdown[.gateAndUp] = product(tokens, columns: 2 * feedForward, depth: hiddenSize) * layers
        breakdown[.down] = product(tokens, columns: hiddenSize, depth: feedForward) * layers
        // The activation function reads gate and up and writes one: 3 elements a column. The others pass 8 times
        // over the residual stream.
        let activation = Elementwise.cost(elements: 3 * tokens * feedForward, kernels: 1, on: machine)
        let kernels =
            machine.constants.elementwiseKernels - 1 + (model.normalizesQueriesAndKeys ? 1 : 0)
            + Double(model.extraNorms)
        let norms = Elementwise.cost(elements: 8 * tokens * hiddenSize, kernels: kernels, on: machine)
        breakdown[.elementwise] = (activation + norms) * layers
        let reduction = AllReduce.cost(
            elements: tokens * hiddenSize, devices: sharding.tensorParallel, on: machine)
        breakdown[.allReduce] = reduction * (2 * layers)
    }

    /// The sum of what ``linear(tokens:into:)`` fills in.
    func linear(tokens: Double) -> KernelCost {
        var parts = StepBreakdown()
        linear(tokens: tokens, into: &parts)
        return parts[.queryKeyValue] + parts[.attentionOutput] + parts[.gateAndUp] + parts[.down]
            + parts[.elementwise] + parts[.allReduce]
    }

    /// The output head over so many rows. It runs even when no row needs it, as in engines that compute logits
    /// for every request of the batch.
    func outputHead(rows: Double) -> KernelCost {
        product(rows, columns: sharding.vocabularySize, depth: hiddenSize)
    }

    /// Choosing the next token in so many rows.
    func sampling(rows: Double) -> KernelCost {
        Sampler.cost(logits: logits(rows: rows), sampler: sampler, on: machine)
    }

    func logits(rows: Double) -> Double { rows * vocabularySize }

    /// Attention of all chunks; nothing without prompt tokens.
    func prefillAttention(_ shape: BatchShape) -> KernelCost {
        guard shape.prefillTokens > 0 else { return .zero }
        let full = prefillAttention(shape, pairs: shape.prefillPairs, past: shape.prefillPastTokens)
        guard windowedLayers > 0 else { return full * fullLayers }
        let windowed = prefillAttention(
            shape, pairs: shape.windowedPrefillPairs, past: shape.windowedPrefillPastTokens)
        return full * fullLayers + windowed * windowedLayers
    }

    private func prefillAttention(_ shape: BatchShape, pairs: Int64, past: Int64) -> KernelCost {
        PrefillAttention.cost(
            tokens: Double(shape.prefillTokens), pairs: Double(pairs), pastTokens: Double(past),
            sharesKernel: shape.decodeSequences > 0, heads: heads, kvHeads: kvHeads,
            headDimension: headDimension, kvBytes: format.kvBytes, on: machine)
    }

    /// Decode attention without its context; nothing without decode rows.
    func decodeAttentionFixed(sequences: Double) -> KernelCost {
        guard sequences > 0 else { return .zero }
        return DecodeAttention.fixed(sequences: sequences, kvHeads: kvHeads, on: machine) * layers
    }

    /// Blocks to or from host memory, before the step: the device's link to the host is the bottleneck.
    func swap(blocks: Double) -> KernelCost {
        guard blocks > 0 else { return .zero }
        let bytes = blocks * swapBytesPerBlock
        return KernelCost(microseconds: bytes / machine.hostLinkBytesPerSecond * 1e6, flop: 0, bytes: bytes)
    }

    private func product(_ rows: Double, columns: Double, depth: Double) -> KernelCost {
        GEMM.cost(
            rows: rows, columns: columns, depth: depth, weightBytes: format.weightBytes, on: machine)
    }
}
