import SimCore
import Workloads

/// What a configuration file may have for a flag, from the kind of value that the flag takes.
///
/// A schema asks for the canonical form: numbers as numbers, names as `wattline list` prints them. The reader of
/// configurations is more patient (`"tp": "2"`, `"dtype": "BF16"`), and stricter where settings must go together.
extension ValueKind {
    var schema: Schema {
        switch self {
        case .toggle: .bool
        case .whole(let range), .tokens(let range): .whole(range)
        case .oneOf(let choices): .choice(choices.map { .whole($0) })
        case .number(let range, _, _): .number(range)
        case .duration: .either([.number(0...ValueKind.longestMilliseconds), ValueKind.quantity])
        case .power: .either([.number(above: 0, upTo: 9.2e15), ValueKind.quantity])
        case .name(let list):
            list.isOpen ? .either([.choice(list.names()), .name]) : .choice(list.names())
        case .expertRouting: ExpertRoutingSpec.schema
        case .sampling: SamplingSpec.schema
        case .inputFile, .folder: .name
        case .lengths:
            .either([
                .whole(1...LengthDistribution.tokenLimit), .choice(LengthPreset.all.map(\.name)),
                .text("^(uniform|lognormal|quantiles):."),
            ])
        case .shape: .text("^(spacing|window):.")
        case .percentiles: .list(.number(above: 0, upTo: 100), count: 1...Int.max, areUnique: true)
        case .objectives:
            .object(
                LatencyObjectives.names.map { .optional($0, ValueKind.duration.schema) }, leastCount: 1)
        case .labels: .object([], rest: .either([.text(), .number, .bool]))
        case .inputs, .outputs: .either([.name, .list(.name)])
        case .assignments, .expression: .text()
        }
    }

    /// 106 days, which is where a duration ends.
    private static let longestMilliseconds = SimDuration(picoseconds: .max).milliseconds

    /// `50ms`, `0.6 kW`.
    private static let quantity = Schema.text("^[0-9.]+([eE][-+]?[0-9]+)? *[A-Za-z]+$")
}

extension ExpertRoutingSpec {
    static var schema: Schema {
        .text("^((\(words.joined(separator: "|")))|(\(laws.joined(separator: "|"))):[0-9].*)$")
    }
}

extension SamplingSpec {
    static var schema: Schema {
        .text("^(\(names.joined(separator: "|")))(\\+(\(names.joined(separator: "|"))))?$")
    }
}

extension Flag {
    /// The value of the flag's key: its kind, or null for the default, with the text of help.
    var schema: Schema {
        var text = help
        if defaultText == nil, !absence.isEmpty { text += ". Without it: \(absence)" }
        return kind.schema.orNull.described(text)
            .defaulting(to: defaultText.flatMap { try? kind.read($0) }?.json)
    }

    /// Every spelling of the key as a regular expression; nil where there is but one.
    var spellingPattern: String? {
        let names = [name] + aliases
        guard names.count > 1 || name.contains("-") else { return nil }
        let patterns = names.map { $0.split(separator: "-").joined(separator: "[-_]") }
        return "^(\(patterns.joined(separator: "|")))$"
    }
}
