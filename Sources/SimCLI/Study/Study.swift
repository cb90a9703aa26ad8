/// A named experiment, as its file describes it: settings to simulate, figures to tabulate, claims to check.
///
/// The file is JSON with comments. `base`, `series` and `points` hold flags of `wattline run` as one text each; every
/// series is simulated at every point, with the flags of the base first, then the series', then the point's, a later flag
/// winning over an earlier. Words in claims and pictures name series and points by their labels.
struct Study {
    let name: String
    let title: String
    /// What the experiment asks, in a sentence or two.
    let question: String
    /// Where workload and claims come from.
    let source: String
    let base: StudySetting
    let series: [StudySetting]
    let points: [StudySetting]
    /// What the points are along: `batch`, `model`.
    let axis: String
    let columns: [StudyColumn]
    let charts: [StudyChart]
    let claims: [StudyClaim]
    /// What the figures say, with numbers put in.
    let discussion: [StudySentence]

    static let keys = [
        "title", "question", "source", "base", "series", "points", "axis", "columns", "charts", "claims",
        "discussion",
    ]

    /// - Throws: `CLIError` with `file:line:column`: exit code 4 for a file that cannot be read, 2 for a wrong one.
    init(path: String) throws(CLIError) {
        try self.init(JSONObject(path: path, called: "a study"), name: Study.name(of: path))
    }

    init(_ file: JSONObject, name: String) throws(CLIError) {
        try file.refuseKeys(notAmong: Study.keys, butFor: SchemaDocument.keyword)
        self.name = name
        title = try file.required("title")
        question = try file.required("question")
        source = try file.text("source") ?? ""
        base = try StudySetting(file.object("base"), isLabelled: false)
        var settings: [[StudySetting]] = []
        for key in ["series", "points"] {
            var list: [StudySetting] = []
            for object in try file.objects(key) ?? [] {
                let setting = try StudySetting(object, isLabelled: true)
                guard !list.contains(where: { $0.label == setting.label }) else {
                    throw object.refusal("label", "\(quoted(setting.label)) stands twice in \(key)")
                }
                list.append(setting)
            }
            settings.append(list)
        }
        series = settings[0].isEmpty ? [try StudySetting(nil, isLabelled: false)] : settings[0]
        guard !settings[1].isEmpty else { throw file.refusal("points", "points needs at least one setting") }
        points = settings[1]
        axis = try file.required("axis")
        var columns: [StudyColumn] = []
        for object in try file.objects("columns") ?? [] { columns.append(try StudyColumn(object)) }
        guard !columns.isEmpty else { throw file.refusal("columns", "columns needs at least one figure") }
        self.columns = columns
        var charts: [StudyChart] = []
        for object in try file.objects("charts") ?? [] { charts.append(try StudyChart(object)) }
        self.charts = charts
        let labels = StudyLabels(series: series.map(\.label), points: points.map(\.label))
        var claims: [StudyClaim] = []
        for object in try file.objects("claims") ?? [] { claims.append(try StudyClaim(object, labels)) }
        self.claims = claims
        var sentences: [StudySentence] = []
        for object in try file.objects("discussion") ?? [] {
            sentences.append(try StudySentence(object, labels))
        }
        discussion = sentences
    }

    /// The files that its runs read; what can be read only once is refused, because every run would want it.
    ///
    /// - Throws: `CLIError` with exit code 2.
    func inputs() throws(CLIError) -> InputFiles {
        let parser = ArgumentParser(flags: RunFlags.all, verb: "run")
        var inputs = InputFiles()
        for setting in [base] + series + points {
            // Flags that cannot be read are told by their run, with its name.
            guard let parsed = try? parser.parse(setting.flags) else { continue }
            inputs = inputs.joined(with: InputFiles(parsed.given))
        }
        try inputs.refuseStreams("read by a study", evenOnce: true)
        return inputs
    }

    /// `batching` for `studies/batching.json`.
    private static func name(of path: String) -> String {
        let file = Scenario.lastPathComponent(path)
        return file.hasSuffix(".json") ? String(file.dropLast(5)) : file
    }
}

/// Flags of `run` under a label, and what a study can set besides.
struct StudySetting {
    let label: String
    /// Place along the axis; by number where the label is one.
    let x: Double?
    let flags: [String]
    /// How long the client waits for a connection, and for an answer, before it gives a request up.
    let timeoutSeconds: Double?
    /// A TTFT budget within which ``HoldForBudget`` holds arrivals.
    let budgetSeconds: Double?
    /// What the host draws for its processors and memory while the run lasts.
    let cpuWatts: Double?
    let memoryWatts: Double?

