import SimCore
import Workloads

/// How arrivals are shaped, as `--shape` writes it: `spacing:50ms`, `spacing:0-50ms`, `window:1s`.
struct ShapeSpec: Equatable {
    let spacing: ArrivalSpacing

    init(parsing text: String) throws(BadValue) {
        let forms = "spacing:50ms, spacing:0-50ms or window:1s"
        guard let colon = text.firstIndex(of: ":") else { throw .must("\(forms), got \(quoted(text))") }
        let value = String(text[text.index(after: colon)...])
        switch text[..<colon] {
        case "spacing":
            if let dash = ShapeSpec.dash(in: value) {
                let high = String(value[value.index(after: dash)...])
                let low = ShapeSpec.withUnit(of: high, String(value[..<dash]))
                let shortest = try ValueKind.readDuration(low)
                let longest = try ValueKind.readDuration(high)
                guard shortest <= longest else {
                    throw .must("a range from short to long, got \(quoted(text))")
                }
                spacing = .uniform(shortest: shortest, longest: longest)
            } else {
                spacing = .fixed(try ValueKind.readDuration(value))
            }
        case "window":
            let window = try ValueKind.readDuration(value)
            guard window > .zero else { throw .must("a window > 0, got \(quoted(text))") }
            spacing = .windows(window)
        default:
            throw .must("\(forms), got \(quoted(text))")
        }
    }

    /// In `0-50ms` the unit stands once and is meant for both.
    private static func withUnit(of high: String, _ low: String) -> String {
        guard let number = Double(low), number != 0 else { return low }
        return low + high[(high.lastIndex { $0.isNumber }.map(high.index(after:)) ?? high.startIndex)...]
    }

    /// Between two numbers, and none that is the sign of an exponent.
    private static func dash(in text: String) -> String.Index? {
        text.indices.dropFirst().first { index in
            text[index] == "-" && text[text.index(before: index)].lowercased() != "e"
        }
    }
}

extension ShapeSpec: CustomStringConvertible {
    /// As `--shape` takes it, exact to the picosecond.
    var description: String {
        switch spacing {
        case .fixed(let span): "spacing:\(ShapeSpec.text(span))"
        case .uniform(let shortest, let longest):
            "spacing:\(ShapeSpec.text(shortest))-\(ShapeSpec.text(longest))"
        case .windows(let span): "window:\(ShapeSpec.text(span))"
        }
    }

    private static func text(_ span: SimDuration) -> String {
        let units: [(name: String, size: Int64)] = [
            ("s", 1_000_000_000_000), ("ms", 1_000_000_000), ("us", 1_000_000), ("ns", 1000),
        ]
        for unit in units where span.picoseconds % unit.size == 0 && span != .zero {
            return "\(span.picoseconds / unit.size)\(unit.name)"
        }
        return "\(span.picoseconds)ps"
    }
}
