/// Durations counted in logarithmic buckets: bounded memory for any number of values, at most 0.1 % relative error.
///
/// Each power of two is cut into 512 buckets, so half a bucket is 1/1024 of its value. Count, smallest, largest and
/// sum are exact. The layout is that of HdrHistogram (Tene), with picoseconds as the unit.
public struct LatencyHistogram: Sendable {
    private static let subBits: Int64 = 9

    private var moments = LatencyMoments()
    /// The bucket that the first count is of, and the counts from there on.
    private var base = 0
    private var counts: [Int64] = []

    public init() {}

    init(_ moments: LatencyMoments, base: Int, counts: [Int64]) {
        self.moments = moments
        self.base = base
        self.counts = counts
    }

    /// Number of values.
    public var count: Int64 { moments.count }

    /// Counts one duration; a negative one counts as 0. O(1).
    public mutating func add(_ duration: SimDuration) {
        let value = max(0, duration.picoseconds)
        add(weight: 1, toBucket: LatencyHistogram.bucket(value))
        moments.add(value)
    }

    /// Counts `weight` equal gaps given in femtoseconds; the bucket is that of the whole picoseconds.
    mutating func add(femtoseconds: Int128, weight: Int64) {
        guard weight > 0 else { return }
        let value = Int64(clamping: femtoseconds / 1000)
        add(weight: weight, toBucket: LatencyHistogram.bucket(value))
        moments.add(value, long: femtoseconds, weight: weight)
    }

    /// Counts `weight` of each of the series' terms number `from` ..< `through`, in femtoseconds. One addition for
    /// each bucket that the series passes through.
    mutating func add(_ series: ArithmeticSeries, from: Int64, through: Int64, weight: Int64) {
        guard from < through, weight > 0 else { return }
        let number = through - from
        let tail = ArithmeticSeries(first: series.term(from), growth: series.growth)
        moments.add(
            tail, number, weight: weight, shortest: tail.first / 1000, longest: tail.term(number - 1) / 1000)
        var done: Int64 = 0
        while let part = LatencyHistogram.nextBucket(of: tail, after: &done, number) {
            add(weight: part.terms * weight, toBucket: part.index)
        }
    }

    /// The bucket of the series' term number `done`, and how many terms from there on are in it; nil at the end. O(1).
    static func nextBucket(
        of series: ArithmeticSeries, after done: inout Int64, _ number: Int64
    ) -> (index: Int, terms: Int64)? {
        guard done < number else { return nil }
        let index = bucket(series.term(done) / 1000)
        let (bound, overflow) = lowerBound(index + 1).multipliedReportingOverflow(by: 1000)
        let end = overflow ? number : series.termsBelow(bound, atMost: number)
        defer { done = end }
        return (index, end - done)
    }

    private mutating func add(weight: Int64, toBucket index: Int) {
        if index < base || index >= base + counts.count { grow(from: index, through: index) }
        counts[index - base] += weight
    }

    /// Makes room for buckets, whole powers of two at a time, so that growth ends soon.
    private mutating func grow(from first: Int, through last: Int) {
        let low = min(counts.isEmpty ? Int.max : base, first / 512 * 512)
        let high = max(counts.isEmpty ? 0 : base + counts.count, (last / 512 + 1) * 512)
        var larger = [Int64](repeating: 0, count: high - low)
        for index in counts.indices { larger[base - low + index] = counts[index] }
        counts = larger
        base = low
    }

    @inline(__always)
    static func bucket(_ value: Int64) -> Int {
        if value < 1024 { return Int(value) }
        let shift = Int64(63 &- value.leadingZeroBitCount) &- subBits
        return Int((shift &<< subBits) &+ (value &>> shift))
    }

    static func lowerBound(_ index: Int) -> Int64 {
        if index < 1024 { return Int64(index) }
        let shift = Int64(index >> Int(subBits)) - 1
        if shift > 53 { return Int64.max }
        return ((Int64(index) & 511) + 512) << shift
    }
}

extension LatencyHistogram {
    /// The mean, exact before rounding to a picosecond; nil without values.
    public var mean: SimDuration? {
        count == 0 ? nil : SimDuration(picoseconds: Int64(moments.sum / Int128(count) / 1000))
    }

    public var minimum: SimDuration? { count == 0 ? nil : SimDuration(picoseconds: moments.smallest) }

    public var maximum: SimDuration? { count == 0 ? nil : SimDuration(picoseconds: moments.largest) }

    /// The population's standard deviation; nil without values. Exact where values came one by one (TTFT, TPOT, E2E); from
    /// the buckets' middles where runs of them did (ITL), off by up to 0.1 % of the mean.
    public var standardDeviation: SimDuration? {
        guard count > 0 else { return nil }
        if moments.hasSquares {
            let squares = moments.squares
            // Around the whole mean: n (mean of squares - square of mean) without the cancellation.
            let sum = moments.sum / 1000
            let whole = sum / Int128(count)
            let spread = squares - 2 * whole * sum + whole * whole * Int128(count)
            let rest = Double(sum - whole * Int128(count)) / Double(count)
            let variance = max(0, Double(spread) / Double(count) - rest * rest)
            return SimDuration(picoseconds: Int64(variance.squareRoot()))
        }
        let mean = Double(moments.sum) / Double(count) / 1000
        var sum = 0.0
        for index in counts.indices where counts[index] > 0 {
            let difference = Double(LatencyHistogram.middle(base + index)) - mean
            sum += Double(counts[index]) * difference * difference
        }
        // A single value, or equal ones, spread by nothing: the bucket's middle would say otherwise.
        if moments.smallest == moments.largest { return .zero }
        return SimDuration(picoseconds: Int64((sum / Double(count)).squareRoot()))
    }

