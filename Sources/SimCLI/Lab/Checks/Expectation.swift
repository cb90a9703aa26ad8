import WattlineText

/// What a check expects of a figure: `<=500`, `>=1`, `0.85 +-2%`, `400..500`, `200`, `!=0`.
package struct Expectation: Sendable {
    let metric: String
    /// As written, less blanks at its ends.
    let text: String
    let place: FilePlace
    private let condition: Condition

    enum Condition: Equatable {
        case limit(Comparison, Double)
        case range(ClosedRange<Double>)
    }

    /// - Throws: `BadValue` for another form, or a number that cannot be held.
    init(metric: String, _ written: String, at place: FilePlace) throws(BadValue) {
        self.metric = metric
        text = Expectation.trimmed(written[...])
        self.place = place
        condition = try Expectation.condition(text)
    }

    private static func condition(_ text: String) throws(BadValue) -> Condition {
        let form = BadValue.must(
            "such as \"<=500\", \">0\", \"200\", \"0.85 +-2%\" or \"400..500\", got \(quoted(text))")
        func number(_ part: Substring) throws(BadValue) -> Double {
            guard let value = NumberText.decimal(trimmed(part)), value.isFinite else { throw form }
            return value
        }
        let whole = text[...]
        if let comparison = Comparison(beginning: whole) {
            return .limit(comparison, try number(whole.dropFirst(comparison.rawValue.count)))
        }
        if let sign = whole.firstRange(of: "+-") ?? whole.firstRange(of: "\u{b1}") {
            let middle = try number(whole[..<sign.lowerBound])
            var width = whole[sign.upperBound...]
            let isRelative = width.last == "%"
            if isRelative { width.removeLast() }
            let given = try number(width)
            guard given >= 0 else { throw form }
            let half = isRelative ? middle.magnitude * given / 100 : given
            guard (middle - half).isFinite, (middle + half).isFinite else { throw form }
            return .range(middle - half...middle + half)
        }
        if let dots = whole.firstRange(of: "..") {
            let (low, high) = (try number(whole[..<dots.lowerBound]), try number(whole[dots.upperBound...]))
            guard low <= high else { throw form }
            return .range(low...high)
        }
        return .limit(.equal, try number(whole))
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// What is wrong with a value: `expected <=500, got 612.3, 112.3 (22.5 %) too high`; nil where it is as expected. A
    /// figure without a value never is.
    func complaint(_ value: Double?) -> String? {
        guard let value else { return "expected \(text), got no value" }
        guard !holds(value) else { return nil }
        let complaint = "expected \(text), got \(shown(value))"
        let bound: Double
        switch condition {
        case .limit(.different, _): return complaint
        case .limit(_, let limit): bound = limit
        case .range(let range): bound = value < range.lowerBound ? range.lowerBound : range.upperBound
        }
        let distance = (value - bound).magnitude
        guard distance > 0 else { return complaint + ", which is the limit" }
        let share = bound == 0 ? "" : " (\(Figures.fixed(distance / bound.magnitude * 100, 1)) %)"
        return complaint + ", \(Expectation.number(distance))\(share) too \(value > bound ? "high" : "low")"
    }

    func holds(_ value: Double) -> Bool {
        switch condition {
        case .limit(let comparison, let limit): comparison.holds(value, limit)
        case .range(let range): range.contains(value)
        }
    }

    /// Four digits, or all of them where four would look as expected.
    private func shown(_ value: Double) -> String {
        let short = Expectation.number(value)
        guard let read = NumberText.decimal(short), !holds(read) else { return value.description }
        return short
    }

    /// Whole where it is, else with four digits.
    static func number(_ value: Double) -> String {
        Int(exactly: value).map { String($0) } ?? Figures.short(value)
    }
}
