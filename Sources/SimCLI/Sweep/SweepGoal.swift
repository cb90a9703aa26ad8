/// `--goal min:energy_per_output_token_j --subject-to 'p99_ttft_ms<=500'`.
struct SweepGoal: Equatable, Sendable {
    let wantsMost: Bool
    let measure: SweepMeasure
    let conditions: [SweepCondition]

    /// - Throws: `BadValue` for anything but `min:METRIC` or `max:METRIC`.
    init(parsing text: String, conditions: [SweepCondition], _ layout: SweepLayout) throws(BadValue) {
        let (wantsMost, name) = try SweepGoal.parts(text)
        self.wantsMost = wantsMost
        measure = try layout.measure(named: name)
        self.conditions = conditions
    }

    static func parts(_ text: String) throws(BadValue) -> (wantsMost: Bool, name: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "min" || parts[0] == "max", !parts[1].isEmpty else {
            throw .must("min:METRIC or max:METRIC such as min:energy_per_output_token_j, got \(quoted(text))")
        }
        return (parts[0] == "max", String(parts[1]))
    }

    /// The best row that meets every condition, the first of equal ones; nil where none does.
    func best(_ rows: [SweepRow]) -> SweepRow? {
        var best: (row: SweepRow, value: Double)?
        for row in rows where row.status == .ok && conditions.allSatisfy({ $0.holds(row) }) {
            guard let value = measure.value(row) else { continue }
            if let best, wantsMost ? value <= best.value : value >= best.value { continue }
            best = (row, value)
        }
        return best?.row
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
