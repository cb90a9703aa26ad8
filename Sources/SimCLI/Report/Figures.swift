/// Numbers as tables show them. Files carry the full `Double` instead.
enum Figures {
    /// What stands where there is no number.
    static let none = "-"

    /// A number with so many digits after the point, rounded half away from zero.
    static func fixed(_ value: Double?, _ decimals: Int) -> String {
        guard let value, value.isFinite else { return none }
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded(.toNearestOrAwayFromZero)
        guard scaled < 9e15 else { return value.description }
        let digits = Int(scaled)
        let sign = value < 0 && digits > 0 ? "-" : ""
        guard decimals > 0 else { return sign + String(digits) }
        let unit = Int(scale)
        let fraction = String(digits % unit)
        return "\(sign)\(digits / unit)." + String(repeating: "0", count: decimals - fraction.utf8.count)
            + fraction
    }

    /// Four significant digits, whole from 1000 up: `0.01234`, `12.34`, `12345`.
    static func short(_ value: Double?) -> String {
        guard let value, value.isFinite else { return none }
        return value == 0 ? "0" : significant(value, digits: 4, decimalsAtMost: 12)
    }

    /// So many significant digits of a finite number, whole from there up.
    static func significant(_ value: Double, digits: Int, decimalsAtMost most: Int) -> String {
        var decimals = digits - 1
        var edge = 10.0
        while decimals > 0, value.magnitude >= edge {
            decimals -= 1
            edge *= 10
        }
        edge = 1
        while decimals < most, value.magnitude < edge {
            decimals += 1
            edge /= 10
        }
        return fixed(value, decimals)
    }

    /// As a person would type it: whole where it is.
    static func plain(_ value: Double) -> String {
        Int(exactly: value).map { String($0) } ?? value.description
    }

    /// Joules with a power of a thousand: `12.34 kJ`.
    static func joules(_ value: Double?) -> String {
        scaled(value, ["uJ", "mJ", "J", "kJ", "MJ", "GJ"], from: 1e-6)
    }

    /// A rate or a ratio; nil where there is nothing to divide by.
    static func ratio(_ numerator: Double, _ denominator: Double) -> Double? {
        denominator > 0 ? numerator / denominator : nil
    }

    /// A share of a whole in per cent, with one digit.
    static func percent(_ part: Double, of whole: Double) -> String {
        whole > 0 ? fixed(part / whole * 100, 1) + " %" : none
    }

    /// A count with its noun: `1 request`, `2 requests`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    private static func scaled(_ value: Double?, _ units: [String], from smallest: Double) -> String {
        guard let value, value.isFinite else { return none }
        var size = smallest
        var index = 0
        while index + 1 < units.count, value.magnitude >= size * 999.95 {
            size *= 1000
            index += 1
        }
        return value == 0 ? "0 J" : "\(short(value / size)) \(units[index])"
    }
}
