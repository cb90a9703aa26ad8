import HardwareModels
import SimCore
import Workloads

/// One run, resolved: every name looked up, every default filled in, everything checked that can be checked before it
/// starts.
struct Scenario {
    let settings: Settings
    let model: ModelArchitecture
    /// Where the model was described by a file.
    let modelFile: ModelFile?
    /// Where the device was described by a file.
    let deviceFile: DeviceFile?
    /// With the user's power cap.
    let device: DeviceSpec
    /// With the user's limits.
    let engine: EngineProfile
    /// As asked for; ``RooflineModel/format`` of `cost` is what the device makes of it.
    let format: QuantizationFormat
    let replicas: Int
    let load: LoadSpec
    let policyName: PolicyChoice
    let policy: BuiltinBatching
    let routing: BuiltinRouting
    let setup: SimulationSetup
    let cost: RooflineModel
    let percentiles: [Double]
    /// What surrounds the GPUs.
    let host: HostProfile

    /// All GPUs of all replicas.
    var deviceCount: Int { cost.sharding.devices * replicas }

    /// How well the energy figures are known. An engine without a version is imaginary: under it even a measured device
    /// runs at the rates of its datasheet.
    var provenance: Provenance {
        guard device.provenance == .calibrated else { return device.provenance }
        if engine.version.isEmpty { return .datasheet }
        guard let band = errorBand, band.kind != .transferred else { return .transferred }
        return .calibrated
    }

    /// How far runs of this kind were from measured ones, or nil where none was compared: no run at a lower clock, over
    /// stages, with another KV cache or routing, or with constants of the user's own.
    var errorBand: ErrorBand? {
        let isAsMeasured =
            cost.clock == .full && cost.sharding.pipelineParallel == 1
            && (cost.kvFormat?.bytes ?? format.kvBytes) == format.kvBytes && cost.routing == .measured
            && settings.text(.constants) == nil && policyName == PolicyChoice(engine.batching)
        guard isAsMeasured else { return nil }
        return ErrorBand.band(
            model: model, device: device, engine: engine, format: format,
            expertParallel: cost.sharding.expertParallel)
    }

    /// - Throws: `CLIError`: exit code 3 for what cannot fit, 2 for values that do not go together.
    init(_ settings: Settings) throws(CLIError) {
        self.settings = settings
        do {
            let name = settings.text(.model) ?? ""
            modelFile = try Scenario.isModelFile(name) ? ModelFile(path: name) : nil
            model = try modelFile?.architecture ?? ModelCatalog.model(named: name)
            let values = try settings.text(.constants).map(ConstantsFile.read) ?? ConstantValues()
            let gpu = settings.text(.gpu) ?? ""
            deviceFile = try DeviceFile.isPath(gpu) ? DeviceFile(path: gpu) : nil
            let deployment = values.applied(
                to: Deployment(
                    device: try deviceFile?.device ?? DeviceCatalog.device(named: gpu),
                    engine: try EngineProfile.engine(named: settings.text(.engine) ?? "")))
            device = try Scenario.device(deployment.device, settings)
            engine = try Scenario.engine(deployment.engine, settings)
            let formats = try FormatChoice(
                settings, model: model, kvFormat: modelFile?.kvFormat, device: device)
            format = formats.format
            cost = try RooflineModel(
                model: model, device: device, engine: engine, format: format, kvFormat: formats.kvFormat,
                tensorParallel: settings.whole(.tp) ?? 1, pipelineParallel: settings.whole(.pp) ?? 1,
                expertParallel: try Scenario.expertParallel(settings, model),
                routing: try Scenario.routing(settings, model),
                clock: try Scenario.clock(settings, device))
        } catch let problem as HardwareError {
            throw Scenario.error(problem)
        } catch let problem as CLIError {
            throw problem
        } catch {
            throw CLIError(.internalDefect, "\(error)")
        }
        replicas = settings.whole(.dp) ?? 1
        load = try LoadSpec(settings)
        let choice = settings.text(.policy).flatMap(PolicyChoice.init(rawValue:))
        policyName = choice ?? PolicyChoice(engine.batching)
        policy = policyName.policy(
            batchTimeout: settings.duration(.batchTimeout) ?? .zero,
            ageing: settings.duration(.priorityAgeing) ?? .zero,
            preemption: settings.text(.preemption) == "swap" ? .swap : .recompute)
        routing =
            settings.text(.routing) == "least-outstanding"
            ? .leastOutstanding(LeastOutstanding()) : .roundRobin(RoundRobin())
        if case .percentiles(let values)? = settings[.metricPercentiles] {
            percentiles = values
        } else {
            percentiles = []
        }
        host = try Scenario.host(settings)
        let limits = ReplicaLimits(
            maxSequences: engine.maxSequences, maxBatchedTokens: engine.tokenBudget,
            kvBlocks: try Scenario.kvBlocks(settings, cost),
            blockSize: engine.blockSize, maxModelTokens: try Scenario.maxModelTokens(settings, model))
        setup = SimulationSetup(
            limits: limits, replicas: replicas, maxConcurrency: load.maxConcurrency,
            objective: Scenario.objective(settings),
            stepping: settings.text(.stepping) == "single" ? .single : .leap, unservable: .countAsFailed)
        try checkLengths()
        try RunSpan.check(self)
    }

