import SimCore

/// What a step runs, of a model in a format split over devices under an engine: kernels with their counts, and for whom
/// each works. Everything that is said of a step folds this list, so that it is told once.
///
/// All layers are counted, whatever stages they lie on: see ``Pass``. Nothing in it changes, so copies of a model share it:
/// it is too large to move about.
final class StepProgram: Sendable {
    let machine: Machine
    /// In the order of ``StepPart``.
    let kernels: [StepKernel]
    /// Spans of attention that its layers read, the whole past among them.
    let spanCount: Int
    let stages: Int
    let devices: Double
    let power: PowerModel
    /// Host time that runs beside the device's, in microseconds: a step lasts at least as long.
    let hostPace: Double
    /// Share of the highest clock.
    let clock: Double

    init(
        sharding: Sharding, format: QuantizationFormat, kvFormat: KVFormat?, routing: ExpertRouting,
        device: DeviceSpec, engine: EngineProfile, constants: RooflineConstants, clock: Double
    ) {
        machine = Machine(device: device, constants: constants, format: format, clock: clock)
        self.clock = clock
        stages = sharding.pipelineParallel
        devices = Double(sharding.devices)
        power = PowerModel(
            device: device, joulesPerLogit: engine.sampler.nanojoulesPerLogit * 1e-9, clock: clock)
        hostPace = engine.pace?.microseconds(sharding.model, format: format) ?? 0
        spanCount = sharding.model.windowedLayers > 0 ? 2 : 1
        var writer = StepWriter(
            sharding: sharding, format: format, kvBytes: kvFormat?.bytes ?? format.kvBytes,
            routing: routing == .measured ? constants.routing : routing, machine: machine)
        writer.layers()
        writer.onceAStep(engine, blockBytes: Double(sharding.kvBytesPerTokenPerDevice(format, kvFormat)))
        kernels = writer.ordered
    }

    /// Each part of a step, over all layers of a pass.
    func breakdown(_ pass: Pass) -> StepBreakdown { breakdown(pass) { _ in true } }

    /// What the kernels of these drivers cost together in a pass: part by part, in the order in which they run.
    func cost(_ pass: Pass, of includes: (StepKernel.Driver) -> Bool) -> KernelCost {
        breakdown(pass, of: includes).total
    }

    /// Attention of a shape's chunks.
    func prefillAttention(_ shape: BatchShape) -> KernelCost {
        cost(Pass(shape, stages: stages)) { if case .prompts = $0 { true } else { false } }
    }

    private func breakdown(_ pass: Pass, of includes: (StepKernel.Driver) -> Bool) -> StepBreakdown {
        var parts = StepBreakdown()
        for kernel in kernels where includes(kernel.driver) && kernel.runs(in: pass) {
            parts[kernel.part] += kernel.cost(pass, on: machine) * kernel.count
        }
        return parts
    }

    /// The decode attention of a span: kernels with their counts.
    func decodeAttention(span: Int) -> [(kernel: DecodeAttention, count: Double)] {
        kernels.compactMap { entry in
            guard case .decodeAttention(let kernel) = entry.kernel, entry.driver == .decode(span: span) else {
                return nil
            }
            return (kernel, entry.count)
        }
    }
}

/// Puts a model's layers down as kernels.
struct StepWriter {
    let sharding: Sharding
    let format: QuantizationFormat
    let kvBytes: Double
    let routing: ExpertRouting
    let machine: Machine
    private var kernels: [StepKernel] = []

    private var model: ModelArchitecture { sharding.model }
    private var hiddenSize: Double { Double(model.hiddenSize) }

    init(
        sharding: Sharding, format: QuantizationFormat, kvBytes: Double, routing: ExpertRouting,
        machine: Machine
    ) {
        self.sharding = sharding
        self.format = format
        self.kvBytes = kvBytes
        self.routing = routing
        self.machine = machine
    }

    /// The kernels in the order of their parts; of one part in the order in which they were put down.
    var ordered: [StepKernel] {
        StepPart.allCases.flatMap { part in kernels.filter { $0.part == part } }
    }

    /// Projections, attention, feed-forward, norms and what travels between devices.
    mutating func layers() {
        let layers = Double(model.layers)
        projections(layers)
        attention(span: 0, window: .infinity, layers: model.fullAttentionLayers)
        if let window = model.slidingWindow, model.windowedLayers > 0 {
            attention(span: 1, window: Double(window), layers: model.windowedLayers)
        }
        feedForward(model.denseLayers)
        if let mixture = model.mixture { experts(mixture, model.expertLayers) }
        // The kernels besides the activation function pass over the residual stream.
        let constants = machine.constants
        put(
            .elementwise,
            .elementwise(
                Elementwise(
                    kernels: constants.elementwiseKernels - 1 + (model.normalizesQueriesAndKeys ? 1 : 0)
                        + Double(model.extraNorms),
                    passes: constants.residualPasses, width: hiddenSize)), layers)
        if sharding.tensorParallel > 1 {
            put(
                .allReduce,
                .allReduce(AllReduce(width: hiddenSize, devices: Double(sharding.tensorParallel))), 2 * layers
            )
        }
        if sharding.pipelineParallel > 1 {
            put(.pipeline, .hop(PipelineHop(width: hiddenSize)), Double(sharding.pipelineParallel - 1))
        }
    }

