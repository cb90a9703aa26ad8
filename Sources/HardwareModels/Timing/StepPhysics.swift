import SimCore

/// A step's time, FLOP and bytes on one device at one clock, in floating point: kernels put together into layers.
///
/// All layers are counted, whatever stages they lie on: see ``MicroShape``. The same operations run in the same order
/// whether a sum comes from here or from a cache of these sums. Nothing in it changes, so copies of a model share it:
/// it is too large to move about.
final class StepPhysics: Sendable {
    let sharding: Sharding
    let format: QuantizationFormat
    let machine: Machine
    let power: PowerModel
    let sampler: SamplerProfile
    let hostOverhead: KernelCost
    /// Host time that runs beside the device's, in microseconds: a step lasts at least as long.
    let hostPace: Double
    /// Share of the highest clock.
    let clock: Double
    let devices: Double
    let stages: Int
    let geometry: AttentionGeometry
    let kvBytes: Double
    let fullLayers: Double
    let windowedLayers: Double
    private let window: Double
    private let routing: ExpertRouting
    private let attention: Precision
    private let feedForward: Precision
    private let shared: Precision
    private let experts: Precision
    private let plain: Precision
    private let head: Precision
    private let swapBytesPerBlock: Double
    private let hiddenSize: Double
    private let layers: Double
    private let vocabularySize: Double

    init(
        sharding: Sharding, format: QuantizationFormat, kvFormat: KVFormat?, routing: ExpertRouting,
        device: DeviceSpec, engine: EngineProfile, constants: RooflineConstants, clock: Double
    ) {
        let machine = Machine(device: device, constants: constants, format: format, clock: clock)
        let model = sharding.model
        self.sharding = sharding
        self.format = format
        self.machine = machine
        self.clock = clock
        self.routing = routing == .measured ? constants.routing : routing
        power = PowerModel(device: device, sampler: engine.sampler, clock: clock)
        sampler = engine.sampler
        let ungraphedLayers = model.chunksAttention ? Double(model.layers) : 0
        let hostTime =
            engine.stepOverheadMicroseconds + engine.ungraphedLayerMicroseconds * ungraphedLayers
        hostOverhead = KernelCost(
            microseconds: hostTime, idleMicroseconds: constants.staysAwakeForHost ? 0 : hostTime, flop: 0,
            bytes: 0)
        hostPace = engine.pace?.microseconds(model, format: format) ?? 0
        kvBytes = kvFormat?.bytes ?? format.kvBytes
        swapBytesPerBlock =
            Double(engine.blockSize) * Double(sharding.kvBytesPerTokenPerDevice(format, kvFormat))
        devices = Double(sharding.devices)
        stages = sharding.pipelineParallel
        vocabularySize = Double(model.vocabularySize)
        geometry = AttentionGeometry(sharding)
        hiddenSize = Double(model.hiddenSize)
        layers = Double(model.layers)
        fullLayers = model.fullAttentionLayers
        windowedLayers = model.windowedLayers
        window = model.slidingWindow.map(Double.init) ?? .infinity
        attention = Precision(format, .attention, on: machine)
        feedForward = Precision(format, .feedForward, on: machine)
        shared = Precision(format, .sharedExperts, on: machine)
        experts = Precision(format, .experts, on: machine)
        plain = Precision(format, nil, on: machine)
        head = Precision(format, .outputHead, on: machine)
    }

    /// All that depends on the number of tokens alone: projections, feed-forward, experts, elementwise, all-reduce.
    func linear(tokens: Double, into breakdown: inout StepBreakdown) {
        let model = sharding.model
        breakdown[.queryKeyValue] = queryKeyValue(tokens) * layers
        let outputDepth =
            geometry.heads * Double(model.latentAttention?.valueDimension ?? model.headDimension)
        breakdown[.attentionOutput] =
            product(tokens, columns: hiddenSize, depth: outputDepth, attention) * layers
        let denseLayers = model.denseLayers
        var activation = KernelCost.zero
        if denseLayers > 0 {
            let columns = Double(sharding.feedForwardSize)
            breakdown[.gateAndUp] =
                product(tokens, columns: 2 * columns, depth: hiddenSize, feedForward) * denseLayers
            breakdown[.down] = product(tokens, columns: hiddenSize, depth: columns, feedForward) * denseLayers
            activation += gate(tokens, columns: columns) * denseLayers
        }
        if let mixture = model.mixture {
            let expertLayers = model.expertLayers
            let columns = Double(sharding.sharedExpertSize)
            if columns > 0 {
                let products =
                    product(tokens, columns: 2 * columns, depth: hiddenSize, shared)
                    + product(tokens, columns: hiddenSize, depth: columns, shared)
                breakdown[.sharedExperts] = products * expertLayers
                activation += gate(tokens, columns: columns) * expertLayers
            }
            breakdown[.router] =
                product(tokens, columns: Double(mixture.experts), depth: hiddenSize, plain) * expertLayers
            breakdown[.experts] = routedExperts(tokens, mixture) * expertLayers
        }
        // The kernels besides the activation function pass over the residual stream.
        let constants = machine.constants
        let kernels =
            constants.elementwiseKernels - 1 + (model.normalizesQueriesAndKeys ? 1 : 0)
            + Double(model.extraNorms)
        let norms = Elementwise.cost(
            elements: constants.residualPasses * tokens * hiddenSize, kernels: kernels, on: machine)
        breakdown[.elementwise] = activation + norms * layers
        let elements = tokens * hiddenSize
        let reduction = AllReduce.cost(elements: elements, devices: sharding.tensorParallel, on: machine)
        breakdown[.allReduce] = reduction * (2 * layers)
        if stages > 1 {
            breakdown[.pipeline] = AllReduce.hop(elements: elements, on: machine) * Double(stages - 1)
        }
    }