    /// What the model's name list let pass as a path.
    private static func isModelFile(_ name: String) -> Bool {
        ModelFile.isPath(name) || (try? ModelCatalog.model(named: name)) == nil
    }

    private static func objective(_ settings: Settings) -> ServiceObjective {
        guard case .objectives(let limits)? = settings[.goodput] else { return ServiceObjective() }
        return ServiceObjective(ttft: limits.ttft, tpot: limits.tpot, e2e: limits.e2el)
    }

    /// Where not even the shortest request that can be drawn is servable there is nothing to run. Longer ones are tested as
    /// they are drawn, and count as failed.
    private func checkLengths() throws(CLIError) {
        guard case .synthetic(_, let prompts, let outputs, _) = load.origin else { return }
        let shortest = RequestSpec(
            arrival: .zero, promptTokens: prompts.promptTokens.minimum,
            outputTokens: outputs.outputTokens.minimum)
        guard let reason = setup.limits.obstacle(to: shortest) else { return }
        let size = "\(shortest.promptTokens) prompt and \(shortest.outputTokens) output tokens"
        switch reason {
        case .longerThanModel(_, let limit):
            throw CLIError(
                .infeasible,
                "a request of \(size) is longer than \(limit), the limit of \(model.name). Lower --input-len or "
                    + "--output-len" + (limit < model.maxPositions ? ", or raise --max-model-len" : ""))
        case .largerThanCache(_, let blocks):
            throw CLIError(
                .infeasible,
                "a request of \(size) does not fit the KV cache of \(blocks * engine.blockSize) tokens. Lower "
                    + "--input-len or --output-len, or \(roomAdvice)")
        }
    }

    /// What makes a KV cache larger.
    var roomAdvice: String {
        if settings.isGiven(.kvCacheTokens) { return "raise --kv-cache-tokens" }
        // Windows are kept for every sequence that may run: fewer of them leave room for longer ones.
        if model.slidingWindow != nil, engine.maxSequences > 1 { return "lower --max-num-seqs" }
        let isSplittable = Sharding.possibleSizes(model).contains { $0 > cost.sharding.tensorParallel }
        return isSplittable ? "use more --tp" : "use more --pp"
    }

    static func error(_ problem: HardwareError) -> CLIError {
        switch problem {
        case .doesNotFit, .notDivisible: CLIError(.infeasible, problem.description)
        default: CLIError.usage(problem.description)
        }
    }
}

extension Settings {
    func duration(_ key: FlagKey) -> SimDuration? {
        if case .duration(let value)? = self[key] { return value }
        return nil
    }
}
