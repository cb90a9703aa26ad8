import SimCore
import WattlineText

/// One direction of a panel: what it measures, and how values are laid out on it.
package struct ChartAxis {
    package enum Scale: Equatable {
        case linear
        case log
        /// Values are the numbers of these names, from 0.
        case names([String])
    }

    var label: String
    var scale: Scale
    /// Shown at least, whatever the data.
    var including: [Double]
    /// A linear axis that ends with the values, not with the tick after them.
    package var isTight = false

    package init(_ label: String, _ scale: Scale = .linear, including: [Double] = []) {
        self.label = label
        self.scale = scale
        self.including = including
    }

    /// True where a value has a place on this axis.
    func holds(_ value: Double) -> Bool { value.isFinite && (scale != .log || value > 0) }

    /// The axis laid out for these values; without any, 0 to 1 (1 to 10 on a log axis).
    func layout(_ values: [Double]) -> ChartScale {
        if case .names(let names) = scale { return ChartScale(names: names) }
        let held = (values + including).filter(holds)
        guard let low = held.min(), let high = held.max() else {
            return scale == .log ? ChartScale(log: 1...10) : ChartScale(linear: 0...1)
        }
        return scale == .log ? ChartScale(log: low...high) : ChartScale(linear: low...high, isTight: isTight)
    }
}

/// Where a value lies between the ends of an axis, and which ticks there are.
struct ChartScale {
    struct Tick: Equatable {
        let value: Double
        /// Empty for a place without a line and a number.
        let label: String
    }

    let ticks: [Tick]
    /// Ends, as natural logarithms on a log axis.
    private let low: Double
    private let high: Double
    private let isLog: Bool

    /// 0 at the low end, 1 at the high one.
    func position(_ value: Double) -> Double {
        ((isLog ? PortableMath.log(value) : value) - low) / (high - low)
    }

    /// Steps of 1, 2 or 5 times a power of ten, about five of them; the ends are widened to whole steps unless the range is
    /// to be tight.
    init(linear range: ClosedRange<Double>, isTight: Bool = false) {
        // Halves, so that the widest range of numbers does not overflow.
        var (low, high) = (range.lowerBound / 2, range.upperBound / 2)
        let size = max(low.magnitude, high.magnitude)
        if !(high - low > size * 1e-9) {
            let room = size == 0 ? 0.5 : size / 2
            (low, high) = (low - (low == 0 ? 0 : room), high + room)
        }
        // Below and above these a step would no longer be a number that can be written.
        low = min(max(low, -1e300), 1e300)
        high = max(min(high, 1e300), low + max(1e-290, low.magnitude * 1e-9))
        let step = ChartScale.niceStep((high - low) * 2 / (isTight ? 8 : 5))
        let first = (low * 2 / step + 1e-9).rounded(.down)
        let last = (high * 2 / step - 1e-9).rounded(.up)
        self.low = isTight ? low * 2 : first * step
        self.high = isTight ? high * 2 : last * step
        isLog = false
        let decimals = ChartScale.decimals(step)
        var ticks: [Tick] = []
        var index = first
        // Never many: a step is at least a fifth of what is shown. Bounded all the same.
        while index <= last, ticks.count < 20 {
            ticks.append(Tick(value: index * step, label: ChartScale.label(index * step, decimals: decimals)))
            index += 1
        }
        let (start, end) = (self.low, self.high)
        self.ticks = isTight ? ticks.filter { start <= $0.value && $0.value <= end } : ticks
    }

    /// Powers of ten, with 2 and 5 between them where there are few; a narrow range has round numbers instead.
    init(log range: ClosedRange<Double>) {
        var low = min(max(range.lowerBound, 1e-300), 1e300)
        var high = min(max(range.upperBound, low), 1e300)
        if high / low < 1.5 { (low, high) = (low / 1.5, high * 1.5) }
        var decade = ChartScale.power(of: low)
        let decades = (PortableMath.log(high) - PortableMath.log(low)) / PortableMath.log(10)
        let factors: [Double] = decades <= 1.2 ? [1, 1.5, 2, 3, 5, 7] : decades <= 3.5 ? [1, 2, 5] : [1]
        let stride = max(1, Int((decades / 8).rounded(.up)))
        var all: [Double] = []
        var number = 0
        while decade <= high * 1.000001, all.count < 400 {
            if number % stride == 0 { for factor in factors { all.append(decade * factor) } }
            decade *= 10
            number += 1
        }
        all.append(decade)
        // The ends are widened to the ticks around them.
        let first = all.lastIndex { $0 <= low * 1.000001 } ?? 0
        let last = all.firstIndex { $0 >= high * 0.999999 } ?? all.count - 1
        let shown = all[first...max(first, last)]
        self.low = PortableMath.log(min(low, shown.first ?? low))
        self.high = PortableMath.log(max(high, shown.last ?? high))
        isLog = true
        ticks = shown.map { Tick(value: $0, label: ChartScale.label($0, decimals: nil)) }
    }

    init(names: [String]) {
        low = -0.5
        high = Double(max(names.count, 1)) - 0.5
        isLog = false
        ticks = names.enumerated().map { Tick(value: Double($0.offset), label: $0.element) }
    }

    /// The largest power of ten that is at most `value`, which is above 0.
    private static func power(of value: Double) -> Double {
        var power = 1.0
        while power > value { power /= 10 }
        while power * 10 <= value * 1.000001 { power *= 10 }
        // Summed rounding errors would show in a label: read the power back from its text.
        let exponent = Int((PortableMath.log(power) / PortableMath.log(10)).rounded())
        return Double("1e\(exponent)") ?? power
    }

    /// The smallest of 1, 2 and 5 times a power of ten that is at least `size`.
    private static func niceStep(_ size: Double) -> Double {
        let power = power(of: size)
        for factor in [1.0, 2, 5, 10] where factor * power >= size * 0.999999 { return factor * power }
        return 10 * power
    }

    private static func decimals(_ step: Double) -> Int {
        var decimals = 0
        var scaled = step
        while decimals < 6, scaled < 0.999999 {
            scaled *= 10
            decimals += 1
        }
        return decimals
    }

    /// `0.25`, `1500`, `20k`, `3M`; an exponent beyond a quadrillion and below a hundred-thousandth.
    static func label(_ value: Double, decimals: Int?) -> String {
        if value == 0 { return "0" }
        let size = value.magnitude
        if size >= 0.999999e4, size < 1e15 {
            for (unit, name) in [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")]
            where size >= unit * 0.999999 {
                return trimmed(Figures.fixed(value / unit, 3)) + name
            }
        }
        if size >= 1e15 || size < 0.999999e-5 { return exponential(value) }
        if let decimals, decimals < 6 { return Figures.fixed(value, decimals) }
        return trimmed(Figures.fixed(value, 9))
    }

    private static func exponential(_ value: Double) -> String {
        let power = power(of: value.magnitude)
        let exponent = Int((PortableMath.log(power) / PortableMath.log(10)).rounded())
        return trimmed(Figures.fixed(value / power, 3)) + "e\(exponent)"
    }

    private static func trimmed(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var text = text
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }
}
