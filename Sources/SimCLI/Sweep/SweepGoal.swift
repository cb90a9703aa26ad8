/// `--goal min:energy_per_output_token_j --subject-to 'p99_ttft_ms<=500'`.
struct SweepGoal: Equatable, Sendable {
    let wantsMost: Bool
    let measure: SweepMeasure
    let conditions: [SweepCondition]
    /// Requests that were answered, and that could never fit.
    private let completed: SweepMeasure
    private let failed: SweepMeasure

    /// - Throws: `BadValue` for anything but `min:METRIC` or `max:METRIC`, and for a sum over a run where the points have
    ///   different requests to serve.
    init(parsing text: String, conditions: [SweepCondition], _ layout: SweepLayout) throws(BadValue) {
        let (wantsMost, name) = try SweepGoal.parts(text)
        self.wantsMost = wantsMost
        measure = try layout.measure(named: name)
        self.conditions = conditions
        completed = try layout.measure(named: "completed")
        failed = try layout.measure(named: "failed")
        guard case .metric = measure.place, SweepMetrics.sums.contains(measure.name) else { return }
        let loads = SweepGoal.loads.map(\.rawValue)
        guard let axis = layout.axes.first(where: loads.contains) else { return }
        throw .predicate(
            "names \(measure.name), which grows with the requests that are served, and --\(axis) gives the points "
                + "different ones. Take a figure a request, a token or a second, such as energy_per_request_j"
        )
    }

    /// Flags that change which requests there are.
    private static let loads: [FlagKey] = [
        .numPrompts, .inputLen, .outputLen, .trace, .skipBadRows, .seed, .replication,
    ]

    static func parts(_ text: String) throws(BadValue) -> (wantsMost: Bool, name: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "min" || parts[0] == "max", !parts[1].isEmpty else {
            throw .must("min:METRIC or max:METRIC such as min:energy_per_output_token_j, got \(quoted(text))")
        }
        return (parts[0] == "max", String(parts[1]))
    }

    /// The best row, and what stands beside it.
    struct Ranking {
        var best: SweepRow?
        /// Rows that are as good: the same figure, or with replications an interval that meets the best one's.
        var ties: [SweepRow] = []
        /// Rows that meet the conditions and left out more of their requests than others: their figures are of another load.
        var leftOut: [SweepRow] = []
    }

    /// The best of the rows that keep to every condition and can be compared, the first of equal ones. O(rows).
    func rank(_ rows: [SweepRow]) -> Ranking {
        let kept = rows.filter { row in
            row.status == .ok && measure.value(row) != nil && conditions.allSatisfy { $0.isKept(row) }
        }
        var ranking = Ranking()
        let least = kept.map(shareLeftOut).min() ?? 0
        let ranked = kept.filter { shareLeftOut($0) == least }
        ranking.leftOut = kept.filter { shareLeftOut($0) > least }
        var best: (row: SweepRow, value: Double)?
        for row in ranked {
            guard let value = measure.value(row) else { continue }
            if let best, wantsMost ? value <= best.value : value >= best.value { continue }
            best = (row, value)
        }
        guard let (row, value) = best else { return ranking }
        ranking.best = row
        let width = measure.halfWidth(row) ?? 0
        ranking.ties = ranked.filter { other in
            guard other.point != row.point, let its = measure.value(other) else { return false }
            return (its - value).magnitude <= width + (measure.halfWidth(other) ?? 0)
        }
        return ranking
    }

    private func shareLeftOut(_ row: SweepRow) -> Double {
        let (failed, completed) = (failed.value(row) ?? 0, completed.value(row) ?? 0)
        return failed > 0 ? failed / (failed + completed) : 0
    }

    /// The row whose worst condition is missed by the least, with that condition; nil where no row has figures.
    func nearestMiss(_ rows: [SweepRow]) -> (row: SweepRow, condition: SweepCondition)? {
        var nearest: (row: SweepRow, condition: SweepCondition, miss: Double)?
        for row in rows where !row.metrics.isEmpty {
            let worst = conditions.map { ($0, $0.miss(row)) }.max { $0.1 < $1.1 }
            guard let (condition, miss) = worst, miss.isFinite else { continue }
            if let nearest, nearest.miss <= miss { continue }
            nearest = (row, condition, miss)
        }
        return nearest.map { ($0.row, $0.condition) }
    }
}
