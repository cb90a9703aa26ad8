import SimCore
import Workloads

/// Where a run's requests come from, resolved: every default filled in, every contradiction refused.
struct LoadSpec {
    enum Origin {
        case synthetic(ArrivalPattern, prompts: LengthSpec, outputs: LengthSpec, count: Int)
        /// `count` nil replays all.
        case trace(path: String, timeScale: Double, count: Int?, TraceReading)
    }

    let origin: Origin
    let scenario: String
    let shape: ShapeSpec?
    let maxConcurrency: Int?
    let seed: UInt64
    let replication: UInt64

    /// Synthetic requests unless `--num-prompts` says otherwise: design default of a run.
    static let defaultCount = 200

    /// - Throws: `CLIError` for flags that contradict each other.
    init(_ settings: Settings) throws(CLIError) {
        scenario = settings.text(.scenario) ?? "server"
        seed = UInt64(settings.whole(.seed) ?? 0)
        replication = UInt64(settings.whole(.replication) ?? 0)
        if case .shape(let spec)? = settings[.shape] { shape = spec } else { shape = nil }
        let concurrency = settings.whole(.maxConcurrency)
        if scenario == "single-stream" {
            if let concurrency, concurrency != 1, settings.isTyped(.maxConcurrency) {
                throw CLIError.usage(
                    "--scenario single-stream has one request in flight, got --max-concurrency \(concurrency). "
                        + "Drop one of the two")
            }
            maxConcurrency = 1
        } else {
            maxConcurrency = concurrency
        }
        if let path = settings.text(.trace) {
            try LoadSpec.refuse(
                [.requestRate, .arrival, .burstiness, .inputLen, .outputLen], in: settings,
                because: "--trace brings its own arrivals and lengths; --time-scale changes its rate")
            guard scenario == "server" else {
                throw CLIError.usage(
                    "--scenario \(scenario) does not go with --trace: a trace brings its own arrivals. Drop one"
                )
            }
            origin = .trace(
                path: path, timeScale: settings.number(.timeScale) ?? 1, count: settings.whole(.numPrompts),
                settings.traceReading)
        } else {
            try LoadSpec.refuse(
                [.timeScale, .skipBadRows, .traceTimeUnit, .rebase], in: settings,
                because: "it belongs to --trace FILE")
            guard case .lengths(let prompts)? = settings[.inputLen],
                case .lengths(let outputs)? = settings[.outputLen]
            else { preconditionFailure("lengths have defaults") }
            origin = .synthetic(
                try LoadSpec.pattern(settings, scenario: scenario), prompts: prompts, outputs: outputs,
                count: settings.whole(.numPrompts) ?? LoadSpec.defaultCount)
        }
    }

    private static func refuse(
        _ keys: [FlagKey], in settings: Settings, because reason: String
    ) throws(CLIError) {
        for key in keys where settings.isTyped(key) {
            throw CLIError.usage("\(settings.subject(key).name) has no effect here: \(reason)")
        }
    }

    private static func pattern(_ settings: Settings, scenario: String) throws(CLIError) -> ArrivalPattern {
        let law = settings.text(.arrival)
        let rate = settings.number(.requestRate) ?? 4
        let burstiness = settings.number(.burstiness) ?? 1
        if scenario != "server" || law == "together" {
            let cause = scenario != "server" ? "--scenario \(scenario)" : "--arrival together"
            let rateIsFinite = settings.isTyped(.requestRate) && rate.isFinite
            let lawIsAnother = scenario != "server" && settings.isTyped(.arrival) && law != "together"
            if rateIsFinite || lawIsAnother || settings.isTyped(.burstiness) {
                let key: FlagKey = rateIsFinite ? .requestRate : (lawIsAnother ? .arrival : .burstiness)
                throw CLIError.usage(
                    "\(settings.subject(key).name) does not go with \(cause), which sends everything at once. "
                        + "Drop one of the two")
            }
            return .together
        }
        if rate == .infinity {
            if let law, settings.isTyped(.arrival) {
                throw CLIError.usage(
                    "--arrival \(law) does not go with a request rate of inf, which sends everything at once. "
                        + "Drop one of the two")
            }
            return .together
        }
        if let law, law != "gamma", burstiness != 1, settings.isTyped(.burstiness) {
            throw CLIError.usage(
                "--burstiness does not go with --arrival \(law): only gamma gaps have one. Drop one of the two"
            )
        }
        do {
            switch law {
            case "poisson":
                let pattern = ArrivalPattern.poisson(requestsPerSecond: rate)
                try pattern.validate()
                return pattern
            case "constant":
                let pattern = ArrivalPattern.constant(requestsPerSecond: rate)
                try pattern.validate()
                return pattern
            case "uniform":
                guard let longest = SimDuration(seconds: 2 / rate) else {
                    throw WorkloadError.rateTooLow(requestsPerSecond: rate)
                }
                return .uniformGaps(shortest: .zero, longest: longest)
            default: return try ArrivalPattern(requestsPerSecond: rate, burstiness: burstiness)
            }
        } catch let problem as WorkloadError {
            throw CLIError.usage("\(settings.subject(.requestRate).name): \(problem)")
        } catch {
            throw CLIError.usage("\(settings.subject(.requestRate).name): \(error)")
        }
    }

    /// Opens the trace or prepares the draws.
    ///
    /// - Throws: `CLIError`: exit code 4 for a trace that cannot be read, 2 for one that cannot be understood.
    func makeSource() throws(CLIError) -> (source: LoadSource, log: LoadLog) {
        do {
            let base: BaseLoad
            switch origin {
            case .synthetic(let pattern, let prompts, let outputs, let count):
                base = BaseLoad(
                    try SyntheticWorkload(
                        arrivals: pattern, promptTokens: prompts.promptTokens,
                        outputTokens: outputs.outputTokens, count: count, seed: seed, replication: replication
                    ))
            case .trace(let path, let timeScale, let count, let reading):
                let trace = try TraceSource(path: path, reading)
                base = try BaseLoad(trace, timeScale: timeScale, count: count)
            }
            return (try LoadSource(base, shape: shape, seed: seed, replication: replication), base.log)
        } catch let problem as TraceError {
            throw problem.forUser
        } catch let problem as WorkloadError {
            throw CLIError.usage(problem.description)
        } catch {
            throw CLIError(.internalDefect, "the load could not be prepared: \(error)")
        }
    }

    /// Requests in total, where that is known before the run.
    var count: Int? {
        switch origin {
        case .synthetic(_, _, _, let count): count
        case .trace(_, _, let count, _): count
        }
    }
}

extension Settings {
    /// How a trace is read.
    var traceReading: TraceReading {
        TraceReading(
            skipBadRows: isOn(.skipBadRows), unit: text(.traceTimeUnit).flatMap(TraceUnit.init(rawValue:)),
            rebases: isOn(.rebase))
    }
}