    /// Head, sampler and host. The head runs even when no row needs it, as in engines that compute logits for every
    /// request of the batch.
    mutating func onceAStep(_ engine: EngineProfile, blockBytes: Double) {
        product(.outputHead, sharding.vocabularySize, hiddenSize, .outputHead, 1, driver: .rows)
        put(
            .sampler, .sampler(Sampler(vocabulary: Double(model.vocabularySize), profile: engine.sampler)), 1,
            driver: .rows)
        put(
            .swap, .swap(BlockSwap(bytesPerBlock: Double(engine.blockSize) * blockBytes)), 1,
            driver: .swappedBlocks)
        let ungraphedLayers = model.chunksAttention ? Double(model.layers) : 0
        put(
            .hostOverhead,
            .host(engine.stepOverheadMicroseconds + engine.ungraphedLayerMicroseconds * ungraphedLayers), 1,
            driver: .step)
    }

    private mutating func projections(_ layers: Double) {
        let heads = Double(sharding.heads)
        if let latent = model.latentAttention {
            // Both down projections in one product, whole on every device; then queries; then what expands keys and
            // values, or is absorbed into queries and outputs: the same FLOP and weights either way.
            product(
                .queryKeyValue, Double(latent.queryRank + latent.cachedElements), hiddenSize, .attention,
                layers)
            product(
                .queryKeyValue, heads * Double(latent.plainDimension + latent.ropeDimension),
                Double(latent.queryDepth(hiddenSize: model.hiddenSize)), .attention, layers)
            product(
                .queryKeyValue, heads * Double(latent.plainDimension + latent.valueDimension),
                Double(latent.kvRank), .attention, layers)
        } else {
            product(.queryKeyValue, Double(sharding.qkvColumns), hiddenSize, .attention, layers)
        }
        let depth = heads * Double(model.latentAttention?.valueDimension ?? model.headDimension)
        product(.attentionOutput, hiddenSize, depth, .attention, layers)
    }

    private mutating func attention(span: Int, window: Double, layers: Double) {
        guard layers > 0 else { return }
        let geometry = AttentionGeometry(sharding)
        put(
            .prefillAttention,
            .prefillAttention(PrefillAttention(geometry: geometry, kvBytes: kvBytes, window: window)), layers,
            driver: .prompts(span: span))
        put(
            .decodeAttention, .decodeAttention(DecodeAttention(geometry: geometry, kvBytes: kvBytes)), layers,
            driver: .decode(span: span))
    }

    private mutating func feedForward(_ layers: Double) {
        guard layers > 0 else { return }
        let columns = Double(sharding.feedForwardSize)
        product(.gateAndUp, 2 * columns, hiddenSize, .feedForward, layers)
        product(.down, hiddenSize, columns, .feedForward, layers)
        put(.elementwise, .elementwise(.activation(columns: columns)), layers)
    }

    private mutating func experts(_ mixture: MixtureOfExperts, _ layers: Double) {
        guard layers > 0 else { return }
        product(.router, Double(mixture.experts), hiddenSize, nil, layers)
        let columns = Double(sharding.sharedExpertSize)
        if columns > 0 {
            product(.sharedExperts, 2 * columns, hiddenSize, .sharedExperts, layers)
            product(.sharedExperts, hiddenSize, columns, .sharedExperts, layers)
            put(.elementwise, .elementwise(.activation(columns: columns)), layers)
        }
        put(
            .experts,
            .experts(
                Experts(
                    hiddenSize: hiddenSize, size: sharding.expertSize,
                    perToken: Double(mixture.expertsPerToken), count: Double(mixture.experts),
                    devices: Double(sharding.expertParallel), routing: routing,
                    precision: Precision(format, .experts, on: machine))), layers)
    }

    /// A product with weights of these layers; nil: weights that no format touches.
    private mutating func product(
        _ part: StepPart, _ columns: Double, _ depth: Double, _ weights: QuantizedLayers?, _ count: Double,
        driver: StepKernel.Driver = .tokens
    ) {
        let precision = Precision(format, weights, on: machine)
        put(part, .product(GEMM(columns: columns, depth: depth, precision: precision)), count, driver: driver)
    }

    private mutating func put(
        _ part: StepPart, _ kernel: StepKernel.Kernel, _ count: Double, driver: StepKernel.Driver = .tokens
    ) {
        kernels.append(StepKernel(part: part, kernel: kernel, count: count, driver: driver))
    }
}
