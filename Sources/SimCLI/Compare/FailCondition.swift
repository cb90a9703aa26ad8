/// What must not be so of B: `energy_per_output_token_j>+2%`, `p99_ttft_ms>500`.
struct FailCondition: Equatable {
    let key: String
    let comparison: Comparison
    let limit: Double
    /// Whether the limit is a change in percent of A.
    let isRelative: Bool

    /// - Throws: `BadValue` for another form, or a metric that is not among `keys`.
    init(parsing text: String, keys: [String]) throws(BadValue) {
        let form = BadValue.must(
            "of the form METRIC>+2%, METRIC<-5% or METRIC>500, got \(quoted(text))")
        guard let start = text.firstIndex(where: { "<>".contains($0) }) else { throw form }
        let rest = text[start...]
        guard let comparison = Comparison(beginning: rest) else { throw form }
        var number = String(rest.dropFirst(comparison.rawValue.count).filter { $0 != " " })
        isRelative = number.hasSuffix("%")
        if isRelative { number.removeLast() }
        if number.hasPrefix("+") { number.removeFirst() }
        guard let limit = NumberText.decimal(number), limit.isFinite else { throw form }
        let name = String(text[..<start].filter { $0 != " " }.map { $0 == "-" ? "_" : $0 })
        guard keys.contains(name) else { throw FailCondition.unknown(name, keys) }
        key = name
        self.comparison = comparison
        self.limit = limit
    }

    static func unknown(_ name: String, _ keys: [String], inFile: Bool = false) -> BadValue {
        .sentence(
            "unknown metric \(quoted(name))."
                + (LatencyMetric.percentileHint(for: name, inFile: inFile) ?? CheckRun.hint(for: name)
                    ?? NearMiss.hint(for: name, among: keys) + " 'wattline list metrics' shows them"))
    }

    /// What is wrong with B, or nil. A figure that is missing, or a change of a figure that is 0, cannot be judged and is
    /// wrong too.
    func complaint(_ a: ComparedResult, _ b: ComparedResult) -> String? {
        guard let value = b.value(key) else { return "\(key) has no value in B" }
        guard isRelative else {
            return comparison.holds(value, limit)
                ? "\(key) is \(Figures.short(value)) in B: \(description)" : nil
        }
        guard let base = a.value(key) else { return "\(key) has no value in A" }
        guard base != 0 else { return value == 0 ? nil : "\(key) is 0 in A and \(Figures.short(value)) in B" }
        let change = (value - base) / base.magnitude * 100
        guard comparison.holds(change, limit) else { return nil }
        return "\(key) changed by \(ResultComparison.signed(change)) %: \(description)"
    }
}

extension FailCondition: CustomStringConvertible {
    var description: String {
        let number = Figures.plain(limit)
        return "\(key)\(comparison.rawValue)"
            + (isRelative ? (limit >= 0 ? "+" : "") + number + "%" : number)
    }
}
