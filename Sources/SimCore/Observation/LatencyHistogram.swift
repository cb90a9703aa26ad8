/// Durations counted in logarithmic buckets: bounded memory for any number of values, at most 0.1 % relative error.
///
/// Each power of two is cut into 512 buckets, so half a bucket is 1/1024 of its value. Count, smallest, largest and
/// sum are exact. The layout is that of HdrHistogram (Tene), with picoseconds as the unit.
public struct LatencyHistogram: Sendable {
    private static let subBits: Int64 = 9

    private var counts: [Int64] = []
    /// Number of values.
    public private(set) var count: Int64 = 0
    private var sumFemtoseconds: Int128 = 0
    /// In picoseconds squared, while every value was added by itself; nil once the buckets must do.
    private var sumOfSquares: Int128? = 0
    private var smallest: Int64 = .max
    private var largest: Int64 = .min

    public init() {}

    /// Counts one duration; a negative one counts as 0. O(1).
    public mutating func add(_ duration: SimDuration) {
        let value = max(0, duration.picoseconds)
        add(picoseconds: value, weight: 1)
        // Below 2^73 each, and no run has 2^53 of them.
        sumFemtoseconds &+= Int128.product(value, 1000)
        addSquare(value)
    }

    /// Counts `weight` equal gaps between two times; the bucket is that of the whole picoseconds.
    mutating func add(from start: ExactTime, to end: ExactTime, weight: Int64) {
        let span = end.picoseconds - start.picoseconds
        let rest = end.femtoseconds - start.femtoseconds
        // A fifth of the time that 64 bits count in femtoseconds, and gaps are shorter.
        guard weight > 0, span >= 0, span < 1 << 51 else {
            return add(femtoseconds: end.femtoseconds(since: start), weight: weight)
        }
        let femtoseconds = span &* 1000 &+ rest
        add(picoseconds: rest < 0 && span > 0 ? span - 1 : span, weight: weight)
        sumFemtoseconds &+= Int128.product(femtoseconds, weight)
        sumOfSquares = nil
    }

    /// Counts `weight` equal gaps given in femtoseconds; the bucket is that of the whole picoseconds.
    mutating func add(femtoseconds: Int128, weight: Int64) {
        guard weight > 0 else { return }
        if let small = femtoseconds.narrow {
            add(picoseconds: small / 1000, weight: weight)
            sumFemtoseconds += Int128.product(small, weight)
        } else {
            add(picoseconds: Int64(clamping: femtoseconds / 1000), weight: weight)
            sumFemtoseconds += femtoseconds * Int128(weight)
        }
        sumOfSquares = nil
    }

    /// Counts `weight` of each of the series' terms number `from` ..< `through`, in femtoseconds. One addition for
    /// each bucket that the series passes through.
    mutating func add(_ series: ArithmeticSeries, from: Int64, through: Int64, weight: Int64) {
        guard from < through, weight > 0 else { return }
        let number = through - from
        let tail = ArithmeticSeries(first: series.term(from), growth: series.growth)
        count += number * weight
        sumFemtoseconds += Int128.product(tail.sum(number), weight)
        sumOfSquares = nil
        let shortest = tail.first / 1000
        let longest = tail.term(number - 1) / 1000
        smallest = min(smallest, shortest)
        largest = max(largest, longest)
        // A batch grows slowly: as a rule all its terms are in one bucket.
        let index = LatencyHistogram.bucket(shortest)
        guard LatencyHistogram.bucket(longest) > index else {
            if index >= counts.count { grow(to: index) }
            counts[index] += number * weight
            return
        }
        addBuckets(tail, number, weight)
    }

    private mutating func addBuckets(_ tail: ArithmeticSeries, _ number: Int64, _ weight: Int64) {
        var done: Int64 = 0
        while done < number {
            let value = tail.term(done) / 1000
            let index = LatencyHistogram.bucket(value)
            let upper = LatencyHistogram.lowerBound(index + 1)
            let (bound, overflow) = upper.multipliedReportingOverflow(by: 1000)
            let end = overflow ? number : tail.termsBelow(bound, atMost: number)
            if index >= counts.count { grow(to: index) }
            counts[index] += (end - done) * weight
            done = end
        }
    }

