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
/// Equations: one file per kernel in Kernels/, energy in Power/. A copy shares nothing with its original.
public struct RooflineModel: StepCostModel {
    public var sharding: Sharding { setup.sharding }
    public var device: DeviceSpec { setup.device }
    public var engine: EngineProfile { setup.engine }
    /// As the device runs it: see ``QuantizationFormat/resolved(on:)``.
    public var format: QuantizationFormat { setup.format }
    public var kvFormat: KVFormat? { setup.kvFormat }
    public var routing: ExpertRouting { setup.routing }
    public var constants: RooflineConstants { setup.constants }
    /// The highest clock that steps run at.
    public let clock: OperatingPoint
    /// Its level.
    private let place: Int

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

        /// At a share of the highest clock.
        func program(at clock: Double) -> StepProgram {
            StepProgram(
                sharding: sharding, format: format, kvFormat: kvFormat, routing: routing, device: device,
                engine: engine, constants: constants, clock: clock)
        }
    }

    private let setup: Setup
    private var tables: LevelTables

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
        powerCap: Power? = nil, clock: OperatingPoint = .full,
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
        let levels = try OperatingLevels(device.operatingCurve)
        place = levels.place(ofPermille: Int(clock.clockPermille))
        tables = RooflineModel.tables(levels, setup)
    }

    private static func tables(_ levels: OperatingLevels, _ setup: Setup) -> LevelTables {
        let devices = setup.sharding.devices
        let cap = PowerCap(milliwatts: setup.device.capPower.milliwatts * Int64(devices))
        return LevelTables(levels, cap: cap, devices: devices) { StepTables(setup.program(at: $0)) }
    }

    /// What the devices draw together while a context is loaded and nothing runs.
    public var idlePower: Power {
        Power(milliwatts: device.idlePower.milliwatts * Int64(sharding.devices))
    }

    /// The model's sliding window, or nil where every layer reads everything.
    public var attentionWindow: Int? { sharding.model.slidingWindow }

    public var spans: PerSpan<AttentionSpan> { PerSpan(window: attentionWindow) }

    /// The cost of a step in whole femtoseconds and femtojoules, all devices together.
    ///
    /// O(1); a number of tokens or rows, or a range of contexts, seen for the first time costs a few power functions
    /// more, and at a clock that a cap chooses about seven times as many. Prefill's part of the energy: its own
    /// attention; of the output head and the sampler its share of the rows; of everything else, host time included, its share
    /// of the tokens.
    public mutating func cost(of shape: BatchShape) -> StepCost {
        let shape = shape.bounded
        return tables.cost(of: shape, upTo: top(shape))
    }

    /// The same where it lies: a decode step that was met before costs one look at the tables.
    public mutating func price(_ step: inout PricedStep) {
        if step.shape.prefillTokens | step.shape.swappedBlocks == 0,
            tables.recall(&step, upTo: top(step.shape))
        {
            return
        }
        step.cost = cost(of: step.shape)
    }

    /// The highest level that the lock and the policy let a shape run at.
    private func top(_ shape: BatchShape) -> Int {
        shape.operatingPoint.clockPermille >= clock.clockPermille
            ? place : min(place, tables.levels.place(ofPermille: Int(shape.operatingPoint.clockPermille)))
    }

    /// The same step in floating point, per device, with its parts. Not remembered: for explaining, not for
    /// simulating. Decode attention is taken at the very context.
    public func estimate(of shape: BatchShape) -> StepEstimate {
        let shape = shape.bounded
        let level = level(of: shape)
        let free = estimate(of: shape, setup.program(at: tables.share(top(shape))), at: top(shape))
        guard level.place < top(shape) || level.pauses else { return free }
        var held = estimate(of: shape, setup.program(at: tables.share(level.place)), at: level.place)
        held.uncappedJoules = free.uncappedJoules
        held.uncappedMicroseconds = free.uncappedMicroseconds
        guard level.pauses else { return held }
        // Idle at the lowest clock until the mean is the cap.
        let idle = Double(tables.levels.levels[0].idleMilliwatts) * 1e-3
        let time = (held.joules - idle * held.microseconds * 1e-6) / (device.capPower.watts - idle) * 1e6
        let wait = time - held.microseconds
        held.breakdown[.hostOverhead] += KernelCost(
            microseconds: wait, idleMicroseconds: wait, flop: 0, bytes: 0)
        held.microseconds = time
        held.joules = device.capPower.watts * time * 1e-6
        return held
    }

    /// The level that a bounded shape runs at, and whether the device pauses there besides.
    private func level(of shape: BatchShape) -> (place: Int, pauses: Bool) {
        // Tables of its own: a copy of the model's would be changed, and so copied whole.
        var fresh = RooflineModel.tables(tables.levels, setup)
        return fresh.level(of: shape, upTo: top(shape))
    }

    /// The step at a level, without a cap.
    private func estimate(of shape: BatchShape, _ program: StepProgram, at place: Int) -> StepEstimate {
        let pass = Pass(shape, stages: program.stages)
        var parts = program.breakdown(pass)
        let total = parts.total
        var joules = program.power.joules(total, busy: pass.busy)
        var microseconds = total.microseconds
        if program.hostPace > microseconds {
            let wait = program.hostPace - microseconds
            parts[.hostOverhead] += KernelCost(microseconds: wait, idleMicroseconds: wait, flop: 0, bytes: 0)
            joules += wait * program.power.idleJoulesPerMicrosecond
            microseconds = program.hostPace
        }
        return StepEstimate(
            microseconds: microseconds, flop: total.flop * pass.busy, bytes: total.bytes * pass.busy,
            logits: total.logits * pass.busy, megahertz: Double(tables.levels.levels[place].kilohertz) * 1e-3,
            awakeWatts: program.power.joulesPerMicrosecond * 1e6,
            picojoulesPerFlop: program.power.joulesPerFlop * 1e12,
            picojoulesPerByte: program.power.joulesPerByte * 1e12, uncappedJoules: joules,
            uncappedMicroseconds: microseconds, joules: joules, breakdown: parts)
    }

    /// What runs in a bounded shape's step, at the clock that lock and cap leave it.
    func program(for shape: BatchShape) -> StepProgram {
        setup.program(at: tables.share(level(of: shape).place))
    }
}
