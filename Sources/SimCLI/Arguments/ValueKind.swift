import SimCore

/// What a flag takes: how its text is read, and how help writes it.
enum ValueKind {
    /// Present or absent; in a configuration true or false.
    case toggle
    case whole(ClosedRange<Int>)
    /// A whole number that may be written as engines print it, `178,880` or `178,880 tokens`.
    case tokens(ClosedRange<Int>)
    case oneOf([Int])
    /// `symbol` stands for the value in help; `unit` is what a bare number counts.
    case number(NumberRange, _ symbol: String, unit: String = "")
    /// With a unit, or a bare number of milliseconds.
    case duration
    /// With a unit, or a bare number of watts.
    case power
    case name(NameList)
    case expertRouting
    case sampling
    case inputFile
    case lengths
    case shape
    case percentiles
    /// `ttft:500 tpot:50`, in milliseconds.
    case objectives
    /// `k=v` labels that travel with the result.
    case labels
    /// `k=v` settings of other flags.
    case assignments
    case inputs
    case outputs
    case folder
    /// A text with a grammar of its own; `symbol` stands for it in help.
    case expression(_ symbol: String)

    /// Reads the text of one value.
    func read(_ text: String) throws(BadValue) -> FlagValue {
        switch self {
        case .toggle:
            switch text {
            case "true": return .toggle(true)
            case "false": return .toggle(false)
            default: throw .must("true or false, got \(quoted(text))")
            }
        case .whole(let range): return .whole(try NumberText.whole(text, in: range))
        case .tokens(let range):
            return .whole(try NumberText.whole(NumberText.ungrouped(text), in: range))
        case .oneOf(let choices):
            let list = choices.map { String($0) }.joined(separator: ", ")
            // What is too large for a number here is also none of these.
            if let number = NumberText.decimal(text), number > Double(choices.max() ?? 0), number < .infinity
            {
                throw .must("one of \(list), got \(text)")
            }
            let value = try NumberText.whole(text, in: 1...Int.max)
            guard choices.contains(value) else { throw .must("one of \(list), got \(text)") }
            return .whole(value)
        case .number(let range, _, let unit): return .number(try NumberText.real(text, range, unit: unit))
        case .duration: return .duration(try ValueKind.readDuration(text))
        case .power: return .power(try ValueKind.readPower(text))
        case .name(let list): return .text(try list.resolve(text))
        case .expertRouting: return .text(try ExpertRoutingSpec(parsing: text).description)
        case .sampling: return .text(try SamplingSpec(parsing: text).description)
        case .lengths: return .lengths(try LengthSpec(parsing: text))
        case .shape: return .shape(try ShapeSpec(parsing: text))
        case .percentiles: return .percentiles(try ValueKind.readPercentiles(text))
        case .objectives: return .objectives(try LatencyObjectives(parsing: text))
        case .labels, .assignments:
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                throw .must("of the form key=value, got \(quoted(text))")
            }
            let value = String(text[text.index(after: equals)...])
            return .pairs([Pair(key: String(text[..<equals]), value: value)])
        case .inputFile, .inputs, .outputs:
            guard !text.isEmpty else { throw .must("the name of a file, got ''") }
            return .text(text)
        case .folder:
            guard !text.isEmpty else { throw .must("the name of a folder, got ''") }
            return .text(text)
        case .expression: return .text(text)
        }
    }

    /// `50ms`, `2 s`, or `50` in milliseconds; not negative.
    static func readDuration(_ text: String) throws(BadValue) -> SimDuration {
        try NumberText.refuseList(text)
        if let milliseconds = NumberText.decimal(text) {
            guard milliseconds >= 0 else {
                throw .must("a duration >= 0 such as 50ms or 2s, got \(text)")
            }
            guard let span = SimDuration(seconds: milliseconds / 1e3) else {
                throw .must("at most 106 days, got \(text)")
            }
            return span
        }
        let span: SimDuration
        do throws(QuantityError) {
            span = try SimDuration(parsing: text)
        } catch {
            throw .must("a duration such as 50ms or 2s: \(error)")
        }
        guard span >= .zero else { throw .must("a duration >= 0 such as 50ms or 2s, got \(text)") }
        return span
    }

    /// `600`, `600W`, `0.6kW`; above zero.
    static func readPower(_ text: String) throws(BadValue) -> Power {
        try NumberText.refuseList(text)
        let power: Power?
        if let watts = NumberText.decimal(text) {
            power = Power(watts: watts)
            if power == nil, watts > 0, watts.isFinite || NumberText.isTooLarge(watts, text) {
                throw .must("at most 9.2e15 W, got \(text)")
            }
        } else {
            do {
                power = try Power(parsing: text)
            } catch {
                throw .must("a power such as 600 or 600W: \(error)")
            }
        }
        guard let power, power > .zero else { throw .must("a power > 0 such as 600 or 600W, got \(text)") }
        return power
    }

    private static func readPercentiles(_ text: String) throws(BadValue) -> [Double] {
        var percentiles: [Double] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let value = NumberText.decimal(String(part)), value > 0, value < 100 else {
                throw .must("numbers between 0 and 100 such as 50,90,99, got \(quoted(text))")
            }
            guard !percentiles.contains(value) else {
                throw .predicate("has \(part) twice, got \(quoted(text))")
            }
            percentiles.append(value)
        }
        return percentiles.sorted()
    }

    /// What stands after the flag in help; nil for a toggle.
    var placeholder: String? {
        switch self {
        case .toggle: nil
        case .whole, .tokens: "N"
        case .oneOf(let choices): choices.map { String($0) }.joined(separator: "|")
        case .number(let range, let symbol, _): symbol + (range.allowsInfinity ? "|inf" : "")
        case .duration: "MS"
        case .power: "W"
        case .name(let list): list.placeholder
        case .expertRouting: "measured|balanced|uniform|skewed:X|power-law:X"
        case .sampling: SamplingSpec.names.joined(separator: "|")
        case .inputFile, .inputs, .outputs: "FILE"
        case .folder: "DIR"
        case .lengths: "LENGTH"
        case .shape: "SHAPE"
        case .percentiles: "P,P"
        case .objectives: "NAME:MS ..."
        case .labels, .assignments: "KEY=VALUE"
        case .expression(let symbol): symbol
        }
    }
}
