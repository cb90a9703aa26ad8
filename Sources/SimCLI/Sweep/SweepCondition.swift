/// `p99_ttft_ms<=500`: what a row must keep to.
struct SweepCondition: Equatable, Sendable {
    let measure: SweepMeasure
    let comparison: Comparison
    let limit: Double

    /// - Throws: `BadValue` for another form, an unknown metric or a limit that is no number.
    init(parsing text: String, _ layout: SweepLayout) throws(BadValue) {
        let parts = try SweepCondition.parts(text)
        measure = try layout.measure(named: parts.name)
        comparison = parts.comparison
        limit = parts.limit
    }

    private static func parts(
        _ text: String
    ) throws(BadValue) -> (name: String, comparison: Comparison, limit: Double) {
        let form = BadValue.must("of the form METRIC<=NUMBER such as p99_ttft_ms<=500, got \(quoted(text))")
        guard let start = text.firstIndex(where: { "<>=!".contains($0) }) else { throw form }
        let rest = text[start...]
        guard let comparison = Comparison(beginning: rest) else { throw form }
        let name = trimmed(text[..<start])
        let number = trimmed(rest.dropFirst(comparison.rawValue.count))
        guard !name.isEmpty, let limit = NumberText.decimal(number), limit.isFinite else { throw form }
        return (name, comparison, limit)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// False also where the row has no such number.
    func holds(_ row: SweepRow) -> Bool { measure.value(row).map { comparison.holds($0, limit) } ?? false }

    /// What a row must be judged by: the end of its 95 % interval that is nearer to the limit, where it has replications.
    func judged(_ row: SweepRow) -> Double? {
        guard let value = measure.value(row), let width = measure.halfWidth(row) else {
            return measure.value(row)
        }
        return switch comparison {
        case .atMost, .below: value + width
        case .atLeast, .above: value - width
        case .equal, .different: value
        }
    }

    /// Whether the row keeps to the limit with its whole interval.
    func isKept(_ row: SweepRow) -> Bool { judged(row).map { comparison.holds($0, limit) } ?? false }

    /// By how much the row misses the limit, as a share of the limit: 0 where it is kept, infinite where there is no
    /// number. A limit of 0 counts in the metric's own unit.
    func miss(_ row: SweepRow) -> Double {
        guard let value = judged(row) else { return .infinity }
        if comparison.holds(value, limit) { return 0 }
        return (value - limit).magnitude / (limit == 0 ? 1 : limit.magnitude)
    }
}

extension SweepCondition: CustomStringConvertible {
    /// `p99_ttft_ms <= 500`.
    var description: String { "\(measure.name) \(comparison.rawValue) \(Figures.plain(limit))" }
}
