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

    /// Base units in `text`, a decimal number such as `1.5` or `1e6` with one of the units, blanks allowed around both;
    /// what is finer than a base unit is rounded, halves away from zero.
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
        var exponent = UnitScale.exponent(bytes, &position)
        while exponent > 0, mantissa != 0 {
            exponent -= 1
            if fractionScale > 1 {
                fractionScale /= 10
                continue
            }
            let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
            guard !overflow else {
                throw QuantityError.outOfRange(text: text, largest: "1.7e38 \(units[0].name)")
            }
            mantissa = product
        }
        while exponent < 0, mantissa != 0 {
            exponent += 1
            // Digits this far below a base unit round away.
            if fractionScale > UnitScale.finestScale { mantissa = 0 } else { fractionScale *= 10 }
        }
        let name = String(decoding: bytes[position...].drop { $0 == blank }, as: UTF8.self)
        guard let unit = units.first(where: { $0.name == name }) else {
            var known = ""
            for unit in units { known += known.isEmpty ? unit.name : ", \(unit.name)" }
            throw QuantityError.unknownUnit(text: text, unit: name, known: known)
        }
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: unit.size)
        let (sum, sumOverflows) = product.addingReportingOverflow(fractionScale / 2)
        guard !overflow, !sumOverflows else {
            throw QuantityError.outOfRange(text: text, largest: "1.7e38 \(units[0].name)")
        }
        let rounded = sum / fractionScale
        return isNegative ? -rounded : rounded
    }

    private static let finestScale: Int128 = 10_000_000_000_000_000_000_000_000_000_000_000_000

    /// The exponent that stands at `position`, which moves behind it; 0 and no move where there is none. No unit begins
    /// with an e, and one alone is none.
    private static func exponent(_ bytes: [UInt8], _ position: inout Int) -> Int {
        var next = position
        guard next < bytes.count, bytes[next] | 0x20 == UInt8(ascii: "e") else { return 0 }
        next += 1
        var isNegative = false
        if next < bytes.count, bytes[next] == UInt8(ascii: "-") || bytes[next] == UInt8(ascii: "+") {
            isNegative = bytes[next] == UInt8(ascii: "-")
            next += 1
        }
        let start = next
        var exponent = 0
        while next < bytes.count, bytes[next] >= UInt8(ascii: "0"), bytes[next] <= UInt8(ascii: "9") {
            // More than any quantity has digits.
            exponent = min(exponent * 10 + Int(bytes[next] - UInt8(ascii: "0")), 1000)
            next += 1
        }
        guard next > start else { return 0 }
        position = next
        return isNegative ? -exponent : exponent
    }
}
