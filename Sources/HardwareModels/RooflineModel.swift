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
    public var sharding: Sharding { setup.sharding }
    public var device: DeviceSpec { setup.device }
    public var engine: EngineProfile { setup.engine }
    /// As the device runs it: see ``QuantizationFormat/resolved(on:)``.
    public var format: QuantizationFormat { setup.format }
    public var kvFormat: KVFormat? { setup.kvFormat }
    public var routing: ExpertRouting { setup.routing }
    public var constants: RooflineConstants { setup.constants }
    public var capMode: CapMode { cap.mode }
    /// The highest clock that steps run at.
    public let clock: OperatingPoint

    /// What never changes, so that copies of a model share it: it is too large to move about.
    private final class Setup: Sendable {
        let sharding: Sharding
        let device: DeviceSpec
        let engine: EngineProfile
        let format: QuantizationFormat
        let kvFormat: KVFormat?
        let routing: ExpertRouting
        let constants: RooflineConstants

        init(
            _ sharding: Sharding, _ device: DeviceSpec, _ engine: EngineProfile, _ format: QuantizationFormat,
            _ kvFormat: KVFormat?, _ routing: ExpertRouting, _ constants: RooflineConstants
        ) {
            self.sharding = sharding
            self.device = device
            self.engine = engine
            self.format = format
            self.kvFormat = kvFormat
            self.routing = routing
            self.constants = constants
        }

        func physics(at clock: OperatingPoint) -> StepPhysics {
            StepPhysics(
                sharding: sharding, format: format, kvFormat: kvFormat, routing: routing, device: device,
                engine: engine, constants: constants, clock: clock)
        }
    }

    private let setup: Setup
    private let cap: PowerCap
    private var atFullClock: StepTables
    /// The lower clock last asked for; changing it forgets what was remembered.
    private var slowed: StepTables

    /// `tensorParallel` devices share each layer, `pipelineParallel` stages share the layers, and the experts of a layer
    /// are placed whole on `expertParallel` parts of a tensor-parallel group (each 1, 2, 4 or 8). `kvFormat` is as wide
    /// as the format's activations unless given; `powerCap` lowers the device's own, per device; `clock` the highest
    /// clock; `constants` are the engine's for the device unless given.
    ///
    /// - Throws: ``HardwareError`` where a figure is out of range, the device has no unit for the format, the model
    ///   cannot be split over so many devices, or the weights alone exceed the memory. Whether there is room for a KV
    ///   cache too is ``MemoryPlan``'s answer.
    public init(
        model: ModelArchitecture, device: DeviceSpec, engine: EngineProfile,
        format: QuantizationFormat = .bf16, kvFormat: KVFormat? = nil, tensorParallel: Int = 1,
        pipelineParallel: Int = 1, expertParallel: Int = 1, routing: ExpertRouting = .measured,
        powerCap: Power? = nil, capMode: CapMode = .stretch, clock: OperatingPoint = .full,
        constants: RooflineConstants? = nil
    ) throws(HardwareError) {
        var device = device
        if let powerCap { device.capPower = min(device.capPower, powerCap) }
        let constants = constants ?? engine.constants(for: device)
        try device.validate()
        try engine.validate()
        try constants.validate()
        let format = try format.resolved(on: device)
        let sharding = try Sharding(
            model, tensorParallel: tensorParallel, pipelineParallel: pipelineParallel,
            expertParallel: expertParallel)
        try MemoryPlan.checkWeights(
            sharding, device: device, engine: engine, format: format, kvFormat: kvFormat)
        setup = Setup(sharding, device, engine, format, kvFormat, routing, constants)
        self.clock = clock
        let devices = Int64(sharding.devices)
        cap = PowerCap(
            milliwatts: device.capPower.milliwatts * devices,
            idleMilliwatts: device.idlePower.milliwatts * devices, mode: capMode)
        let physics = setup.physics(at: clock)
        atFullClock = StepTables(physics, cap: cap)
        slowed = atFullClock
    }

    /// What the devices draw together while a context is loaded and nothing runs.
    public var idlePower: Power {
        Power(milliwatts: device.idlePower.milliwatts * Int64(sharding.devices))
    }

    /// The model's sliding window, or nil where every layer reads everything.
    public var attentionWindow: Int? { sharding.model.slidingWindow }

    /// The cost of a step in whole femtoseconds and femtojoules, all devices together.
    ///
    /// O(1); a number of tokens or rows, or a range of contexts, seen for the first time costs a few power functions
    /// more. Under the cap the step draws the cap: see ``CapMode``. Prefill's part of the energy: its own attention; of
    /// the output head and the sampler its share of the rows; of everything else, host time included, its share of the
    /// tokens; all in the proportion in which the cap leaves the step's energy.
    public mutating func cost(of shape: BatchShape) -> StepCost {
        let shape = shape.bounded
        if shape.operatingPoint.clockPermille >= clock.clockPermille { return atFullClock.cost(of: shape) }
        if slowed.physics.clock != shape.operatingPoint {
            slowed = StepTables(setup.physics(at: shape.operatingPoint), cap: cap)
        }
        return slowed.cost(of: shape)
    }

    /// The same step in floating point, per device, with its parts. Not remembered: for explaining, not for
    /// simulating. Decode attention is taken at the very context, the cap at its very power.
    public func estimate(of shape: BatchShape) -> StepEstimate {
        let shape = shape.bounded
        let isSlower = shape.operatingPoint.clockPermille < clock.clockPermille
        let physics = setup.physics(at: isSlower ? shape.operatingPoint : clock)
        let micro = MicroShape(shape, stages: physics.stages)
        var parts = StepBreakdown()
        if shape.tokens > 0 {
            physics.linear(tokens: Double(shape.tokens) * micro.share, into: &parts)
            let rows = Double(shape.rows) * micro.share
            parts[.outputHead] = physics.outputHead(rows: rows)
            parts[.sampler] = physics.sampling(rows: rows)
            parts[.prefillAttention] = physics.prefillAttention(shape, micro)
        }
        if shape.decodeSequences > 0 {
            let rows = Double(shape.decodeSequences) * micro.share
            func attention(_ tokens: Int64) -> KernelCost {
                physics.decodeAttention(sequences: rows, tokens: Double(tokens) * micro.share)
            }
            parts[.decodeAttention] = attention(shape.contextTokens) * physics.fullLayers
            if physics.windowedLayers > 0 {
                parts[.decodeAttention] += attention(shape.windowedContextTokens) * physics.windowedLayers
            }
        }
        parts[.swap] = physics.swap(blocks: Double(shape.swappedBlocks))
        parts[.hostOverhead] = physics.hostOverhead
        let total = parts.total
        let logits = shape.tokens > 0 ? physics.logits(rows: Double(shape.rows)) : 0
        var joules =
            physics.power.joules(total, busy: micro.busy) + physics.power.joulesPerLogit * logits * micro.busy
        var microseconds = total.microseconds
        if physics.hostPace > microseconds {
            let wait = physics.hostPace - microseconds
            parts[.hostOverhead] += KernelCost(
                microseconds: wait, idleMicroseconds: wait, flop: 0, bytes: 0)
            joules += wait * physics.power.idleJoulesPerMicrosecond
            microseconds = physics.hostPace
        }
        let uncapped = (microseconds: microseconds, joules: joules)
        let capWatts = device.capPower.watts
        if microseconds > 0, joules > capWatts * microseconds * 1e-6 {
            if capMode == .stretch {
                let watts = joules / microseconds * 1e6
                let slowdown = cap.slowdown(uncappedMilliwatts: watts * 1000 * physics.devices)
                microseconds += total.onChipMicroseconds * slowdown
            }
            joules = capWatts * microseconds * 1e-6
        }
        return StepEstimate(
            microseconds: microseconds, flop: total.flop * micro.busy, bytes: total.bytes * micro.busy,
            logits: logits, uncappedJoules: uncapped.joules, uncappedMicroseconds: uncapped.microseconds,
            joules: joules, breakdown: parts)
    }
}
