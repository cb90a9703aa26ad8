/// Reads lengths as they are written on a command line:
/// `512`, `uniform:100,200`, `lognormal:512,0.8` (or `lognormal:512,0.8,4096` with a maximum),
/// `quantiles:0=10,0.5=100,1=2000`.
extension LengthDistribution {
    /// The forms that ``init(parsing:)`` reads.
    public static let forms =
        "512, uniform:100,200, lognormal:512,0.8 (mean, cv), or quantiles:0=10,0.5=100,1=2000"

    /// - Throws: ``WorkloadError/badText(text:column:reason:hint:)`` with the place, and what a law itself refuses.
    public init(parsing text: String) throws(WorkloadError) {
        var reader = LengthReader(text)
        self = try reader.distribution()
        try validate()
    }
}

/// A cursor over one text. Numbers are decimal, with an exponent or without; up to 15 digits, so that they are exact.
struct LengthReader {
    private let text: String
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    mutating func distribution() throws(WorkloadError) -> LengthDistribution {
        let name = word()
        if name.isEmpty {
            let tokens = try whole()
            try end()
            return .constant(tokens)
        }
        // Compared as bytes: comparing texts would bring Unicode's tables into an embedded program.
        if name.elementsEqual("uniform".utf8) {
            try expect(":")
            return try uniform()
        }
        if name.elementsEqual("lognormal".utf8) {
            try expect(":")
            return try lognormal()
        }
        if name.elementsEqual("quantiles".utf8) {
            try expect(":")
            return try quantiles()
        }
        let shown = String(decoding: name, as: UTF8.self)
        throw error(at: 0, "unknown law '\(shown)'", "Write \(LengthDistribution.forms)")
    }

    private mutating func uniform() throws(WorkloadError) -> LengthDistribution {
        let shortest = try whole()
        try expect(",")
        let start = position
        let longest = try whole()
        try end()
        guard shortest <= longest else {
            throw error(at: start, "\(longest) is below \(shortest)", "Write the shorter length first")
        }
        return .uniform(shortest...longest)
    }

    private mutating func lognormal() throws(WorkloadError) -> LengthDistribution {
        let mean = try decimal()
        try expect(",")
        let cv = try decimal()
        guard position < bytes.count else { return try LengthDistribution.lognormal(mean: mean, cv: cv) }
        try expect(",")
        let maximum = try whole()
        try end()
        return .lognormal(mean: mean, cv: cv, maximum: maximum)
    }

    private mutating func quantiles() throws(WorkloadError) -> LengthDistribution {
        var points: [LengthQuantile] = []
        while true {
            let probability = try decimal()
            try expect("=")
            points.append(LengthQuantile(probability: probability, tokens: try whole()))
            if position == bytes.count { return .quantiles(points) }
            try expect(",")
        }
    }

    /// Letters up to the first byte that is none.
    private mutating func word() -> ArraySlice<UInt8> {
        let start = position
        while position < bytes.count, (bytes[position] | 0x20) >= 0x61, (bytes[position] | 0x20) <= 0x7a {
            position += 1
        }
        return bytes[start..<position]
    }

    private mutating func whole() throws(WorkloadError) -> Int {
        let start = position
        let value = try decimal()
        guard value == value.rounded(.towardZero) else {
            throw error(at: start, "a number of tokens is whole", "Round it")
        }
        guard value <= 1e15 else { throw error(at: start, "more than 15 digits", "Write a shorter number") }
        return Int(value)
    }

    private mutating func decimal() throws(WorkloadError) -> Double {
        let start = position
        var mantissa: Int64 = 0
        var divisor = 1.0
        var digits = 0
        var isFraction = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "."), !isFraction {
                isFraction = true
            } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                digits += 1
                guard digits <= 15 else {
                    throw error(at: start, "more than 15 digits", "Write a shorter number")
                }
                mantissa = mantissa * 10 + Int64(byte - UInt8(ascii: "0"))
                if isFraction { divisor *= 10 }
            } else {
                break
            }
            position += 1
        }
        guard digits > 0 else {
            throw error(at: start, "expected a number >= 0 here", "Write \(LengthDistribution.forms)")
        }
        let (power, isNegative) = try exponent()
        return isNegative ? Double(mantissa) / divisor / power : Double(mantissa) * power / divisor
    }

    /// The power of ten of an exponent, 1 where there is none; and whether it divides. Up to 10^22 a power is exact.
    private mutating func exponent() throws(WorkloadError) -> (power: Double, isNegative: Bool) {
        let start = position
        guard position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") else { return (1, false) }
        position += 1
        let isNegative = position < bytes.count && bytes[position] == UInt8(ascii: "-")
        if isNegative || (position < bytes.count && bytes[position] == UInt8(ascii: "+")) { position += 1 }
        var exponent = 0
        var digits = 0
        while position < bytes.count, bytes[position] >= UInt8(ascii: "0"),
            bytes[position] <= UInt8(ascii: "9"), exponent <= 22
        {
            exponent = exponent * 10 + Int(bytes[position] - UInt8(ascii: "0"))
            digits += 1
            position += 1
        }
        guard digits > 0, exponent <= 22 else {
            throw error(at: start, "an exponent is from -22 to 22", "Write \(LengthDistribution.forms)")
        }
        var power = 1.0
        for _ in 0..<exponent { power *= 10 }
        return (power, isNegative)
    }

    private mutating func expect(_ mark: Unicode.Scalar) throws(WorkloadError) {
        guard position < bytes.count, bytes[position] == UInt8(ascii: mark) else {
            throw error(at: position, "expected '\(mark)' here", "Write \(LengthDistribution.forms)")
        }
        position += 1
    }

    private func end() throws(WorkloadError) {
        guard position == bytes.count else {
            throw error(at: position, "nothing was expected after this", "Write \(LengthDistribution.forms)")
        }
    }

    private func error(at position: Int, _ reason: String, _ hint: String) -> WorkloadError {
        WorkloadError.badText(text: text, column: position + 1, reason: reason, hint: hint)
    }
}
