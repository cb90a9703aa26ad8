import HardwareModels
import SimCore

/// One step of one phase, with what the roofline has to say about it. FLOP, bytes and times are of one GPU.
struct RooflineStep {
    enum Phase: String, CaseIterable { case prefill, decode }

    /// What most of a step's time goes to.
    enum Bound: String, CaseIterable {
        case memory, compute, launch, sampler, links, host
    }

    /// A part of the step with its two shortest times.
    struct Part {
        let part: StepPart
        let cost: KernelCost
        /// Operations of the unit that runs them, where the model's own count is in 16-bit ones.
        let flop: Double
        /// Microseconds at the datasheet's peak and bandwidth.
        let computeFloor: Double
        let memoryFloor: Double

        var bound: Bound {
            switch part {
            case .hostOverhead, .swap: return .host
            case .allReduce, .pipeline: return .links
            default: break
            }
            if memoryFloor >= computeFloor, memoryFloor * 2 >= cost.microseconds { return .memory }
            if computeFloor * 2 >= cost.microseconds { return .compute }
            return part == .sampler ? .sampler : .launch
        }
    }

    let phase: Phase
    /// Prompt tokens, or decode rows.
    let count: Int
    /// Tokens that a decode row reads; 0 for a prompt.
    let context: Int
    let shape: BatchShape
    let estimate: StepEstimate
    /// What runs, as products.
    let lines: [StepLine]
    let parts: [Part]
    /// Share of the time that a stage of a pipeline works.
    let busy: Double
    /// Joules of all GPUs together.
    let joules: Double

    /// `prompts`: how many equal prompts the tokens of a prefill are.
    init(_ phase: Phase, count: Int, context: Int, prompts: Int = 1, of model: RooflineModel) {
        self.phase = phase
        self.count = count
        self.context = phase == .decode ? context : 0
        shape = RooflineStep.shape(
            phase, count: count, context: context, prompts: prompts, window: model.attentionWindow)
        estimate = model.estimate(of: shape)
        let lines = model.lines(of: shape)
        self.lines = lines
        let breakdown = estimate.breakdown
        let clock = estimate.megahertz / model.device.clockMegahertz
        parts = StepPart.allCases.map { part in
            let cost = breakdown[part]
            let unit = lines.first { $0.part == part }?.unit ?? model.format.baseUnit
            let flop = cost.flop / unit.relativeEnergy
            let rate = (model.device.rate(of: unit) ?? model.device.bf16FlopPerSecond) * clock
            return Part(
                part: part, cost: cost, flop: flop, computeFloor: flop / rate * 1e6,
                memoryFloor: cost.bytes / model.device.memoryBytesPerSecond * 1e6)
        }
        let whole = breakdown.total
        busy = whole.bytes > 0 ? estimate.bytes / whole.bytes : 1
        joules = estimate.joules * Double(model.sharding.devices)
    }

    /// All rows with one context, or whole prompts of one length.
    static func shape(_ phase: Phase, count: Int, context: Int, prompts: Int = 1, window: Int?) -> BatchShape
    {
        var shape = BatchShape()
        let count = Int64(min(count, 1 << 31))
        switch phase {
        case .decode:
            let context = Int64(min(context, 1 << 31))
            let windowed = min(context, Int64(window ?? .max))
            shape.decodeSequences = count
            shape.contextTokens = count * context
            shape.windowedContextTokens = count * windowed
            shape.growingSequences = windowed == context ? count : 0
        case .prefill:
            let prompts = max(1, min(Int64(prompts), count))
            let length = count / prompts
            shape.prefillTokens = count
            shape.prefillChunks = prompts
            shape.completedPrefills = prompts
            shape.prefillPairs = prompts * (length * (length + 1) / 2)
            let inside = min(length, Int64(window ?? .max))
            shape.windowedPrefillPairs = prompts * (inside * (inside + 1) / 2 + (length - inside) * inside)
        }
        return shape
    }

    var flop: Double { parts.reduce(0) { $0 + $1.flop } * busy }
    var bytes: Double { estimate.bytes }
    var intensity: Double { bytes > 0 ? flop / bytes : 0 }
    var microseconds: Double { estimate.microseconds }
    /// Output tokens of a decode step, prompt tokens of a prompt.
    var joulesPerToken: Double { joules / Double(count) }
    var flopPerJoule: Double { estimate.joules > 0 ? flop / estimate.joules : 0 }

    /// Microseconds at the datasheet's peak and bandwidth; the pipeline's other stages are not waited for.
    var computeFloor: Double { parts.reduce(0) { $0 + $1.computeFloor } }
    var memoryFloor: Double { parts.reduce(0) { $0 + $1.memoryFloor } }

    /// The roofline's time over the modelled one.
    var share: Double {
        microseconds > 0 ? max(computeFloor, memoryFloor) / microseconds : 0
    }

    /// FLOP/s of one GPU.
    var rate: Double { microseconds > 0 ? flop / microseconds * 1e6 : 0 }

    /// Microseconds of the parts by what each waits for.
    var times: [Bound: Double] {
        var times: [Bound: Double] = [:]
        for part in parts { times[part.bound, default: 0] += part.cost.microseconds }
        return times
    }

    /// The kind that most of the time goes to, wherever a step is said to wait for something; a part counts as bound by memory or arithmetic where that alone takes at
    /// least half of its time.
    var bound: Bound {
        let times = times
        var best = Bound.memory
        for bound in Bound.allCases where times[bound, default: 0] > times[best, default: 0] { best = bound }
        return best
    }
}

extension RooflineModel {
    /// The unit of most products: that of the feed-forward layers or experts.
    var mainUnit: ComputeUnit {
        var shape = BatchShape()
        shape.decodeSequences = 1
        let part = sharding.model.mixture == nil ? StepPart.gateAndUp : .experts
        return lines(of: shape).first { $0.part == part }?.unit ?? format.baseUnit
    }

    /// Its peak at this clock.
    var peakFlopPerSecond: Double {
        (device.rate(of: mainUnit) ?? device.bf16FlopPerSecond) * Double(clock.clockPermille) / 1000
    }
}
