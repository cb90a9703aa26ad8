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

    /// - Parameters:
    ///   - tensorParallel: devices that share each layer: 1, 2, 4 or 8.
    ///   - constants: the engine's own unless given.
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
        atFullClock = StepTables(physics)
        slowed = StepTables(physics)
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
        if shape.operatingPoint == .full {
            let sums = atFullClock.sums(shape)
            return integers(sums, shape, atFullClock.physics)
        }
        if slowed.physics.clock != shape.operatingPoint {
            slowed = StepTables(physics(at: shape.operatingPoint))
        }
        let sums = slowed.sums(shape)
        return integers(sums, shape, slowed.physics)
    }

    /// The same step in floating point, per device, with its parts. Not remembered: for explaining, not for
    /// simulating.
    public func estimate(of shape: BatchShape) -> StepEstimate {
        let shape = shape.bounded
        let physics = physics(at: shape.operatingPoint)
        var tables = StepTables(physics)
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

    private func integers(_ sums: StepSums, _ shape: BatchShape, _ physics: StepPhysics) -> StepCost {
        let power = physics.power
        let devices = Double(sharding.tensorParallel)
        let femtojoules = devices * 1e15
        let base = sums.base
        let baseJoules = power.joules(base) + power.joulesPerLogit * sums.logits
        let full = physics.perContextToken
        let windowed = physics.perWindowedContextToken

        // A step takes at least a picosecond, so that the clock always advances.
        var cost = StepCost(
            durationBase: max(1000, Whole.int64(base.microseconds * 1e9, limit: 4e18)),
            energyBase: Whole.int128(baseJoules * femtojoules))
        cost.durationPerToken = Whole.int64(full.microseconds * 1e9, limit: 1e15)
        cost.durationPerWindowedToken = Whole.int64(windowed.microseconds * 1e9, limit: 1e15)
        cost.energyPerToken = Whole.int64(power.joules(full) * femtojoules, limit: 1e15)
        cost.energyPerWindowedToken = Whole.int64(power.joules(windowed) * femtojoules, limit: 1e15)
        cap.clip(&cost, at: shape)

        if shape.prefillTokens > 0 {
            cost.prefillEnergy =
                shape.decodeSequences == 0 ? cost.energyBase : prefillEnergy(cost, sums, shape, physics)
        }
        return cost
    }

    private func prefillEnergy(
        _ cost: StepCost, _ sums: StepSums, _ shape: BatchShape, _ physics: StepPhysics
    ) -> Int128 {
        let power = physics.power
        let context = Double(shape.contextTokens)
        let windowed = Double(shape.windowedContextTokens)
        let tokenShare = Double(shape.prefillTokens) / Double(shape.tokens)
        let rowShare = Double(shape.completedPrefills) / Double(shape.rows)
        let output = power.joules(sums.output) + power.joulesPerLogit * sums.logits
        let prefill =
            power.joules(sums.prefillAttention) + rowShare * output
            + tokenShare * power.joules(sums.linear + sums.fixed)
        let decodeContext =
            power.joules(physics.perContextToken) * context
            + power.joules(physics.perWindowedContextToken) * windowed
        let uncapped = power.joules(sums.base) + power.joulesPerLogit * sums.logits + decodeContext
        let step =
            Double(cost.energyBase) + Double(cost.energyPerToken) * context
            + Double(cost.energyPerWindowedToken) * windowed
        return min(cost.energyBase, Whole.int128(step * (prefill / uncapped)))
    }
}

/// Nearest whole numbers of non-negative quantities, clamped instead of trapping.
enum Whole {
    static func int64(_ value: Double, limit: Double) -> Int64 {
        Int64(min(max(value, 0), limit).rounded(.toNearestOrEven))
    }

    /// Up to 1e30: 1e15 J.
    static func int128(_ value: Double) -> Int128 {
        let clamped = min(max(value, 0), 1e30)
        guard clamped >= 9e18 else { return Int128(Int64(clamped.rounded(.toNearestOrEven))) }
        // At least 2^53, so the value is its whole significand shifted: exact, and without a division.
        let significand = clamped.significandBitPattern | (1 << 52)
        return Int128(significand) << Int128(clamped.exponent - 52)
    }
}
