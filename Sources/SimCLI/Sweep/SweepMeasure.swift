/// A column that a flag names: a metric, or an axis.
struct SweepMeasure: Equatable, Sendable {
    enum Place: Equatable, Sendable {
        case axis(Int)
        case metric(Int)
    }

    let name: String
    let place: Place

    /// More of it is better, as far as one can tell from its name.
    var wantsMore: Bool { SweepMetrics.moreIsBetter.contains(name) }

    /// nil where the row has none.
    func json(_ row: SweepRow) -> JSON? {
        switch place {
        case .axis(let index): index < row.axes.count ? row.axes[index] : nil
        case .metric(let index): index < row.metrics.count ? row.metrics[index] : nil
        }
    }

    /// nil where the row has no number.
    func value(_ row: SweepRow) -> Double? { json(row)?.real }

    /// In words with its unit, for an axis.
    var label: String {
        switch place {
        case .axis: AxisLabel.flag(name)
        case .metric: AxisLabel.metric(name)
        }
    }

    /// The same without the unit.
    var words: String {
        switch place {
        case .axis: name
        case .metric: AxisLabel.words(name)
        }
    }

    /// As a table has it: counts whole, `+-` half of the interval with two digits where there is one.
    func text(_ row: SweepRow) -> String {
        guard let value = value(row) else { return Figures.none }
        let isCount =
            Metrics.counts.contains { $0.key == name && $0.form == .count }
            || Metrics.energy.contains { $0.key == name && $0.form == .count }
        let whole = isCount ? Int(exactly: value).map { String($0) } : nil
        guard let width = halfWidth(row), width != 0 else { return whole ?? Figures.short(value) }
        return "\(Figures.short(value)) +- \(Figures.significant(width, digits: 2, decimalsAtMost: 12))"
    }

    /// Half of the interval, where there are replications.
    func halfWidth(_ row: SweepRow) -> Double? {
        guard case .metric(let index) = place, index < row.halfWidths.count else { return nil }
        return row.halfWidths[index].real
    }
}

extension SweepLayout {
    /// Finds a column, blind to case, `-` and `_`; an axis also by its flag's other spellings.
    ///
    /// - Throws: `BadValue` with the nearest name.
    func measure(named typed: String) throws(BadValue) -> SweepMeasure {
        let wanted = NearMiss.folded(typed)
        if let index = metrics.firstIndex(where: { NearMiss.folded($0) == wanted }) {
            return SweepMeasure(name: metrics[index], place: .metric(index))
        }
        let flag = RunFlags.named(typed)?.name
        if let index = axes.firstIndex(where: { NearMiss.folded($0) == wanted || $0 == flag }) {
            return SweepMeasure(name: axes[index], place: .axis(index))
        }
        if let flag {
            throw .predicate(
                "names the flag --\(flag), which has one value in this sweep. Give it a list, or name a metric"
            )
        }
        if let hint = LatencyMetric.percentileHint(for: typed) ?? CheckRun.hint(for: typed) {
            throw .predicate("names the unknown metric \(quoted(typed)).\(hint)")
        }
        guard let near = NearMiss.nearest(to: typed, among: metrics + axes) else {
            throw .predicate("names the unknown metric \(quoted(typed)). 'wattline list metrics' shows them")
        }
        throw .predicate("names the unknown metric \(quoted(typed)). Did you mean \(near)?")
    }
}
