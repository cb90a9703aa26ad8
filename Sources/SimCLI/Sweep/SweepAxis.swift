/// A run flag with several values: `--tp 1,2,4`, `--request-rate 0.5:8:0.5`, `--input-len 128,lognormal:512,0.5`.
struct SweepAxis: Sendable {
    let flag: Flag
    /// As typed, for messages and for the line that repeats a point.
    let spelling: String
    let values: [Value]

    struct Value: Sendable {
        let text: String
        let value: FlagValue

        /// As rows and headers carry it; a file by its name alone.
        var json: JSON {
            let json = value.json
            if case .text(let path) = json { return .text(Scenario.lastPathComponent(path)) }
            return json
        }
    }

    /// What a flag's text asks of a sweep.
    enum Reading: Sendable {
        /// The same at every point.
        case fixed
        case axis(SweepAxis)
        /// `LOW..HIGH`: the value to be searched for.
        case search(low: Double, high: Double)
    }

    /// Reads the text of a run flag.
    ///
    /// Commas separate values, except in flags whose one value is a list (`--metric-percentiles`). Where a value may
    /// itself hold commas, a part that is no value is joined with the next one until it is.
    ///
    /// - Throws: `BadValue` for the first part that is no value.
    static func read(_ flag: Flag, spelling: String, _ text: String) throws(BadValue) -> Reading {
        guard flag.kind.isSweepable else { return .fixed }
        if flag.kind.isNumeric, let dots = text.range(of: "..") {
            return try search(flag, text, String(text[..<dots.lowerBound]), String(text[dots.upperBound...]))
        }
        // One number with commas, as engines print it.
        if case .tokens = flag.kind, NumberText.ungrouped(text) != text { return .fixed }
        let isPlain = !text.utf8.contains(UInt8(ascii: ",")) && !flag.kind.isRange(text)
        if isPlain || flag.kind.isFileName(text) { return .fixed }
        var values: [Value] = []
        for part in try parts(flag.kind, text) {
            let texts = flag.kind.isRange(part) ? try SweepRange(parsing: part).texts() : [part]
            for text in texts {
                let value = try flag.kind.read(text)
                values.append(Value(text: text, value: value))
            }
        }
        // One length that holds a comma is no list.
        if values.count == 1, !flag.kind.isRange(text) { return .fixed }
        guard values.count <= SweepRange.valueLimit else {
            throw .predicate("has more than \(SweepRange.valueLimit) values")
        }
        var seen: Set<String> = []
        for value in values where !seen.insert(value.value.json.compact).inserted {
            throw .predicate("has \(value.text) twice, got \(quoted(text))")
        }
        return .axis(SweepAxis(flag: flag, spelling: spelling, values: values))
    }

    /// Why a part of a list is no value and no range; nil where it is one.
    private static func obstacle(_ kind: ValueKind, _ part: String) -> BadValue? {
        guard !kind.isRange(part) else { return nil }
        do throws(BadValue) {
            _ = try kind.read(part)
            return nil
        } catch {
            return error
        }
    }

    private static func search(
        _ flag: Flag, _ text: String, _ first: String, _ last: String
    ) throws(BadValue) -> Reading {
        guard let low = NumberText.decimal(first), let high = NumberText.decimal(last), low.isFinite,
            high.isFinite, low < high
        else {
            throw .predicate("takes a range to search from low to high such as 1..64, got \(quoted(text))")
        }
        _ = try flag.kind.read(first)
        _ = try flag.kind.read(last)
        return .search(low: low, high: high)
    }

    /// The parts between commas that are values or ranges. O(length^2) where values may hold commas.
    private static func parts(_ kind: ValueKind, _ text: String) throws(BadValue) -> [String] {
        let pieces = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        if pieces.contains("") { throw .predicate("has an empty value in the list \(quoted(text))") }
        guard case .lengths = kind else { return pieces }
        var parts: [String] = []
        var start = 0
        while start < pieces.count {
            var end = start
            var part = pieces[start]
            // The first part names what is wrong when nothing after it helps.
            let problem = obstacle(kind, part)
            while obstacle(kind, part) != nil {
                end += 1
                guard end < pieces.count else { throw problem ?? .must("a list of values") }
                part += "," + pieces[end]
            }
            parts.append(part)
            start = end + 1
        }
        return parts
    }
}

extension ValueKind {
    /// Takes one value, so that several of them make an axis.
    fileprivate var isSweepable: Bool {
        switch self {
        case .whole, .tokens, .oneOf, .number, .duration, .power, .name, .expertRouting, .sampling,
            .inputFile, .lengths, .shape:
            true
        default: false
        }
    }

    /// May be written as a range.
    fileprivate var isNumeric: Bool {
        switch self {
        case .whole, .tokens, .oneOf, .number, .duration, .power, .lengths: true
        default: false
        }
    }

    /// True for `1:256:x2`; a length such as `uniform:1,9` starts with a letter.
    fileprivate func isRange(_ text: String) -> Bool {
        guard isNumeric, text.utf8.contains(UInt8(ascii: ":")), let first = text.utf8.first else {
            return false
        }
        return first < UInt8(ascii: "A")
    }

    /// A file whose name holds a comma is that file.
    fileprivate func isFileName(_ text: String) -> Bool {
        if case .inputFile = self { return InputFile.exists(text) }
        return false
    }
}

extension String {
    /// Where `pattern` first stands. O(length x pattern).
    fileprivate func range(of pattern: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(pattern) {
                return start..<index(start, offsetBy: pattern.count)
            }
            start = index(after: start)
        }
        return nil
    }
}
