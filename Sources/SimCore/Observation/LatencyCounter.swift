/// A ``LatencyHistogram`` of a run under way: adding to it asks nobody whether it is shared.
struct LatencyCounter: ~Copyable {
    private var moments = LatencyMoments()
    /// The bucket that the first count is of, and the counts from there on.
    private var base = 0
    private var counts: Buffer<Int64>

    init() { counts = Buffer(count: 0, filledWith: 0) }

    init(copying other: borrowing LatencyCounter) {
        moments = other.moments
        base = other.base
        counts = Buffer(copying: other.counts, count: other.counts.count, filledWith: 0)
    }

    /// What was counted.
    var histogram: LatencyHistogram {
        var list: [Int64] = []
        list.reserveCapacity(counts.count)
        for index in 0..<counts.count { list.append(counts[index]) }
        return LatencyHistogram(moments, base: base, counts: list)
    }

    /// Counts one duration; a negative one counts as 0.
    @inline(__always)
    mutating func add(_ duration: SimDuration) {
        let value = max(0, duration.picoseconds)
        add(weight: 1, toBucketOf: value)
        moments.add(value)
    }

    /// Counts `weight` equal gaps between two times; the bucket is that of the whole picoseconds.
    @inline(__always)
    mutating func add(from start: ExactTime, to end: ExactTime, weight: Int64) {
        let span = end.picoseconds &- start.picoseconds
        let rest = end.femtoseconds &- start.femtoseconds
        guard weight > 0 else { return }
        // A fifth of the time that 64 bits count in femtoseconds, and gaps are shorter.
        guard span >= 0, span < 1 << 51 else {
            return addLong(femtoseconds: end.femtoseconds(since: start), weight: weight)
        }
        let whole = rest < 0 && span > 0 ? span &- 1 : span
        add(weight: weight, toBucketOf: whole)
        moments.add(whole, femtoseconds: span &* 1000 &+ rest, weight: weight)
    }

    @inline(never)
    private mutating func addLong(femtoseconds: Int128, weight: Int64) {
        let value = Int64(clamping: femtoseconds / 1000)
        add(weight: weight, toBucketOf: value)
        moments.add(value, long: femtoseconds, weight: weight)
    }

    /// Counts `weight` of each of the series' terms number `from` ..< `through`, in femtoseconds. One addition for
    /// each bucket that the series passes through.
    @inline(__always)
    mutating func add(_ series: ArithmeticSeries, from: Int64, through: Int64, weight: Int64) {
        guard from < through, weight > 0 else { return }
        let number = through &- from
        let tail = ArithmeticSeries(first: series.term(from), growth: series.growth)
        let shortest = tail.first / 1000
        let longest = tail.term(number &- 1) / 1000
        moments.add(tail, number, weight: weight, shortest: shortest, longest: longest)
        // A batch grows slowly: as a rule all its terms are in one bucket.
        let index = LatencyHistogram.bucket(shortest)
        if LatencyHistogram.bucket(longest) == index {
            place(index).value &+= number &* weight
        } else {
            split(tail, number, weight)
        }
    }

    @inline(never)
    private mutating func split(_ tail: ArithmeticSeries, _ number: Int64, _ weight: Int64) {
        var done: Int64 = 0
        while let part = LatencyHistogram.nextBucket(of: tail, after: &done, number) {
            place(part.index).value &+= part.terms &* weight
        }
    }

    @inline(__always)
    private mutating func add(weight: Int64, toBucketOf value: Int64) {
        place(LatencyHistogram.bucket(value)).value &+= weight
    }

    @inline(__always)
    private mutating func place(_ index: Int) -> Place<Int64> {
        let offset = index &- base
        if UInt(bitPattern: offset) < UInt(bitPattern: counts.count) { return counts.place(offset) }
        grow(toHold: index)
        return counts.place(index &- base)
    }

    /// Makes room for a bucket, and half as much again beyond it, so that growth ends soon.
    @inline(never)
    private mutating func grow(toHold index: Int) {
        let isEmpty = counts.count == 0
        let spare = max(512, counts.count / 2)
        var low = isEmpty ? index : base
        var high = isEmpty ? index + 1 : base + counts.count
        if index < low { low = max(0, index - spare) }
        if index >= high { high = index + spare }
        let larger = Buffer<Int64>(count: high - low, filledWith: 0)
        for old in 0..<counts.count { larger.set(base - low + old, counts[old]) }
        counts = larger
        base = low
    }
}
