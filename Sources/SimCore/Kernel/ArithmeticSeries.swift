/// The sum of k terms first, first + growth, first + 2 growth, ...: what a leap adds up.
struct ArithmeticSeries: BitwiseCopyable, Hashable, Sendable {
    /// The first term, > 0.
    var first: Int64
    /// What each term adds to the one before, >= 0.
    var growth: Int64

    /// Term number `index`, counted from 0.
    @inline(__always)
    func term(_ index: Int64) -> Int64 { first &+ growth &* index }

    /// Sum of the first `count` terms; the caller has limited `count` by ``longestSafeCount(atMost:)``.
    @inline(__always)
    func sum(_ count: Int64) -> Int64 {
        // Counts are at most 2^30: half of their square fits.
        first &* count &+ growth &* ((count &* (count &- 1)) &>> 1)
    }

    /// The largest count up to `limit` whose sum surely fits half of `Int64`.
    @inline(__always)
    func longestSafeCount(atMost limit: Int64) -> Int64 {
        // Up to 2^10 steps of a minute and a half each that grow by a second at most: what is usual is safe.
        if limit <= 1 << 10, first < 1 << 51, growth < 1 << 41 { return limit }
        return searchedSafeCount(atMost: limit)
    }

    @inline(never)
    private func searchedSafeCount(atMost limit: Int64) -> Int64 {
        var count = min(limit, 1 << 30)
        while count > 1 {
            let (product, overflow) = growth.multipliedReportingOverflow(by: count)
            let (last, overflow2) = first.addingReportingOverflow(product)
            if !overflow, !overflow2, last <= (Int64.max / 2) / count { break }
            count /= 2
        }
        return count
    }

    /// The smallest count in 1 ... `limit` whose sum is at least `target`, or `limit` if none is.
    ///
    /// A floating-point square root gives a guess, exact sums correct it: O(1).
    @inline(__always)
    func count(reaching target: Int128, atMost limit: Int64) -> Int64 {
        guard limit > 1, target > Int128(first) else { return 1 }
        // A few steps are counted faster than solved for.
        if let target = target.narrow {
            var total = first
            var term = first
            var count: Int64 = 1
            while count < min(limit, 6) {
                term &+= growth
                total &+= term
                count &+= 1
                if total >= target { return count }
            }
            if count == limit { return limit }
        }
        return solved(reaching: target, atMost: limit)
    }

    @inline(never)
    private func solved(reaching target: Int128, atMost limit: Int64) -> Int64 {
        guard target <= Int128(sum(limit)) else { return limit }
        let wanted = target.nearestDouble
        let slope = Double(growth)
        let linear = Double(first) - slope / 2
        // slope/2 k^2 + linear k = wanted, solved in the form that does not cancel.
        let root = (linear * linear + 2 * slope * wanted).squareRoot()
        let guess = 2 * wanted / (linear + root)
        var count = guess >= 1 && guess < Double(limit) ? Int64(guess) : (guess < 1 ? 1 : limit)
        while count > 1, Int128(sum(count - 1)) >= target { count -= 1 }
        while count < limit, Int128(sum(count)) < target { count += 1 }
        return count
    }

    /// The number of leading terms, up to `limit`, that are below `bound`. O(1).
    func termsBelow(_ bound: Int64, atMost limit: Int64) -> Int64 {
        if first >= bound { return 0 }
        if growth == 0 { return limit }
        return min(limit, (bound - first - 1) / growth + 1)
    }
}
