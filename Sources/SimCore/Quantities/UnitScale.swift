/// Why a text is not a quantity.
public enum QuantityError: Error, Hashable, Sendable {
    case notANumber(text: String)
    case unknownUnit(text: String, unit: String, known: String)
    case outOfRange(text: String, largest: String)
}

extension QuantityError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notANumber(let text):
            "'\(text)' is not a number with a unit"
        case .unknownUnit(let text, let unit, let known):
            unit.isEmpty
                ? "'\(text)' has no unit; write one of \(known)"
                : "'\(text)' has the unknown unit '\(unit)'; known are \(known)"
        case .outOfRange(let text, let largest):
            "'\(text)' is out of range; the largest is \(largest)"
        }
    }
}

/// The names of one dimension's units and how many base units each holds; prints and reads without floating
/// point, so that what is printed is the same everywhere.
struct UnitScale: Sendable {
    struct Unit: Sendable {
        let name: String
        let size: Int128
        /// Units such as `min` and `Wh` are read, but printing keeps to powers of a thousand.
        let isPrinted: Bool
    }

    /// Ascending by size.
    let units: [Unit]

    static let duration = UnitScale(units: [
        Unit(name: "ps", size: 1, isPrinted: true),
        Unit(name: "ns", size: 1_000, isPrinted: true),
        Unit(name: "us", size: 1_000_000, isPrinted: true),
        Unit(name: "ms", size: 1_000_000_000, isPrinted: true),
        Unit(name: "s", size: 1_000_000_000_000, isPrinted: true),
        Unit(name: "min", size: 60_000_000_000_000, isPrinted: false),
        Unit(name: "h", size: 3_600_000_000_000_000, isPrinted: false),
    ])

    static let power = UnitScale(units: [
        Unit(name: "mW", size: 1, isPrinted: true),
        Unit(name: "W", size: 1_000, isPrinted: true),
        Unit(name: "kW", size: 1_000_000, isPrinted: true),
        Unit(name: "MW", size: 1_000_000_000, isPrinted: true),
    ])

    static let energy = UnitScale(units: [
        Unit(name: "fJ", size: 1, isPrinted: true),
        Unit(name: "pJ", size: 1_000, isPrinted: true),
        Unit(name: "nJ", size: 1_000_000, isPrinted: true),
        Unit(name: "uJ", size: 1_000_000_000, isPrinted: true),
        Unit(name: "mJ", size: 1_000_000_000_000, isPrinted: true),
        Unit(name: "J", size: 1_000_000_000_000_000, isPrinted: true),
        Unit(name: "kJ", size: 1_000_000_000_000_000_000, isPrinted: true),
        Unit(name: "Wh", size: 3_600_000_000_000_000_000, isPrinted: false),
        Unit(name: "MJ", size: 1_000_000_000_000_000_000_000, isPrinted: true),
        Unit(name: "kWh", size: 3_600_000_000_000_000_000_000, isPrinted: false),
    ])

    /// Four significant digits, rounded half away from zero: `7.730 ms`. What is too large for them in the largest
    /// unit is a whole number of it.
    func render(_ value: Int128) -> String {
        let magnitude = value.magnitude
        let sign = value < 0 ? "-" : ""
        let printed = units.filter { $0.isPrinted }
        var index = printed.lastIndex { magnitude >= $0.size.magnitude } ?? 0
        let size = printed[index].size.magnitude
        if size == 1 { return "\(sign)\(magnitude) \(printed[index].name)" }
        var decimals = 3
        var scale: UInt128 = 1000
        var whole = magnitude / size
        while whole >= 10, decimals > 0 {
            whole /= 10
            scale /= 10
            decimals -= 1
        }
        var scaled = (magnitude / size) * scale + ((magnitude % size) * scale + size / 2) / size
        if scaled == 10_000, decimals > 0 {
            // Rounding reached the next power of ten, which has a decimal less, or is the next unit.
            scaled = 1_000
            scale /= 10
            decimals -= 1
            if decimals == 0, index + 1 < printed.count {
                index += 1
                scale = 1000
                decimals = 3
            }
        }
        let integer = scaled / scale
        if decimals == 0 { return "\(sign)\(integer) \(printed[index].name)" }
        var fraction = String(scaled % scale)
        while fraction.utf8.count < decimals { fraction = "0" + fraction }
        return "\(sign)\(integer).\(fraction) \(printed[index].name)"
    }

    /// Base units in `text`, a decimal number with one of the units, blanks allowed around both; what is finer than
    /// a base unit is rounded, halves away from zero.
    func parse(_ text: String) throws(QuantityError) -> Int128 {
        let blank = UInt8(ascii: " ")
        var bytes = Array(text.utf8.drop { $0 == blank })
        while bytes.last == blank { bytes.removeLast() }
        var position = 0
        var isNegative = false
        if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            position += 1
        }
        var mantissa: Int128 = 0
        var fractionScale: Int128 = 1
        var hasDigits = false
        var isFraction = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "."), !isFraction {
                isFraction = true
            } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                hasDigits = true
                guard mantissa < 1_000_000_000_000_000_000, fractionScale < 1_000_000_000_000_000_000 else {
                    throw QuantityError.outOfRange(text: text, largest: "18 digits")
                }
                mantissa = mantissa * 10 + Int128(byte - UInt8(ascii: "0"))
                if isFraction { fractionScale *= 10 }
            } else {
                break
            }
            position += 1
        }
        guard hasDigits else { throw QuantityError.notANumber(text: text) }
        if let (exponent, end) = UnitScale.exponent(bytes, position) {
            for _ in 0..<exponent.magnitude {
                guard mantissa < 1_000_000_000_000_000_000, fractionScale < 1_000_000_000_000_000_000 else {
                    throw QuantityError.outOfRange(text: text, largest: "18 digits")
                }
                if exponent > 0 { mantissa *= 10 } else { fractionScale *= 10 }
            }
            position = end
        }
        let name = String(decoding: bytes[position...].drop { $0 == blank }, as: UTF8.self)
        guard let unit = units.first(where: { $0.name == name }) else {
            var known = ""
            for unit in units { known += known.isEmpty ? unit.name : ", \(unit.name)" }
            throw QuantityError.unknownUnit(text: text, unit: name, known: known)
        }
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: unit.size)
        guard !overflow else {
            throw QuantityError.outOfRange(text: text, largest: "1.7e38 \(units[0].name)")
        }
        let rounded = (product + fractionScale / 2) / fractionScale
        return isNegative ? -rounded : rounded
    }

    /// The exponent that stands at `start`, as in `1e6`, and the place behind it; nil where there is none. Past two digits it
    /// is 99, which is too large for every unit.
    private static func exponent(_ bytes: [UInt8], _ start: Int) -> (Int, Int)? {
        guard start < bytes.count, bytes[start] | 0x20 == UInt8(ascii: "e") else { return nil }
        var position = start + 1
        var isNegative = false
        if position < bytes.count,
            bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+")
        {
            isNegative = bytes[position] == UInt8(ascii: "-")
            position += 1
        }
        let first = position
        var value = 0
        while position < bytes.count, bytes[position] >= UInt8(ascii: "0"),
            bytes[position] <= UInt8(ascii: "9")
        {
            value = min(99, value * 10 + Int(bytes[position] - UInt8(ascii: "0")))
            position += 1
        }
        return position > first ? (isNegative ? -value : value, position) : nil
    }
}