    @inline(__always)
    private mutating func addSquare(_ value: Int64) {
        guard let squares = sumOfSquares else { return }
        // Above 30 simulated days a square times a count might overflow.
        guard value < 1 << 61 else { return sumOfSquares = nil }
        let (sum, overflow) = squares.addingReportingOverflow(Int128.product(value, value))
        sumOfSquares = overflow ? nil : sum
    }

    @inline(__always)
    private mutating func add(picoseconds value: Int64, weight: Int64) {
        let index = LatencyHistogram.bucket(value)
        if index >= counts.count { grow(to: index) }
        counts[index] += weight
        count += weight
        smallest = min(smallest, value)
        largest = max(largest, value)
    }

    @inline(never)
    private mutating func grow(to index: Int) {
        if index >= counts.count {
            // Whole powers of two at a time, so that growth ends soon.
            let wanted = (index / 512 + 1) * 512
            counts.reserveCapacity(wanted)
            while counts.count < wanted { counts.append(0) }
        }
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
        count == 0 ? nil : SimDuration(picoseconds: Int64(sumFemtoseconds / Int128(count) / 1000))
    }

    public var minimum: SimDuration? { count == 0 ? nil : SimDuration(picoseconds: smallest) }

    public var maximum: SimDuration? { count == 0 ? nil : SimDuration(picoseconds: largest) }

    /// The population's standard deviation; nil without values. Exact where values came one by one (TTFT, TPOT, E2E); from
    /// the buckets' middles where runs of them did (ITL), off by up to 0.1 % of the mean.
    public var standardDeviation: SimDuration? {
        guard count > 0 else { return nil }
        if let squares = sumOfSquares {
            // Around the whole mean: n (mean of squares - square of mean) without the cancellation.
            let sum = sumFemtoseconds / 1000
            let whole = sum / Int128(count)
            let spread = squares - 2 * whole * sum + whole * whole * Int128(count)
            let rest = Double(sum - whole * Int128(count)) / Double(count)
            let variance = max(0, Double(spread) / Double(count) - rest * rest)
            return SimDuration(picoseconds: Int64(variance.squareRoot()))
        }
        let mean = Double(sumFemtoseconds) / Double(count) / 1000
        var sum = 0.0
        for index in counts.indices where counts[index] > 0 {
            let difference = Double(LatencyHistogram.middle(index)) - mean
            sum += Double(counts[index]) * difference * difference
        }
        // A single value, or equal ones, spread by nothing: the bucket's middle would say otherwise.
        if smallest == largest { return .zero }
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
        grow(to: max(0, other.counts.count - 1))
        for index in other.counts.indices { counts[index] += other.counts[index] }
        count += other.count
        sumFemtoseconds += other.sumFemtoseconds
        if let own = sumOfSquares, let others = other.sumOfSquares {
            let (sum, overflow) = own.addingReportingOverflow(others)
            sumOfSquares = overflow ? nil : sum
        } else {
            sumOfSquares = nil
        }
        smallest = min(smallest, other.smallest)
        largest = max(largest, other.largest)
    }

    /// Combines everything that was counted into a fingerprint.
    public func combine(into fingerprint: inout Fingerprint) {
        fingerprint.combine(count)
        fingerprint.combine(sumFemtoseconds)
        guard count > 0 else { return }
        fingerprint.combine(smallest)
        fingerprint.combine(largest)
        for index in counts.indices where counts[index] > 0 {
            fingerprint.combine(index)
            fingerprint.combine(counts[index])
        }
    }

    /// The value of the given rank (0 is the smallest): its bucket's middle, which no value of the bucket is further
    /// from than half its width. Spreading a bucket's values over it would look finer and be twice as far off at worst.
    private func value(atRank rank: Int64) -> Int64 {
        if rank == 0 { return smallest }
        if rank == count - 1 { return largest }
        var before: Int64 = 0
        for index in counts.indices where counts[index] > 0 {
            before += counts[index]
            if rank < before {
                return min(max(LatencyHistogram.middle(index), smallest), largest)
            }
        }
        return largest
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
        guard left.count == right.count, left.sumFemtoseconds == right.sumFemtoseconds,
            left.smallest == right.smallest, left.largest == right.largest
        else { return false }
        let shared = min(left.counts.count, right.counts.count)
        for index in 0..<shared where left.counts[index] != right.counts[index] { return false }
        return left.counts.dropFirst(shared).allSatisfy { $0 == 0 }
            && right.counts.dropFirst(shared).allSatisfy { $0 == 0 }
    }
}
