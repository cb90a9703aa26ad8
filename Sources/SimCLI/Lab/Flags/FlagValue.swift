import SimCore
import WattlineText

/// A value of a flag, read and within its range.
package enum FlagValue: Equatable {
    case toggle(Bool)
    case whole(Int)
    case number(Double)
    case duration(SimDuration)
    case power(Power)
    case text(String)
    case lengths(LengthSpec)
    case shape(ShapeSpec)
    case percentiles([Double])
    case objectives(LatencyObjectives)
    case pairs([Pair])
    case texts([String])

    /// As a configuration file has it; reading it back gives the same value.
    package var json: JSON {
        switch self {
        case .toggle(let value): .bool(value)
        case .whole(let value): .whole(value)
        case .number(let value): .plain(value)
        case .duration(let value): FlagValue.json(value)
        case .power(let value): .plain(value.watts)
        case .text(let value): .text(value)
        case .lengths(let value): value.json
        case .shape(let value): .text(value.description)
        case .percentiles(let values): .list(values.map(JSON.plain))
        case .objectives(let value): value.json
        case .pairs(let pairs): .object(pairs.map { ($0.key, .text($0.value)) })
        case .texts(let values): .list(values.map { .text($0) })
        }
    }

    /// Milliseconds where these say it exactly, else picoseconds with their unit.
    static func json(_ span: SimDuration) -> JSON {
        SimDuration(seconds: span.milliseconds / 1e3) == span
            ? .plain(span.milliseconds) : .text("\(span.picoseconds)ps")
    }

    /// Joins a repeated flag's value to the one before it.
    func joined(after earlier: FlagValue?) -> FlagValue {
        switch (earlier, self) {
        case (.pairs(let before), .pairs(let now)):
            let kept = before.filter { old in !now.contains { $0.key == old.key } }
            return .pairs(kept + now)
        case (.texts(let before), .text(let now)): return .texts(before + [now])
        case (nil, .text(let now)): return .texts([now])
        case (.objectives(let before), .objectives(let now)): return .objectives(now.joined(after: before))
        default: return self
        }
    }
}

/// A label or an assignment.
package struct Pair: Equatable {
    let key: String
    let value: String
}