    /// The value at `fraction` (0 ... 1) of the sorted values, interpolated linearly as numpy's default does; nil
    /// without values or for a fraction outside. Within 0.1 % of the exact one; the ends are exact.
    public func quantile(_ fraction: Double) -> SimDuration? {
        guard count > 0, fraction >= 0, fraction <= 1 else { return nil }
        let position = fraction * Double(count - 1)
        let lower = min(Int64(position), count - 1)
        let share = position - Double(lower)
        let low = value(atRank: lower)
        if share == 0 { return SimDuration(picoseconds: low) }
        let high = value(atRank: min(lower + 1, count - 1))
        return SimDuration(picoseconds: low + Int64(share * Double(high - low)))
    }

    /// Adds the other histogram's values to these.
    public mutating func merge(_ other: LatencyHistogram) {
        guard other.count > 0 else { return }
        grow(from: other.base, through: other.base + other.counts.count - 1)
        for index in other.counts.indices { counts[other.base - base + index] += other.counts[index] }
        moments.merge(other.moments)
    }

    /// Combines everything that was counted into a fingerprint.
    public func combine(into fingerprint: inout Fingerprint) {
        fingerprint.combine(count)
        fingerprint.combine(moments.sum)
        guard count > 0 else { return }
        fingerprint.combine(moments.smallest)
        fingerprint.combine(moments.largest)
        for index in counts.indices where counts[index] > 0 {
            fingerprint.combine(base + index)
            fingerprint.combine(counts[index])
        }
    }

    /// The value of the given rank (0 is the smallest): its bucket's middle, which no value of the bucket is further
    /// from than half its width. Spreading a bucket's values over it would look finer and be twice as far off at worst.
    private func value(atRank rank: Int64) -> Int64 {
        if rank == 0 { return moments.smallest }
        if rank == count - 1 { return moments.largest }
        var before: Int64 = 0
        for index in counts.indices where counts[index] > 0 {
            before += counts[index]
            if rank < before {
                return min(max(LatencyHistogram.middle(base + index), moments.smallest), moments.largest)
            }
        }
        return moments.largest
    }

    /// The middle of the whole picoseconds in a bucket: the value itself where a bucket holds one.
    private static func middle(_ index: Int) -> Int64 {
        let low = lowerBound(index)
        return low + (lowerBound(index + 1) - 1 - low) / 2
    }
}

extension LatencyHistogram: Equatable {
    /// Equal counts in equal buckets; how much room a histogram has reserved does not matter.
    public static func == (left: LatencyHistogram, right: LatencyHistogram) -> Bool {
        guard left.count == right.count, left.moments.sum == right.moments.sum,
            left.moments.smallest == right.moments.smallest, left.moments.largest == right.moments.largest
        else { return false }
        let low = min(left.base, right.base)
        let high = max(left.base + left.counts.count, right.base + right.counts.count)
        for index in low..<high where left.counted(index) != right.counted(index) { return false }
        return true
    }

    /// Values in a bucket.
    private func counted(_ index: Int) -> Int64 {
        index >= base && index < base + counts.count ? counts[index - base] : 0
    }
}

/// What is exact about the values in a histogram.
struct LatencyMoments: Sendable {
    private(set) var count: Int64 = 0
    /// In femtoseconds.
    private(set) var sum: Int128 = 0
    /// In picoseconds squared, while every value was added by itself; else the buckets must do.
    private(set) var squares: Int128 = 0
    private(set) var hasSquares = true
    private(set) var smallest = Int64.max
    private(set) var largest = Int64.min

    init() {}

    /// One value, in picoseconds.
    @inline(__always)
    mutating func add(_ value: Int64) {
        note(value, value, 1)
        // Below 2^73 each, and no run has 2^53 of them.
        sum &+= Int128.product(value, 1000)
        guard hasSquares else { return }
        // Above 30 simulated days a square times a count might overflow.
        let (total, overflow) = squares.addingReportingOverflow(Int128.product(value, value))
        squares = total
        if overflow || value >= 1 << 61 { hasSquares = false }
    }

    /// `weight` values of which the whole picoseconds are `value`.
    @inline(__always)
    mutating func add(_ value: Int64, femtoseconds: Int64, weight: Int64) {
        note(value, value, weight)
        sum &+= Int128.product(femtoseconds, weight)
        hasSquares = false
    }

    /// The same for longer ones.
    mutating func add(_ value: Int64, long femtoseconds: Int128, weight: Int64) {
        note(value, value, weight)
        sum += femtoseconds * Int128(weight)
        hasSquares = false
    }

    /// `weight` of each of a series' first `number` terms.
    @inline(__always)
    mutating func add(
        _ series: ArithmeticSeries, _ number: Int64, weight: Int64, shortest: Int64, longest: Int64
    ) {
        note(shortest, longest, number &* weight)
        sum &+= Int128.product(series.sum(number), weight)
        hasSquares = false
    }

    @inline(__always)
    private mutating func note(_ shortest: Int64, _ longest: Int64, _ number: Int64) {
        count &+= number
        if shortest < smallest { smallest = shortest }
        if longest > largest { largest = longest }
    }

    mutating func merge(_ other: LatencyMoments) {
        count += other.count
        sum += other.sum
        let (total, overflow) = squares.addingReportingOverflow(other.squares)
        squares = total
        hasSquares = hasSquares && other.hasSquares && !overflow
        smallest = min(smallest, other.smallest)
        largest = max(largest, other.largest)
    }
}
