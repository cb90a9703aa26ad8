import WattlineText

/// The numbers of `1:256:x2` (each twice the one before) or `0.5:8:0.5` (equal steps), both ends included.
struct SweepRange: Equatable {
    enum Rule: Equatable {
        case step(Double)
        case factor(Double)
    }

    let low: Double
    let high: Double
    let rule: Rule
    private let text: String

    /// A longer axis is a slip of the hand.
    static let valueLimit = 100_000

    /// - Throws: `BadValue` for a text with colons that is no range.
    init(parsing text: String) throws(BadValue) {
        let form = BadValue.predicate("takes a range such as 1:256:x2 or 0.5:8:0.5, got \(quoted(text))")
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let low = SweepRange.number(parts[0]), let high = SweepRange.number(parts[1])
        else { throw form }
        let multiplies = parts[2].first == "x" || parts[2].first == "*"
        guard let change = SweepRange.number(multiplies ? String(parts[2].dropFirst()) : parts[2]) else {
            throw form
        }
        guard low <= high else {
            throw .predicate(
                "has a range that ends at \(parts[1]), below its start \(parts[0]), got \(quoted(text))")
        }
        if multiplies {
            guard low > 0 else {
                throw .predicate("has a range that multiplies and so must start above 0, got \(quoted(text))")
            }
            guard change > 1 else {
                throw .predicate("has a range whose factor is not above 1, got \(quoted(text))")
            }
            rule = .factor(change)
        } else {
            guard change > 0 else {
                throw .predicate("has a range whose step is not above 0, got \(quoted(text))")
            }
            rule = .step(change)
        }
        self.low = low
        self.high = high
        self.text = text
    }

    /// The numbers as a person would type them.
    func texts() throws(BadValue) -> [String] {
        // The last value counts although its sum was rounded, hence the slack of a billionth.
        let end = high + (high - low) * 1e-9
        var texts: [String] = []
        var value = low
        while value <= end {
            guard texts.count < SweepRange.valueLimit else {
                throw .predicate(
                    "has a range of more than \(SweepRange.valueLimit) values, got \(quoted(text))")
            }
            texts.append(Figures.plain(SweepRange.tidy(value)))
            switch rule {
            case .step(let step): value = low + Double(texts.count) * step
            case .factor(let factor): value *= factor
            }
        }
        return texts
    }

    private static func number(_ text: String) -> Double? {
        guard let value = NumberText.decimal(text), value.isFinite else { return nil }
        return value
    }

    /// The nearest number of twelve digits: 0.1 + 0.2 is meant to be 0.3.
    static func tidy(_ value: Double) -> Double {
        guard value != 0, value.isFinite else { return value }
        var scale = 1.0
        while (value * scale).magnitude < 1e11, scale < 1e22 { scale *= 10 }
        let scaled = value * scale
        // Too small for twelve digits after so many zeros: as it is.
        guard scaled.magnitude >= 1e11, scaled.magnitude < 9e15 else { return value }
        return scaled.rounded() / scale
    }
}
