/// A sweep, resolved: which points there are and what each of them runs.
struct SweepPlan: Sendable {
    let base: Settings
    let grid: SweepGrid
    let search: Search?
    let replications: Int
    let shard: Shard?
    let header: SweepHeader
    let metrics: SweepMetrics
    /// The flags that are the same at every point, as typed.
    let fixedArguments: [(spelling: String, text: String)]
    /// The same without the folders of files.
    let publicArguments: [(spelling: String, text: String)]

    /// A flag given as `LOW..HIGH`.
    struct Search: Sendable {
        let flag: Flag
        let spelling: String
        let range: RangeSearch
        let conditions: [SweepCondition]
    }

    /// - Throws: `CLIError` (exit code 2) for lists that cannot be read, a sweep that is too large, a goal that does
    ///   not go with a search; 4 for configuration files that cannot be read.
    init(_ given: [ArgumentParser.Given], _ request: SweepRequest) throws(CLIError) {
        try InputFiles(given).refuseStreams("swept")
        var fixed: [ArgumentParser.Given] = []
        var axes: [SweepAxis] = []
        var ranges: [(given: ArgumentParser.Given, low: Double, high: Double)] = []
        for argument in given {
            let key = argument.flag.key
            if !argument.flag.isRepeatable {
                // A later flag wins over an earlier one, here as in a run.
                axes.removeAll { $0.flag.key == key }
                ranges.removeAll { $0.given.flag.key == key }
            }
            do throws(BadValue) {
                switch try SweepAxis.read(argument.flag, spelling: argument.spelling, argument.text) {
                case .fixed: fixed.append(argument)
                case .axis(let axis): axes.append(axis)
                case .search(let low, let high): ranges.append((argument, low, high))
                }
            } catch {
                throw error.error(for: Subject(name: argument.spelling))
            }
        }
        let base = try Settings(fixed)
        self.base = base
        try InputFiles(base).refuseStreams("swept")
        fixedArguments = fixed.map { ($0.spelling, $0.text) }
        publicArguments = fixed.map { ($0.spelling, SweepCommandLine.withoutFolders($0)) }
        replications = request.whole(.replications) ?? 1
        let percentiles = SweepPlan.percentiles(base)
        guard ranges.count <= 1 else {
            throw CLIError.usage(
                "only one flag can be searched, got the ranges \(ranges[0].given.spelling) \(ranges[0].given.text) and "
                    + "\(ranges[1].given.spelling) \(ranges[1].given.text). Make one a list")
        }
        let layout = SweepLayout(
            axes: axes.map(\.flag.name) + ranges.map(\.given.flag.name), percentiles: percentiles,
            replications: replications, isSearch: !ranges.isEmpty)
        search = try ranges.first.map { (range) throws(CLIError) in
            try SweepPlan.search(range.given, range.low, range.high, request, layout)
        }
        if axes.isEmpty, search == nil, replications == 1 {
            throw CLIError.usage(
                "there is nothing to sweep: no flag has a list or a range. Try: wattline sweep --request-rate 1:16:x2"
            )
        }
        let limit = request.whole(.maxPoints) ?? SweepFlags.defaultPointLimit
        grid = try SweepGrid(axes, isZipped: request.isOn(.zip), limit: limit)
        shard = try request.last(.shard)?.read(Shard.init)
        metrics = SweepMetrics(percentiles: percentiles)
        let configuration = RunFlags.all.filter { flag in
            flag.isConfiguration && base.isGiven(flag.key) && !layout.axes.contains(flag.name)
        }.map { flag in
            (key: flag.name, value: SweepPlan.json(base, flag))
        }
        let files = try SweepInputs.digests(base, axes)
        header = SweepHeader(
            version: CommandLineTool.version, points: grid.count, shard: shard,
            axes: axes.map { SweepHeader.Axis(name: $0.flag.name, values: $0.values.map(\.json)) },
            isZipped: grid.isZipped, search: search?.json ?? .null, replications: replications,
            seed: base.whole(.seed) ?? 0, percentiles: percentiles, configuration: .object(configuration),
            files: files)
    }

    private static func percentiles(_ base: Settings) -> [Double] {
        if case .percentiles(let values)? = base[.metricPercentiles] { return values }
        return []
    }

    /// A setting as the header carries it: no place on a machine.
    private static func json(_ base: Settings, _ flag: Flag) -> JSON {
        let json = base[flag.key]?.json ?? .null
        if case .inputFile = flag.kind, case .text(let path) = json {
            return .text(Scenario.lastPathComponent(path))
        }
        return json
    }

    private static func search(
        _ given: ArgumentParser.Given, _ low: Double, _ high: Double, _ request: SweepRequest,
        _ layout: SweepLayout
    ) throws(CLIError) -> Search {
        let flag = given.flag
        let name = flag.name
        if case .oneOf = flag.kind {
            throw CLIError.usage("\(given.spelling) has too few values to search. Write a list such as 1,2,4")
        }
        let example = "--goal max:\(name) --subject-to 'p99_ttft_ms<=500'"
        guard let goal = request.last(.goal) else {
            throw CLIError.usage(
                "\(given.spelling) \(given.text) is a range to search and needs a goal. Try: \(example)")
        }
        let (wantsMost, typed) = try goal.read(SweepGoal.parts)
        let measure = try goal.read { (_) throws(BadValue) in try layout.measure(named: typed) }
        guard measure.name == name else {
            throw CLIError.usage(
                "\(given.spelling) \(given.text) is searched for its own highest or lowest value, got \(goal.spelling) "
                    + "\(goal.text). Write \(goal.spelling) max:\(name), or give \(given.spelling) a list")
        }
        var conditions: [SweepCondition] = []
        for text in request.all(.subjectTo) {
            conditions.append(
                try text.read { (text) throws(BadValue) in try SweepCondition(parsing: text, layout) })
        }
        guard !conditions.isEmpty else {
            throw CLIError.usage("a search needs a condition that ends it. Try: \(example)")
        }
        let isWhole =
            if case .whole = flag.kind { true } else if case .tokens = flag.kind {
                true
            } else if case .lengths = flag.kind { true } else { false }
        return Search(
            flag: flag, spelling: given.spelling,
            range: RangeSearch(flagName: name, low: low, high: high, wantsMost: wantsMost, isWhole: isWhole),
            conditions: conditions)
    }

    /// The settings of a point before any search.
    func settings(_ point: Int) -> Settings {
        var settings = base
        for (axis, choice) in zip(grid.axes, grid.choices(point)) {
            settings.put(axis.values[choice].value, for: axis.flag, Subject(name: axis.spelling))
        }
        return settings
    }

    /// The values of a point's axes, as rows carry them.
    func axes(_ point: Int) -> [JSON] {
        zip(grid.axes, grid.choices(point)).map { axis, choice in axis.values[choice].json }
    }

    /// The points that are to run here, ascending.
    var points: [Int] { shard?.points(of: grid.count) ?? Array(0..<grid.count) }
}

extension SweepPlan.Search {
    /// As a header has it.
    var json: JSON {
        .object([
            ("flag", .text(flag.name)), ("low", FlagValue.json(range.low)),
            ("high", FlagValue.json(range.high)),
            ("goal", .text(range.wantsMost ? "max" : "min")),
            ("subject_to", .list(conditions.map { .text($0.description) })),
        ])
    }
}
