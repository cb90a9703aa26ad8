import SimCore

/// Reads numbers from the bytes of a cell, without making a text of it. Blanks around the number are allowed.
///
/// Nil stands for everything that is not a number, NaN and infinity among it, and for what does not fit.
package enum CSVNumber {
    /// A whole number with an optional minus sign: at most 18 digits.
    package static func whole(_ buffer: [UInt8], _ cell: CSVReader.Cell) -> Int64? {
        if let value = digits(buffer.span, cell) { return value }
        let (start, end) = trim(buffer, cell)
        var index = start
        let isNegative = index < end && buffer[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        guard index < end else { return nil }
        while index < end - 1, buffer[index] == UInt8(ascii: "0") { index += 1 }
        guard end - index <= 18 else { return nil }
        // 18 digits stay below 2^63.
        var value: Int64 = 0
        for place in index..<end {
            let digit = buffer[place] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value &* 10 &+ Int64(digit)
        }
        return isNegative ? -value : value
    }

    /// The usual number: 1 to 18 digits and nothing else.
    @inline(__always)
    private static func digits(_ buffer: Span<UInt8>, _ cell: CSVReader.Cell) -> Int64? {
        guard cell.end &- cell.start <= 18, cell.start < cell.end else { return nil }
        var value: Int64 = 0
        var index = cell.start
        while index < cell.end {
            let digit = buffer[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value &* 10 &+ Int64(digit)
            index &+= 1
        }
        return value
    }

    /// A decimal number (`3`, `-0.25`, `.5`, `1.5e-3`) times 10^`decimals`, exactly; what is finer is rounded to the
    /// nearest, halves away from zero. Digits past the 36th that count are dropped. `decimals` is at most 18.
    package static func scaled(_ buffer: [UInt8], _ cell: CSVReader.Cell, decimals: Int) -> Int128? {
        let (start, end) = trim(buffer, cell)
        var index = start
        var isNegative = false
        if index < end, buffer[index] == UInt8(ascii: "-") || buffer[index] == UInt8(ascii: "+") {
            isNegative = buffer[index] == UInt8(ascii: "-")
            index += 1
        }
        // The value is (mantissa x 10^restDigits + rest) x 10^exponent: the first 18 digits and the 18 after them.
        var mantissa: UInt64 = 0
        var rest: UInt64 = 0
        var restDigits = 0
        var exponent = 0
        var hasDigits = false
        var isFraction = false
        // The usual number in one go: digits, a point, digits, 17 at most.
        let short = min(end, index + 17)
        var point = end
        while index < short {
            let byte = buffer[index]
            let digit = byte &- UInt8(ascii: "0")
            if digit <= 9 {
                mantissa = mantissa &* 10 &+ UInt64(digit)
                hasDigits = true
            } else if byte == UInt8(ascii: "."), point == end {
                point = index
            } else {
                break
            }
            index += 1
        }
        if point < end {
            isFraction = true
            exponent = point + 1 - index
        }
        while index < end {
            let byte = buffer[index]
            let digit = byte &- UInt8(ascii: "0")
            if digit <= 9 {
                hasDigits = true
                if mantissa < 100_000_000_000_000_000 {
                    mantissa = mantissa * 10 + UInt64(digit)
                    if isFraction { exponent -= 1 }
                } else if restDigits < 18 {
                    rest = rest * 10 + UInt64(digit)
                    restDigits += 1
                    if isFraction { exponent -= 1 }
                } else if !isFraction {
                    exponent += 1
                }
            } else if byte == UInt8(ascii: "."), !isFraction {
                isFraction = true
            } else {
                break
            }
            index += 1
        }
        guard hasDigits else { return nil }
        if index < end {
            guard buffer[index] | 0x20 == UInt8(ascii: "e") else { return nil }
            let plus = index + 1 < end && buffer[index + 1] == UInt8(ascii: "+") ? 1 : 0
            let digits = CSVReader.Cell(start: index + 1 + plus, end: end, isQuoted: false)
            guard let written = whole(buffer, digits), written.magnitude <= 1_000 else { return nil }
            if plus == 1, written < 0 { return nil }
            exponent += Int(written)
        }
        let zeros = exponent + decimals
        if restDigits == 0, zeros >= 0, zeros <= 18 {
            // Most numbers: the product of two that fit 64 bits.
            let value = Int128.product(Int64(mantissa), shortPowersOfTen[zeros])
            return isNegative ? -value : value
        }
        let digits = Int128(mantissa) * powerOfTen(restDigits) + Int128(rest)
        guard let value = shift(digits, zeros) else { return nil }
        return isNegative ? -value : value
    }

    /// value x 10^exponent for a value of at most 36 digits; nil when it does not fit.
    private static func shift(_ value: Int128, _ exponent: Int) -> Int128? {
        if value == 0 || exponent == 0 { return value }
        if exponent > 0 {
            guard exponent <= 38 else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: powerOfTen(exponent))
            return overflow ? nil : product
        }
        guard exponent >= -37 else { return 0 }
        let divisor = powerOfTen(-exponent)
        return (value + divisor / 2) / divisor
    }

    private static let shortPowersOfTen: [Int64] = (0...18).map { exponent in
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }

    private static func powerOfTen(_ exponent: Int) -> Int128 {
        var power: Int128 = 1
        for _ in 0..<exponent { power *= 10 }
        return power
    }

    /// The part of a cell between blanks.
    @inline(__always)
    package static func trim(_ buffer: [UInt8], _ cell: CSVReader.Cell) -> (start: Int, end: Int) {
        var start = cell.start
        var end = cell.end
        while start < end, buffer[start] == UInt8(ascii: " ") || buffer[start] == UInt8(ascii: "\t") {
            start += 1
        }
        while start < end, buffer[end - 1] == UInt8(ascii: " ") || buffer[end - 1] == UInt8(ascii: "\t") {
            end -= 1
        }
        return (start, end)
    }
}
