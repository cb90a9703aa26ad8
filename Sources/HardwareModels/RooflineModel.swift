import SimCore

/// What a step of an LLM costs on real hardware: rooflines of its kernels, and the energy of what they move and
/// compute.
///
///     var model = try RooflineModel(
///         model: ModelCatalog.model(named: "Llama-3.1-8B"), device: DeviceCatalog.h100SXM, engine: .vllm)
///     var shape = BatchShape()
///     shape.decodeSequences = 1
///     shape.contextTokens = 512
///     model.estimate(of: shape).microseconds  // 7730
///
/// Equations: one file per kernel in Timing/, energy in Power/. A copy shares nothing with its original.
public struct RooflineModel: StepCostModel {
    public let sharding: Sharding
    public let device: DeviceSpec
    public let engine: EngineProfile
    public let format: QuantizationFormat
    public let constants: RooflineConstants

    private let cap: PowerCap
    private var atFullClock: StepTables
    /// The lower clock last asked for; changing it forgets what was remembered.
    private var slowed: StepTables

    /// `tensorParallel` devices (1, 2, 4 or 8) share each layer; `constants` are the engine's own unless given.
    ///
    /// - Throws: ``HardwareError`` where a figure is out of range, the model's heads cannot be split over so many
    ///   devices, or the weights alone exceed the memory. Whether there is room for a KV cache too is
    ///   ``MemoryPlan``'s answer.
    public init(
        model: ModelArchitecture, device: DeviceSpec, engine: EngineProfile,
        format: QuantizationFormat = .bf16, tensorParallel: Int = 1, constants: RooflineConstants? = nil
    ) throws(HardwareError) {
        let constants = constants ?? engine.constants
        try device.validate()
        try engine.validate()
        try constants.validate()
        let sharding = try Sharding(model, tensorParallel: tensorParallel)
        try MemoryPlan.checkWeights(sharding, device: device, engine: engine, format: format)
        self.sharding = sharding
        self.device = device
        self.engine = engine
        self.format = format
        self.constants = constants
        cap = PowerCap(milliwatts: device.capPower.milliwatts * Int64(tensorParallel))
        let physics = StepPhysics(
            sharding: sharding, format: format, device: device, engine: engine, constants: constants,
            clock: .full)
        atFullClock = StepTables(physics, cap: cap)
        slowed = StepTables(physics, cap: cap)
    }

    /// What the devices draw together while a context is loaded and nothing runs.
    public var idlePower: Power {
        Power(milliwatts: device.idlePower.milliwatts * Int64(sharding.tensorParallel))
    }

    /// The model's sliding window, or nil where every layer reads everything.
    public var attentionWindow: Int? { sharding.model.slidingWindow }

    /// The cost of a step in whole femtoseconds and femtojoules, all devices together.
    ///
    /// O(1); a number of tokens or rows seen for the first time costs a few power functions more. Under the cap the
    /// step draws the cap and takes no longer (clipping). Prefill's part of the energy: its own attention; of the
    /// output head and the sampler its share of the rows; of everything else, host time included, its share of the
    /// tokens; all in the proportion in which the cap leaves the step's energy.
    public mutating func cost(of shape: BatchShape) -> StepCost {
        let shape = shape.bounded
        if shape.operatingPoint == .full { return atFullClock.cost(of: shape) }
        if slowed.physics.clock != shape.operatingPoint {
            slowed = StepTables(physics(at: shape.operatingPoint), cap: cap)
        }
        return slowed.cost(of: shape)
    }

    /// The same step in floating point, per device, with its parts. Not remembered: for explaining, not for
    /// simulating.
    public func estimate(of shape: BatchShape) -> StepEstimate {
        let shape = shape.bounded
        let physics = physics(at: shape.operatingPoint)
        var tables = StepTables(physics, cap: cap)
        let sums = tables.sums(shape)
        let context =
            physics.perContextToken * Double(shape.contextTokens)
            + physics.perWindowedContextToken * Double(shape.windowedContextTokens)
        let total = sums.base + context

        var parts = StepBreakdown()
        if shape.tokens > 0 {
            physics.linear(tokens: Double(shape.tokens), into: &parts)
            parts[.outputHead] = physics.outputHead(rows: Double(shape.rows))
            parts[.sampler] = physics.sampling(rows: Double(shape.rows))
        }
        parts[.prefillAttention] = sums.prefillAttention
        parts[.decodeAttention] = sums.decodeAttention + context
        parts[.swap] = physics.swap(blocks: Double(shape.swappedBlocks))
        parts[.hostOverhead] = physics.hostOverhead

        let uncapped = physics.power.joules(total) + physics.power.joulesPerLogit * sums.logits
        return StepEstimate(
            microseconds: total.microseconds, flop: total.flop, bytes: total.bytes, logits: sums.logits,
            uncappedJoules: uncapped,
            joules: min(uncapped, device.capPower.watts * total.microseconds * 1e-6),
            breakdown: parts)
    }

    private func physics(at clock: OperatingPoint) -> StepPhysics {
        StepPhysics(
            sharding: sharding, format: format, device: device, engine: engine, constants: constants,
            clock: clock)
    }
}
