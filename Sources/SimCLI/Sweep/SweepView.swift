/// Which rows are shown, in which order, with which columns and marks. A `.jsonl` has every row whatever is shown.
struct SweepView {
    let layout: SweepLayout
    let columns: [SweepMeasure]
    let pareto: ParetoFront?
    let goal: SweepGoal?
    private let filters: [SweepCondition]
    private let sort: (measure: SweepMeasure, descends: Bool)?
    private let top: Int?

    /// What is shown of a sweep's rows.
    struct Selection {
        let rows: [SweepRow]
        /// Points that no other one beats.
        let front: Set<Int>
        /// The point that meets the goal, those as good, and those that cannot be compared with it.
        let best: Int?
        let ties: [Int]
        let leftOut: [Int]
    }

    /// - Throws: `CLIError` (exit code 2) for an expression that cannot be read or names no column.
    init(_ request: SweepRequest, _ header: SweepHeader) throws(CLIError) {
        let layout = SweepLayout(header)
        self.layout = layout
        func conditions(_ key: FlagKey) throws(CLIError) -> [SweepCondition] {
            var conditions: [SweepCondition] = []
            for text in request.all(key) {
                conditions.append(
                    try text.read { (text) throws(BadValue) in try SweepCondition(parsing: text, layout) })
            }
            return conditions
        }
        filters = try conditions(.filter)
        let limits = try conditions(.subjectTo)
        goal = try request.last(.goal)?.read { (text) throws(BadValue) in
            try SweepGoal(parsing: text, conditions: limits, layout)
        }
        if goal == nil, let limit = request.all(.subjectTo).first {
            throw CLIError.usage("\(limit.spelling) belongs to --goal. To show fewer points use --filter")
        }
        pareto = try request.last(.pareto)?.read { (text) throws(BadValue) in
            try ParetoFront(parsing: text, layout)
        }
        sort = try request.last(.sort)?.read { (text) throws(BadValue) in
            try SweepView.sort(text, layout)
        }
        top = request.whole(.top)
        if let text = request.last(.metrics) {
            columns = try text.read { (text) throws(BadValue) in try SweepView.columns(text, layout) }
        } else {
            var names = SweepMetrics.shown
            if header.configuration["goodput"] != nil { names.append("request_goodput") }
            if header.configuration["price"] != nil { names.append("usd_per_1m_output_tokens") }
            var measures = names.compactMap { try? layout.measure(named: $0) }
            measures += (filters + limits).map(\.measure)
            measures += [sort?.measure, pareto?.first.measure, pareto?.second.measure, goal?.measure]
                .compactMap { $0 }
            columns = SweepView.distinctMetrics(measures)
        }
    }

    private static func sort(
        _ text: String, _ layout: SweepLayout
    ) throws(BadValue) -> (measure: SweepMeasure, descends: Bool) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 1 || parts[1] == "asc" || parts[1] == "desc" else {
            throw .must("METRIC, METRIC:asc or METRIC:desc, got \(quoted(text))")
        }
        return (try layout.measure(named: String(parts[0])), parts.count == 2 && parts[1] == "desc")
    }

    private static func columns(_ text: String, _ layout: SweepLayout) throws(BadValue) -> [SweepMeasure] {
        var measures: [SweepMeasure] = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false) {
            measures.append(try layout.measure(named: String(name)))
        }
        return distinctMetrics(measures)
    }

    /// The axes have columns anyway.
    private static func distinctMetrics(_ measures: [SweepMeasure]) -> [SweepMeasure] {
        var distinct: [SweepMeasure] = []
        for measure in measures {
            if case .metric = measure.place, !distinct.contains(measure) { distinct.append(measure) }
        }
        return distinct
    }

    /// Rows without a number for the sorting come last, in the order of their points. O(rows log rows).
    func select(_ rows: [SweepRow]) -> Selection {
        var kept = rows.filter { row in filters.allSatisfy { $0.holds(row) } }
        let front = pareto?.points(kept) ?? []
        let ranking = goal?.rank(rows)
        if let sort {
            let keyed = kept.map { row in
                (row: row, key: row.metrics.isEmpty ? nil : sort.measure.value(row))
            }
            kept = keyed.sorted { left, right in
                switch (left.key, right.key) {
                case (let left?, let right?) where left != right: sort.descends ? left > right : left < right
                case (.some, nil): true
                case (nil, .some): false
                default: left.row.point < right.row.point
                }
            }.map(\.row)
        }
        if let top { kept = Array(kept.prefix(top)) }
        return Selection(
            rows: kept, front: front, best: ranking?.best?.point, ties: ranking?.ties.map(\.point) ?? [],
            leftOut: ranking?.leftOut.map(\.point) ?? [])
    }
}
