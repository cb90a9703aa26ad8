import WattlineText

/// A number that follows from a study's cells, as claims write it in JSON.
///
///     12.5                                                      a constant
///     {"measure": "decode_j", "series": "fp32", "point": "b=1"}  one cell
///     {"mean": "decode_j", "series": "fp32"}                     over all points; also "min", "max"
///     {"best": "decode_j", "series": "fp32"}                     the place of the point where it is least
///     {"turns": "decode_bound", "series": "fp32"}                the place of the first point with another word
///     {"log_fit": "decode_j", "series": "fp32"}                  R^2 of a straight line in log x
///     "series": "+"                                              the sum of all series
///     {"ratio": [a, b]}, {"product": [a, b]}, {"sum": [a, b]}, {"difference": [a, b]}
package indirect enum StudyQuantity {
    case constant(Double)
    case cell(StudyMeasure, series: String, point: String)
    case over(Summary, StudyMeasure, series: String)
    case combined(Operation, StudyQuantity, StudyQuantity)

    package enum Summary: String, CaseIterable {
        case mean, min, max, best, turns
        case logFit = "log_fit"
    }

    package enum Operation: String, CaseIterable {
        case ratio, product, sum, difference
    }

    /// - Throws: `CLIError` with the place of what is wrong.
    init(_ object: JSONObject, _ labels: StudyLabels) throws(CLIError) {
        for operation in Operation.allCases where object.has(operation.rawValue) {
            try object.refuseKeys(notAmong: [operation.rawValue])
            let parts = try object.quantities(operation.rawValue, labels)
            guard parts.count == 2 else {
                throw object.refusal(
                    operation.rawValue, "\(operation.rawValue) takes two quantities, got \(parts.count)")
            }
            self = .combined(operation, parts[0], parts[1])
            return
        }
        for summary in Summary.allCases where object.has(summary.rawValue) {
            try object.refuseKeys(notAmong: [summary.rawValue, "series"])
            let measure = try StudyMeasure.named(
                object.required(summary.rawValue), at: summary.rawValue, in: object)
            self = .over(summary, measure, series: try object.label("series", among: labels.series))
            return
        }
        try object.refuseKeys(notAmong: ["measure", "series", "point"])
        self = .cell(
            try StudyMeasure.named(in: object), series: try object.label("series", among: labels.series),
            point: try object.label("point", among: labels.points))
    }

    /// nil where a cell has no such figure, or there is nothing to divide by.
    func value(in table: StudyTable) -> StudyValue {
        switch self {
        case .constant(let value): return .number(value)
        case .cell(let measure, let series, let point):
            return table.value(measure, series: series, point: point)
        case .over(.turns, let measure, let series):
            return .optional(table.turn(measure, series: series))
        case .over(let summary, let measure, let series):
            return .optional(StudyQuantity.summarise(summary, table.line(measure, series: series)))
        case .combined(let operation, let left, let right):
            guard let first = left.value(in: table).number, let second = right.value(in: table).number else {
                return .none
            }
            switch operation {
            case .ratio: return second == 0 ? .none : .optional(first / second)
            case .product: return .optional(first * second)
            case .sum: return .optional(first + second)
            case .difference: return .optional(first - second)
            }
        }
    }

    private static func summarise(_ summary: Summary, _ line: [(x: Double, y: Double)]) -> Double? {
        guard !line.isEmpty else { return nil }
        let values = line.map(\.y)
        switch summary {
        case .mean: return values.reduce(0, +) / Double(values.count)
        case .min: return values.min()
        case .max: return values.max()
        case .best: return line.min { $0.y < $1.y }?.x
        case .turns: return nil
        case .logFit: return determination(line.filter { $0.x > 0 }.map { (log($0.x), $0.y) })
        }
    }

    /// R^2 of the least-squares line; nil for fewer than three points or without spread.
    private static func determination(_ points: [(x: Double, y: Double)]) -> Double? {
        guard points.count >= 3 else { return nil }
        let count = Double(points.count)
        let meanX = points.reduce(0) { $0 + $1.x } / count
        let meanY = points.reduce(0) { $0 + $1.y } / count
        var (xx, xy, yy) = (0.0, 0.0, 0.0)
        for point in points {
            xx += (point.x - meanX) * (point.x - meanX)
            xy += (point.x - meanX) * (point.y - meanY)
            yy += (point.y - meanY) * (point.y - meanY)
        }
        return xx > 0 && yy > 0 ? xy * xy / (xx * yy) : nil
    }
}

extension StudyMeasure {
    static func named(_ name: String, at key: String, in object: JSONObject) throws(CLIError) -> StudyMeasure
    {
        guard let measure = named(name) else {
            throw object.refusal(
                key, "unknown measure \(quoted(name)).\(NearMiss.hint(for: name, among: names))")
        }
        return measure
    }

    static func named(in object: JSONObject) throws(CLIError) -> StudyMeasure {
        try named(object.required("measure"), at: "measure", in: object)
    }
}

extension JSONObject {
    /// A label of the study; the only one there is where the key is absent.
    func label(_ key: String, among labels: [String]) throws(CLIError) -> String {
        guard let text = try text(key) else {
            guard labels.count == 1 else { throw missing(key) }
            return labels[0]
        }
        guard labels.contains(text) || (key == "series" && text == StudyTable.allSeries) else {
            throw refusal(
                key,
                "unknown \(key) \(quoted(text)).\(NearMiss.hint(for: text, among: labels)) There are "
                    + labels.joined(separator: ", "))
        }
        return text
    }

    /// A list of numbers and objects.
    func quantities(_ key: String, _ labels: StudyLabels) throws(CLIError) -> [StudyQuantity] {
        var parts: [StudyQuantity] = []
        for element in try elements(key) ?? [] {
            switch element {
            case .number(let value): parts.append(.constant(value))
            case .object(let object): parts.append(try StudyQuantity(object, labels))
            }
        }
        return parts
    }

    func quantity(_ key: String, _ labels: StudyLabels) throws(CLIError) -> StudyQuantity {
        if let number = try? real(key, in: -1e15...1e15) { return .constant(number) }
        guard let object = try object(key) else { throw missing(key) }
        return try StudyQuantity(object, labels)
    }
}
