/// Reads numbers that people typed, and says what is wrong with the others.
enum NumberText {
    /// A whole number within `range`; `1e6` is one too.
    static func whole(_ text: String, in range: ClosedRange<Int>) throws(BadValue) -> Int {
        try refuseList(text)
        let wanted = range.lowerBound > 0 ? "a whole number >= \(range.lowerBound)" : "a whole number >= 0"
        if let value = Int(text) { return try checked(value, text, in: range, wanted) }
        guard let number = decimal(text) else { throw .must("\(wanted), got \(quoted(text))") }
        if isTooLarge(number, text) { throw .must("at most \(range.upperBound), got \(text)") }
        guard number.isFinite else { throw .must("\(wanted), got \(text)") }
        guard number.rounded(.towardZero) == number else { throw .must("\(wanted), got \(text)") }
        guard let value = Int(exactly: number) else {
            if number < 0 { throw .must("\(wanted), got \(text)") }
            throw .must("at most \(range.upperBound), got \(text)")
        }
        return try checked(value, text, in: range, wanted)
    }

    private static func checked(
        _ value: Int, _ text: String, in range: ClosedRange<Int>, _ wanted: String
    ) throws(BadValue) -> Int {
        guard value >= range.lowerBound else { throw .must("\(wanted), got \(text)") }
        guard value <= range.upperBound else { throw .must("at most \(range.upperBound), got \(text)") }
        return value
    }

    /// `178,880 tokens`, as an engine prints it, as `178880`: commas between groups of three digits go, and so does the word.
    /// Any other text stays as it is.
    static func ungrouped(_ text: String) -> String {
        let words = text.split(separator: " ")
        guard words.count == 1 || (words.count == 2 && words[1] == "tokens") else { return text }
        let groups = words[0].split(separator: ",", omittingEmptySubsequences: false)
        guard groups.allSatisfy({ $0.utf8.allSatisfy { $0 &- UInt8(ascii: "0") <= 9 } }),
            (1...3).contains(groups[0].utf8.count) || groups.count == 1,
            groups.dropFirst().allSatisfy({ $0.utf8.count == 3 })
        else { return words.count == 2 ? String(words[0]) : text }
        return groups.joined()
    }

    /// A whole number, `1e6` too; nil for anything else.
    static func whole(_ text: some StringProtocol) -> Int? {
        Int(text) ?? decimal(String(text)).flatMap { Int(exactly: $0) }
    }

    /// A finite number, `inf` as well where that means something.
    static func real(_ text: String, _ range: NumberRange, unit: String) throws(BadValue) -> Double {
        try refuseList(text)
        let wanted = range.sentence
        guard let value = decimal(text) else {
            if let name = unitAfterNumber(text), !unit.isEmpty {
                throw .predicate(
                    "is a plain number in \(unit): leave \(quoted(name)) out, got \(quoted(text))")
            }
            throw .must("\(wanted), got \(quoted(text))")
        }
        if value == .infinity, range.allowsInfinity, text.utf8.allSatisfy({ $0 > UInt8(ascii: "9") }) {
            return value
        }
        if range.upper == NumberRange.limit, value > range.upper, isTooLarge(value, text) || value.isFinite {
            throw .must("at most 1e15, got \(text)")
        }
        if value == .infinity { throw .must("a finite number \(wanted), got \(text)") }
        guard value.isFinite, range.contains(value) else { throw .must("\(wanted), got \(text)") }
        return value
    }

    /// Digits past the range of `Double`, rather than the word `inf`.
    static func isTooLarge(_ value: Double, _ text: String) -> Bool {
        value == .infinity && text.utf8.contains { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }

    /// What `Double` reads, less hexadecimal and surrounding blanks; `inf` and `nan` are read and judged by the caller.
    /// Digits past the range of `Double` are infinite.
    static func decimal(_ text: String) -> Double? {
        guard !text.utf8.contains(where: { $0 == UInt8(ascii: "x") || $0 == UInt8(ascii: "X") }) else {
            return nil
        }
        return Double(text)
    }

    /// The letters after a number, `rps` of `4rps`.
    private static func unitAfterNumber(_ text: String) -> String? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
        let rest = text.dropFirst(digits.count)
        guard !digits.isEmpty, Double(String(digits)) != nil, !rest.isEmpty else { return nil }
        return String(rest.drop { $0 == " " })
    }

    /// A comma means that the user wants several runs.
    static func refuseList(_ text: String) throws(BadValue) {
        guard text.utf8.contains(UInt8(ascii: ",")) else { return }
        throw .predicate(
            "takes one value, got the list \(quoted(text)). Lists are for 'wattline sweep'"
        )
    }
}

/// Which numbers a flag takes.
struct NumberRange: Equatable {
    let lower: Double
    let includesLower: Bool
    let upper: Double
    let allowsInfinity: Bool

    /// Where nothing else limits a number.
    static let limit = 1e15

    static let positive = NumberRange(lower: 0, includesLower: false, upper: limit, allowsInfinity: false)
    static let positiveOrInfinite = NumberRange(
        lower: 0, includesLower: false, upper: limit, allowsInfinity: true)
    static let notNegative = NumberRange(lower: 0, includesLower: true, upper: limit, allowsInfinity: false)

    static let fraction = NumberRange(lower: 0, includesLower: false, upper: 1, allowsInfinity: false)
    /// A facility cannot use less than its computers do.
    static let overhead = NumberRange(lower: 1, includesLower: true, upper: limit, allowsInfinity: false)
    static let hostPower = NumberRange(lower: 0, includesLower: true, upper: 1e5, allowsInfinity: false)
    static let fans = NumberRange(lower: 0, includesLower: true, upper: 10, allowsInfinity: false)
    static let efficiency = NumberRange(lower: 0.01, includesLower: true, upper: 1, allowsInfinity: false)

    func contains(_ value: Double) -> Bool {
        (includesLower ? value >= lower : value > lower) && value <= upper
    }

    /// `> 0 or 'inf'`, as in "must be ...".
    var sentence: String {
        var text = "\(includesLower ? ">=" : ">") \(short(lower))"
        if upper < NumberRange.limit { text += " and <= \(short(upper))" }
        if allowsInfinity { text += " or 'inf'" }
        return text
    }

    private func short(_ value: Double) -> String {
        value == value.rounded(.towardZero) && abs(value) < 1e15 ? String(Int(value)) : value.description
    }
}
