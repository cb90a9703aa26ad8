import HardwareModels
import SimCore

/// The device, the engine and how the model is split over devices, from the settings.
extension Scenario {
    static func device(_ device: DeviceSpec, _ settings: Settings) throws -> DeviceSpec {
        var device = device
        if case .power(let cap)? = settings[.powerCap] {
            guard cap >= device.leastCapPower, cap <= device.maxPower else {
                throw CLIError.usage(
                    "\(settings.subject(.powerCap).name) must be at least \(device.leastCapPower), which "
                        + "\(device.name) draws at its lowest clock of \(Figures.plain(device.lowestMegahertz)) MHz while it "
                        + "reads its memory, and at most its rating of \(device.maxPower), got \(cap)")
            }
            device.capPower = min(device.capPower, cap)
        }
        return device
    }

    static func engine(
        _ profile: EngineProfile, _ settings: Settings
    ) throws(CLIError) -> EngineProfile {
        var engine = profile
        if let text = settings.text(.sampling) { engine.sampling = try SamplingSpec(text).sampling }
        engine.maxSequences = settings.whole(.maxNumSeqs) ?? profile.maxSequences
        engine.tokenBudget = settings.whole(.maxNumBatchedTokens) ?? profile.tokenBudget
        engine.blockSize = settings.whole(.blockSize) ?? profile.blockSize
        engine.memoryUtilization = settings.number(.gpuMemoryUtilization) ?? profile.memoryUtilization
        guard engine.maxSequences <= engine.tokenBudget else {
            throw CLIError.usage(
                "--max-num-batched-tokens \(engine.tokenBudget) is below --max-num-seqs \(engine.maxSequences): a step "
                    + "could not decode every sequence. Raise the one or lower the other")
        }
        return engine
    }

    static func expertParallel(
        _ settings: Settings, _ model: ModelArchitecture
    ) throws(CLIError) -> Int {
        let parts = settings.whole(.ep) ?? 1
        let devices = settings.whole(.tp) ?? 1
        guard parts > 1 else { return 1 }
        let name = settings.subject(.ep).name
        guard let mixture = model.mixture else {
            throw CLIError.usage("\(name) must be 1 as \(model.name) has no experts, got \(parts)")
        }
        guard devices % parts == 0, mixture.experts % parts == 0 else {
            throw CLIError.usage(
                "\(name) must divide the \(Figures.count(devices, "GPU")) of --tp and the \(mixture.experts) "
                    + "experts of \(model.name), got \(parts)"
                    + (devices < parts && mixture.experts % parts == 0 ? ". Try --tp \(parts)" : ""))
        }
        return parts
    }

    static func routing(
        _ settings: Settings, _ model: ModelArchitecture
    ) throws -> ExpertRouting {
        guard settings.isTyped(.expertRouting), model.mixture == nil else {
            return try ExpertRoutingSpec(parsing: settings.text(.expertRouting) ?? "measured").routing
        }
        throw CLIError.usage(
            "\(settings.subject(.expertRouting).name) has no effect here: \(model.name) has no experts")
    }

    static func clock(
        _ settings: Settings, _ device: DeviceSpec
    ) throws(CLIError) -> OperatingPoint {
        guard let asked = settings.number(.clock) else { return .full }
        do {
            return try device.operatingPoint(megahertz: asked)
        } catch {
            throw CLIError.usage(
                "\(settings.subject(.clock).name) must be from \(Figures.plain(device.lowestMegahertz)) to "
                    + "\(Figures.plain(device.clockMegahertz)) MHz on \(device.name), got \(Figures.plain(asked))"
            )
        }
    }

    static func kvBlocks(_ settings: Settings, _ cost: RooflineModel) throws(CLIError) -> Int {
        let engine = cost.engine
        let plan = try memoryPlan(cost)
        guard let tokens = settings.whole(.kvCacheTokens) else { return plan.kvBlocks }
        let name = settings.subject(.kvCacheTokens).name
        guard tokens >= engine.blockSize else {
            throw CLIError.usage("\(name) must hold a block of \(engine.blockSize) tokens, got \(tokens)")
        }
        // An engine that printed a size knows better than the plan what it reserved, but not how large the memory is.
        let room = max(0, plan.memoryBytes - plan.weightBytes - plan.windowBytes) / plan.kvBytesPerToken
        guard tokens <= room else {
            throw CLIError(
                .infeasible,
                "\(name) \(tokens) does not fit: beside the weights of \(cost.sharding.model.name) there is room for "
                    + "\(room) tokens in all the memory of \(cost.sharding.devices) x \(cost.device.name)")
        }
        return tokens / engine.blockSize
    }

    private static func memoryPlan(_ cost: RooflineModel) throws(CLIError) -> MemoryPlan {
        do {
            return try MemoryPlan(
                model: cost.sharding.model, device: cost.device, engine: cost.engine, format: cost.format,
                kvFormat: cost.kvFormat, tensorParallel: cost.sharding.tensorParallel,
                pipelineParallel: cost.sharding.pipelineParallel,
                expertParallel: cost.sharding.expertParallel)
        } catch {
            throw Scenario.error(error)
        }
    }

    /// Where the KV cache is larger than weights and reserve leave room for.
    var largeCache: String? {
        guard settings.isGiven(.kvCacheTokens), let plan = try? Scenario.memoryPlan(cost),
            setup.limits.kvBlocks > plan.kvBlocks
        else { return nil }
        return
            "\(settings.subject(.kvCacheTokens).name) is taken as given, though weights and reserve leave room for "
            + "\(plan.kvTokens) tokens by the memory plan: another run is predicted than an engine would start"
    }

    static func maxModelTokens(
        _ settings: Settings, _ model: ModelArchitecture
    ) throws(CLIError) -> Int {
        guard let asked = settings.whole(.maxModelLen) else { return model.maxPositions }
        guard asked <= model.maxPositions else {
            throw CLIError.usage(
                "\(settings.subject(.maxModelLen).name) must be at most \(model.maxPositions), the longest context "
                    + "of \(model.name), got \(asked)")
        }
        return asked
    }

    static func host(_ settings: Settings) throws(CLIError) -> HostProfile {
        let watts = settings.number(.cpuWatts) ?? 0
        do {
            return try HostProfile(
                idlePowerPerDevice: Power(watts: watts) ?? .zero, activePowerPerDevice: .zero,
                fanFactor: settings.number(.fanFactor) ?? 0,
                supplyEfficiency: settings.number(.psuEfficiency) ?? 1, pue: settings.number(.pue) ?? 1)
        } catch {
            // The flags of the others keep to the profile's ranges.
            throw CLIError.usage(
                "\(settings.subject(.pue).name) must be at most 10, got "
                    + Figures.plain(settings.number(.pue) ?? 1))
        }
    }
}
