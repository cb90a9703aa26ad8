/// Whole numbers of a small unit, written in a larger one: exact, and the same on every machine.
package enum DecimalText {
    /// `value` x 10^-`decimals` with all its digits: `1.500`.
    package static func fixed(_ value: Int128, decimals: Int) -> String {
        let digits = String(value.magnitude)
        let sign = value < 0 ? "-" : ""
        guard decimals > 0 else { return sign + digits }
        let missing = decimals + 1 - digits.utf8.count
        let padded = missing > 0 ? String(repeating: "0", count: missing) + digits : digits
        let cut = padded.index(padded.endIndex, offsetBy: -decimals)
        return "\(sign)\(padded[..<cut]).\(padded[cut...])"
    }

    /// The same without zeros at the end: `1.5`, `2`.
    package static func exact(_ value: Int128, decimals: Int) -> String {
        var text = fixed(value, decimals: decimals)
        guard decimals > 0 else { return text }
        while text.utf8.last == UInt8(ascii: "0") { text.removeLast() }
        if text.utf8.last == UInt8(ascii: ".") { text.removeLast() }
        return text
    }
}
