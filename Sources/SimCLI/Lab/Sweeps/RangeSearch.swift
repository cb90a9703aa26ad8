import WattlineText

/// Finds the highest (or lowest) value of a numeric flag that still meets conditions, by bisection.
///
/// It takes for granted that a value that fails is followed by failing ones only, as a load that misses its SLO is by
/// higher loads. The values tried are round numbers: multiples of a power of ten that is at most half a percent of the
/// range's end, so that the answer is a number a person would type.
struct RangeSearch: Equatable, Sendable {
    let flagName: String
    let low: Double
    let high: Double
    /// The highest value is wanted, not the lowest.
    let wantsMost: Bool
    private let step: Double
    /// The multiples of `step` strictly between the ends.
    private let firstMultiple: Int
    private let multiples: Int

    /// `low < high`, both finite; a `isWhole` flag is searched in whole numbers.
    init(flagName: String, low: Double, high: Double, wantsMost: Bool, isWhole: Bool) {
        self.flagName = flagName
        self.low = low
        self.high = high
        self.wantsMost = wantsMost
        var step = 1.0
        let finest = max(low.magnitude, high.magnitude) * 0.005
        while step * 10 <= finest { step *= 10 }
        while !isWhole, step > finest, step > 1e-12 { step /= 10 }
        self.step = step
        let first = Int((low / step).rounded(.down)) + 1
        let last = Int((high / step).rounded(.up)) - 1
        firstMultiple = first
        multiples = max(0, last - first + 1)
    }

    /// How many values there are to choose from, both ends included.
    var count: Int { multiples + 2 }

    /// The value at a place from 0, the end that is expected to hold, to `count - 1`, the one that is hoped for.
    func value(_ index: Int) -> Double {
        let ascending = wantsMost ? index : count - 1 - index
        if ascending == 0 { return low }
        if ascending == count - 1 { return high }
        return SweepRange.tidy(Double(firstMultiple + ascending - 1) * step)
    }

    /// The last index at which `holds` is true, or nil where it is false already at 0. O(log count) calls.
    func last(where holds: (Int) throws(CLIError) -> Bool) throws(CLIError) -> Int? {
        guard try holds(0) else { return nil }
        var good = 0
        var bad = count - 1
        if try holds(bad) { return bad }
        while bad - good > 1 {
            let middle = good + (bad - good) / 2
            if try holds(middle) { good = middle } else { bad = middle }
        }
        return good
    }
}
