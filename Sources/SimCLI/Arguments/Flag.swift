/// One setting of `run`: the single source for parsing, help, near misses, configuration keys and `--dry-run`.
struct Flag {
    let key: FlagKey
    /// Other spellings, without the dashes.
    let aliases: [String]
    /// The letter of the short form.
    let short: Character?
    let kind: ValueKind
    let group: FlagGroup
    /// As typed by a user; nil where the setting is absent by default.
    let defaultText: String?
    /// A line for `help run`; the default is added by the printer.
    let help: String
    /// Said in place of a default where there is none.
    let absence: String

    init(
        _ key: FlagKey, _ kind: ValueKind, _ group: FlagGroup, short: Character? = nil,
        aliases: [String] = [],
        default defaultText: String? = nil, absence: String = "", _ help: String
    ) {
        self.key = key
        self.kind = kind
        self.group = group
        self.short = short
        self.aliases = aliases
        self.defaultText = defaultText
        self.absence = absence
        self.help = help
    }

    /// The long name without dashes.
    var name: String { key.rawValue }

    /// Part of what is simulated, and so of the resolved configuration; the others say where results go.
    var isConfiguration: Bool { group != .output }

    /// May be given several times, each adding to the one before.
    var isRepeatable: Bool {
        switch kind {
        case .outputs, .assignments, .labels, .inputs, .objectives: true
        default: false
        }
    }
}

/// The headings of `help run`, in their order.
enum FlagGroup: String, CaseIterable {
    case system = "Model and hardware"
    case load = "Load"
    case serving = "Serving"
    case accounting = "Accounting"
    case run = "Run"
    case output = "Output and configuration"
}

/// The long names of run's flags, which are also the keys of configuration files.
enum FlagKey: String, CaseIterable {
    case model, gpu, tp, pp, dp, ep, engine, dtype, quantization
    case kvCacheDtype = "kv-cache-dtype"
    case expertRouting = "expert-routing"
    case sampling
    case powerCap = "power-cap"
    case clock
    case scenario
    case requestRate = "request-rate"
    case burstiness, arrival, shape
    case maxConcurrency = "max-concurrency"
    case numPrompts = "num-prompts"
    case inputLen = "input-len"
    case outputLen = "output-len"
    case trace
    case timeScale = "time-scale"
    case skipBadRows = "skip-bad-rows"
    case traceTimeUnit = "trace-time-unit"
    case rebase
    case policy
    case batchTimeout = "batch-timeout"
    case priorityAgeing = "priority-ageing"
    case preemption
    case maxNumSeqs = "max-num-seqs"
    case maxNumBatchedTokens = "max-num-batched-tokens"
    case blockSize = "block-size"
    case gpuMemoryUtilization = "gpu-memory-utilization"
    case maxModelLen = "max-model-len"
    case kvCacheTokens = "kv-cache-tokens"
    case routing
    case goodput
    case metricPercentiles = "metric-percentiles"
    case cpuWatts = "cpu-watts"
    case fanFactor = "fan-factor"
    case psuEfficiency = "psu-efficiency"
    case pue, grid, price, metadata
    case seed, replication, stepping
    case constants
    case config, set, output, json
    case dryRun = "dry-run"
    case style
    case quiet
    case noProgress = "no-progress"
    // Of validate and calibrate alone.
    case data, fit, only
    case maxMAPE = "max-mape"
    // Of sweep and merge alone.
    case zip, filter, sort, top, pareto, metrics, goal
    case subjectTo = "subject-to"
    case replications, jobs, shard, resume
    case maxPoints = "max-points"
    // Of roofline and compare alone.
    case byHand = "by-hand"
    case failOn = "fail-on"
    // Of study and trace alone.
    case from
    // Of trace alone.
    case steps, to
    // Of check alone.
    case junit, github, update, force
    // Of help alone.
    case man

    /// Keys that are no flags of run.
    static let ofCalibration: [FlagKey] = [.data, .fit, .only, .maxMAPE]
    static let ofSweep: [FlagKey] = [
        .zip, .filter, .sort, .top, .pareto, .metrics, .goal, .subjectTo, .replications, .jobs, .shard,
        .resume,
        .maxPoints,
    ]
    static let ofQuestions: [FlagKey] = [.byHand, .failOn, .from, .man]
    static let ofTrace: [FlagKey] = [.steps, .to]
    static let ofCheck: [FlagKey] = [.junit, .github, .update, .force]
}
