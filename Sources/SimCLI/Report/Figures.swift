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

    /// From here on energies are told in watt-hours, as bills and grids have them: 1 kWh.
    static let kilowattHourJoules = 3.6e6

    /// An energy with its unit and a power of a thousand: `12.34 kJ`, from a kilowatt-hour on `1.234 kWh`.
    static func joules(_ value: Double?) -> String { joules(value, of: value ?? 0) }

    /// A part of a whole in joules or watt-hours, whichever the whole is told in, so that the parts can be compared.
    static func joules(_ value: Double?, of whole: Double) -> String {
        guard whole.magnitude >= kilowattHourJoules else {
            return scaled(value, "J", ["uJ", "mJ", "J", "kJ", "MJ"], from: 1e-6)
        }
        return wattHours(value.map { $0 / 3600 })
    }

    /// Watt-hours with a power of a thousand: `6.070 Wh`.
    static func wattHours(_ value: Double?) -> String {
        scaled(value, "Wh", ["uWh", "mWh", "Wh", "kWh", "MWh", "GWh"], from: 1e-6)
    }

    /// A share of a whole in per cent, with one digit.
    static func percent(_ part: Double, of whole: Double) -> String {
        whole > 0 ? fixed(part / whole * 100, 1) + " %" : none
    }

    /// A count with its noun: `1 request`, `2 requests`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    private static func scaled(
        _ value: Double?, _ plain: String, _ units: [String], from smallest: Double
    ) -> String {
        guard let value, value.isFinite else { return none }
        var size = smallest
        var index = 0
        while index + 1 < units.count, value.magnitude >= size * 999.95 {
            size *= 1000
            index += 1
        }
        return value == 0 ? "0 \(plain)" : "\(short(value / size)) \(units[index])"
    }
}