    /// The sum of what ``linear(tokens:into:)`` fills in.
    func linear(tokens: Double) -> KernelCost {
        var parts = StepBreakdown()
        linear(tokens: tokens, into: &parts)
        return parts.total
    }

    private func queryKeyValue(_ tokens: Double) -> KernelCost {
        guard let latent = sharding.model.latentAttention else {
            return product(tokens, columns: Double(sharding.qkvColumns), depth: hiddenSize, attention)
        }
        // Both down projections in one product, whole on every device; then queries; then what expands keys and
        // values, or is absorbed into queries and outputs: the same FLOP and weights either way.
        let down = product(
            tokens, columns: Double(latent.queryRank + latent.cachedElements), depth: hiddenSize, attention)
        let queries = product(
            tokens, columns: geometry.heads * Double(latent.plainDimension + latent.ropeDimension),
            depth: Double(latent.queryDepth(hiddenSize: sharding.model.hiddenSize)), attention)
        let expansion = product(
            tokens, columns: geometry.heads * Double(latent.plainDimension + latent.valueDimension),
            depth: Double(latent.kvRank), attention)
        return down + queries + expansion
    }

    private func routedExperts(_ tokens: Double, _ mixture: MixtureOfExperts) -> KernelCost {
        let group = Double(sharding.expertParallel)
        let perToken = Double(mixture.expertsPerToken)
        var imbalance = machine.constants.expertImbalance
        if case .powerLaw = routing { imbalance = experts.expert.powerLawImbalance }
        let load = ExpertLoad(
            tokens: tokens, perToken: perToken, experts: Double(mixture.experts), devices: group,
            routing: routing, imbalance: imbalance, shape: experts.expert.powerLawShape)
        return Experts.cost(
            tokens: tokens, hiddenSize: hiddenSize, size: sharding.expertSize, perToken: perToken, load: load,
            local: sharding.localExperts, devices: group, with: experts, on: machine)
    }

    /// The activation function reads gate and up and writes one: 3 elements a column.
    private func gate(_ tokens: Double, columns: Double) -> KernelCost {
        Elementwise.cost(elements: 3 * tokens * columns, kernels: 1, on: machine)
    }

    /// The output head over so many rows. It runs even when no row needs it, as in engines that compute logits
    /// for every request of the batch.
    func outputHead(rows: Double) -> KernelCost {
        product(rows, columns: sharding.vocabularySize, depth: hiddenSize, head)
    }

    /// Choosing the next token in so many rows.
    func sampling(rows: Double) -> KernelCost {
        Sampler.cost(rows: rows, vocabulary: vocabularySize, sampler: sampler, on: machine)
    }

    func logits(rows: Double) -> Double { rows * vocabularySize }

    /// Attention of all chunks; nothing without prompt tokens.
    func prefillAttention(_ shape: BatchShape, _ micro: MicroShape) -> KernelCost {
        guard shape.prefillTokens > 0 else { return .zero }
        var chunks = PrefillChunks(
            tokens: Double(shape.prefillTokens) * micro.share,
            chunks: Double(shape.prefillChunks) * micro.share,
            pairs: Double(shape.prefillPairs) * micro.share,
            pastTokens: Double(shape.prefillPastTokens) * micro.share,
            sharesKernel: shape.decodeSequences > 0)
        let full = prefillAttention(chunks) * fullLayers
        guard windowedLayers > 0 else { return full }
        chunks.pairs = Double(shape.windowedPrefillPairs) * micro.share
        chunks.pastTokens = Double(shape.windowedPrefillPastTokens) * micro.share
        chunks.window = window
        return full + prefillAttention(chunks) * windowedLayers
    }

    private func prefillAttention(_ chunks: PrefillChunks) -> KernelCost {
        let constants = machine.constants
        return PrefillAttention.cost(
            kvBytes < 2 ? constants.prefillAttention8Bit : constants.prefillAttention, chunks,
            geometry: geometry, kvBytes: kvBytes, on: machine)
    }

    var decodeForm: DecodeAttentionForm {
        kvBytes < 2 ? machine.constants.decodeAttention8Bit : machine.constants.decodeAttention
    }

    /// One layer's decode attention of rows that read `tokens` together.
    func decodeAttention(sequences: Double, tokens: Double) -> KernelCost {
        DecodeAttention.cost(
            decodeForm, sequences: sequences, context: tokens / sequences, geometry: geometry,
            kvBytes: kvBytes,
            on: machine)
    }

    /// Blocks to or from host memory, before the step: the device's link to the host is the bottleneck.
    func swap(blocks: Double) -> KernelCost {
        guard blocks > 0 else { return .zero }
        let bytes = blocks * swapBytesPerBlock
        return KernelCost(microseconds: bytes / machine.hostLinkBytesPerSecond * 1e6, flop: 0, bytes: bytes)
    }

    private func product(
        _ rows: Double, columns: Double, depth: Double, _ precision: Precision
    ) -> KernelCost {
        GEMM.cost(rows: rows, columns: columns, depth: depth, with: precision, on: machine)
    }
}
