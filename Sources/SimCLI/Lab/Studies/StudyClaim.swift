import WattlineText

/// A claim of a paper, or of ours, as a number and the range in which it must lie.
struct StudyClaim {
    let text: String
    let source: String
    let quantity: StudyQuantity
    let expected: ClosedRange<Double>
    let unit: String
    /// The share of the range's nearer end by which the number may miss it; 0 where a sign is claimed.
    let tolerance: Double
    /// The mechanism, in a sentence with its numbers.
    let mechanism: StudySentence

    init(_ object: JSONObject, _ labels: StudyLabels) throws(CLIError) {
        try object.refuseKeys(notAmong: [
            "claim", "source", "quantity", "expected", "unit", "mechanism", "numbers", "tolerance",
        ])
        text = try object.required("claim")
        source = try object.text("source") ?? ""
        quantity = try object.quantity("quantity", labels)
        let bounds = try object.elements("expected") ?? []
        guard bounds.count == 2, case .number(let low) = bounds[0], case .number(let high) = bounds[1],
            low <= high
        else {
            throw object.refusal("expected", "expected must be two numbers from low to high, such as [2, 3]")
        }
        expected = low...high
        unit = try object.text("unit") ?? ""
        tolerance = try object.real("tolerance", in: 0...StudyVerdict.tolerance) ?? StudyVerdict.tolerance
        mechanism = try StudySentence(object, key: "mechanism", labels)
    }

    func check(_ table: StudyTable) -> StudyVerdict {
        StudyVerdict(quantity.value(in: table).number, expected: expected, tolerance: tolerance)
    }
}

/// How a simulated number lies to a claim.
package enum StudyVerdict: Equatable {
    case holds
    /// Outside of the range by so many percent of its nearer end, at most a quarter.
    case holdsWithin(percent: Int)
    case doesNotHold
    /// The study has no such number: a configuration has no tokens of that kind, say.
    case notSimulated

    /// The share of a range's end within which a claim still counts as reproduced, unless it says less.
    package static let tolerance = 0.25

    init(
        _ value: Double?, expected: ClosedRange<Double>, tolerance: Double = StudyVerdict.tolerance
    ) {
        guard let value else {
            self = .notSimulated
            return
        }
        if expected.contains(value) {
            self = .holds
            return
        }
        let end = value < expected.lowerBound ? expected.lowerBound : expected.upperBound
        let distance = end == 0 ? Double.infinity : ((value - end) / end).magnitude
        self =
            distance <= tolerance
            ? .holdsWithin(percent: Int((distance * 100).rounded(.up))) : .doesNotHold
    }

    var text: String {
        switch self {
        case .holds: "holds"
        case .holdsWithin(let percent): "holds within \(percent) %"
        case .doesNotHold: "does not hold"
        case .notSimulated: "not simulated"
        }
    }
}

/// A sentence with places for numbers: `{name}` stands for the quantity of that name.
struct StudySentence {
    private enum Part {
        case text(String)
        case quantity(StudyQuantity)
    }

    private let parts: [Part]

    /// Of `{"text": "...", "numbers": {...}}`.
    init(_ object: JSONObject, _ labels: StudyLabels) throws(CLIError) {
        try object.refuseKeys(notAmong: ["text", "numbers"])
        try self.init(object, key: "text", labels)
    }

    /// - Throws: `CLIError` for a place without a number, a number without a place, and a brace that is not closed.
    init(_ object: JSONObject, key: String, _ labels: StudyLabels) throws(CLIError) {
        let template = try object.required(key)
        let numbers = try object.object("numbers")
        var parts: [Part] = []
        var used: [String] = []
        var rest = template[...]
        while let open = rest.firstIndex(of: "{") {
            parts.append(.text(String(rest[..<open])))
            guard let close = rest[open...].firstIndex(of: "}") else {
                throw object.refusal(key, "a { is not closed in \(quoted(template))")
            }
            let name = String(rest[rest.index(after: open)..<close])
            guard let numbers, numbers.has(name) else {
                throw object.refusal(
                    key, "the text has a place {\(name)}, and numbers has no \(quoted(name))")
            }
            parts.append(.quantity(try numbers.quantity(name, labels)))
            used.append(name)
            rest = rest[rest.index(after: close)...]
        }
        parts.append(.text(String(rest)))
        for member in numbers?.members ?? [] where !used.contains(member.key) {
            throw object.refusal(at: member, "the text has no place for \(quoted(member.key))")
        }
        self.parts = parts
    }

    /// The numbers in it, in order.
    var quantities: [StudyQuantity] {
        parts.compactMap { part in
            if case .quantity(let quantity) = part { return quantity }
            return nil
        }
    }

    func text(in table: StudyTable) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .text(let words): text += words
            case .quantity(let quantity): text += StudyTable.shown(quantity.value(in: table))
            }
        }
        return text
    }
}
