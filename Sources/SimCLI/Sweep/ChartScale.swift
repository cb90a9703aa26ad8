import SimCore

/// How numbers become places on an axis of a picture: linear, or logarithmic where the numbers span more than a decade.
struct ChartScale: Equatable {
    let low: Double
    let high: Double
    let isLogarithmic: Bool
    /// Where the marks are, ascending, within the scale.
    let ticks: [Double]

    /// No figure is as large, or as small and not 0.
    private static let extreme = 1e30

    /// A scale that holds all of these; nil where there is no number that a figure can be.
    init?(_ values: [Double]) {
        let values = values.filter { $0.magnitude <= ChartScale.extreme }
        guard let smallest = values.min(), let largest = values.max() else { return nil }
        if smallest > 1 / ChartScale.extreme, largest / smallest > 10 {
            isLogarithmic = true
            low = ChartScale.rounded(smallest, up: false)
            high = ChartScale.rounded(largest, up: true)
            ticks = ChartScale.logarithmicTicks(low, high)
        } else {
            isLogarithmic = false
            // From 0 where that does not squeeze the values into a corner.
            let from = smallest > 0 && smallest < 0.6 * largest ? 0 : smallest
            let step = ChartScale.step(from, largest)
            let low = (from / step).rounded(.down) * step
            self.low = low
            let end = (largest / step).rounded(.up) * step
            high = end > low ? end : low + step
            ticks = (0...Int(((high - low) / step).rounded())).map {
                SweepRange.tidy(low + Double($0) * step)
            }
        }
    }

    /// A scale from the first to the last of these, marked at each of them where there is room for that.
    init?(markedAt values: [Double]) {
        let ascending = Set(values.filter { $0.magnitude <= ChartScale.extreme }).sorted()
        guard let first = ascending.first, let last = ascending.last, last > first, ascending.count < 10
        else {
            self.init(values)
            return
        }
        let marked = ChartScale(
            low: first, high: last, isLogarithmic: first > 1 / ChartScale.extreme && last / first > 10,
            ticks: ascending)
        let places = ascending.map(marked.place)
        guard zip(places, places.dropFirst()).allSatisfy({ $1 - $0 > 0.06 }) else {
            self.init(values)
            return
        }
        self = marked
    }

    private init(low: Double, high: Double, isLogarithmic: Bool, ticks: [Double]) {
        self.low = low
        self.high = high
        self.isLogarithmic = isLogarithmic
        self.ticks = ticks
    }

    /// From 0 at `low` to 1 at `high`; outside for values beyond.
    func place(_ value: Double) -> Double {
        guard isLogarithmic else { return (value - low) / (high - low) }
        return PortableMath.log(value / low) / PortableMath.log(high / low)
    }

    /// 1, 2 or 5 times a power of ten, so that about five steps fill the range.
    private static func step(_ low: Double, _ high: Double) -> Double {
        let span = high > low ? max(high - low, 1 / extreme) : max(high.magnitude, 1)
        let power = powerOfTen(span / 5)
        return [1, 2, 5, 10].map { $0 * power }.first { $0 >= span / 5 } ?? power
    }

    /// The next of 1, 2 and 5 times a power of ten.
    private static func rounded(_ value: Double, up: Bool) -> Double {
        let power = powerOfTen(value)
        let candidates = [1, 2, 5, 10].map { SweepRange.tidy($0 * power) }
        return (up ? candidates.first { $0 >= value } : candidates.last { $0 <= value }) ?? value
    }

    private static func logarithmicTicks(_ low: Double, _ high: Double) -> [Double] {
        var ticks: [Double] = []
        var power = powerOfTen(low)
        while power <= high {
            for factor in [1.0, 2, 5] {
                let tick = SweepRange.tidy(power * factor)
                if tick >= low, tick <= high { ticks.append(tick) }
            }
            power *= 10
        }
        guard ticks.count > 7 else { return ticks }
        // Over many decades only the powers of ten, thinned out.
        let powers = ticks.filter { SweepRange.tidy(powerOfTen($0 * 1.0001)) == $0 }
        let stride = max(1, (powers.count + 6) / 7)
        return powers.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
    }

    /// The largest power of ten that is not above a value of at least 1e-31.
    private static func powerOfTen(_ value: Double) -> Double {
        var power = 1.0
        while power > value, power > 1e-31 { power /= 10 }
        while power * 10 <= value { power *= 10 }
        return power
    }
}