    /// What the study's meter reads beyond the GPU's energy each time that it is started.
    let meterJoules: Double?
    /// Requests are divided by their tokens, prompt and answer together, ...
    let thresholdTokens: Int?
    /// ... and those `up_to` the threshold or `above` it come here; the others go somewhere else.
    let side: String?

    static let keys = [
        "label", "x", "flags", "timeout_s", "ttft_budget_s", "cpu_w", "dram_w", "meter_j", "threshold_tokens",
        "takes",
    ]

    /// The keys that hold numbers, and within which limits.
    static let limits: [String: ClosedRange<Double>] = [
        "x": 0...1e12, "timeout_s": 0.001...1e6, "ttft_budget_s": 0.001...1e6, "cpu_w": 0...1e5,
        "dram_w": 0...1e5, "meter_j": 0...1e6,
    ]

    static let thresholdRange = 0...1 << 40

    /// What `takes` may say.
    static let sides = ["up_to", "above"]

    init(_ object: JSONObject?, isLabelled: Bool) throws(CLIError) {
        try object?.refuseKeys(notAmong: StudySetting.keys)
        label = isLabelled ? try object?.required("label") ?? "" : ""
        func real(_ key: String) throws(CLIError) -> Double? {
            try object?.real(key, in: StudySetting.limits[key] ?? 0...0)
        }
        x = try real("x") ?? NumberText.decimal(label)
        flags = (try object?.text("flags") ?? "").split(separator: " ").map(String.init)
        timeoutSeconds = try real("timeout_s")
        budgetSeconds = try real("ttft_budget_s")
        cpuWatts = try real("cpu_w")
        memoryWatts = try real("dram_w")
        meterJoules = try real("meter_j")
        thresholdTokens = try object?.whole("threshold_tokens", in: StudySetting.thresholdRange)
        side = try object?.text("takes")
        if let object, let side, !StudySetting.sides.contains(side) {
            throw object.refusal("takes", "takes must be up_to or above, got \(quoted(side))")
        }
    }

    private init(
        label: String, x: Double?, flags: [String], timeout: Double?, budget: Double?, cpu: Double?,
        memory: Double?, meter: Double?, threshold: Int?, side: String?
    ) {
        self.label = label
        self.x = x
        self.flags = flags
        timeoutSeconds = timeout
        budgetSeconds = budget
        cpuWatts = cpu
        memoryWatts = memory
        meterJoules = meter
        thresholdTokens = threshold
        self.side = side
    }

    /// This setting, with another's flags after it and its values in place of its own.
    func then(_ other: StudySetting) -> StudySetting {
        StudySetting(
            label: [label, other.label].filter { !$0.isEmpty }.joined(separator: ", "),
            x: other.x ?? x, flags: flags + other.flags, timeout: other.timeoutSeconds ?? timeoutSeconds,
            budget: other.budgetSeconds ?? budgetSeconds, cpu: other.cpuWatts ?? cpuWatts,
            memory: other.memoryWatts ?? memoryWatts,
            meter: other.meterJoules ?? meterJoules, threshold: other.thresholdTokens ?? thresholdTokens,
            side: other.side ?? side)
    }

    /// Tokens of the requests that come here; nil for all.
    var tokens: ClosedRange<Int>? {
        guard let thresholdTokens, let side else { return nil }
        return side == "above" ? thresholdTokens + 1...Int.max : 0...thresholdTokens
    }
}

/// A figure in a study's table.
struct StudyColumn {
    let measure: StudyMeasure
    let title: String
    /// Significant digits are four unless so many decimals are asked for.
    let decimals: Int?

    static let decimalRange = 0...9

    init(_ object: JSONObject) throws(CLIError) {
        try object.refuseKeys(notAmong: ["measure", "title", "decimals"])
        measure = try StudyMeasure.named(in: object)
        title = try object.required("title")
        decimals = try object.whole("decimals", in: StudyColumn.decimalRange)
    }
}

/// The names that a claim may use.
struct StudyLabels {
    let series: [String]
    let points: [String]
}

extension JSONObject {
    /// A text that must be there.
    func required(_ key: String) throws(CLIError) -> String {
        guard let text = try text(key) else { throw missing(key) }
        return text
    }

    /// Keys that mean nothing are mistakes, but for one that is passed over.
    func refuseKeys(notAmong keys: [String], butFor other: String? = nil) throws(CLIError) {
        for member in members where !keys.contains(member.key) && member.key != other {
            throw refusal(
                at: member,
                "unknown key \(quoted(member.key)).\(NearMiss.hint(for: member.key, among: keys)) Keys here are "
                    + keys.joined(separator: ", "))
        }
    }
}
