import Testing

@testable import SimCore

@Suite struct ArithmeticSeriesTests {
    private func naiveSum(_ series: ArithmeticSeries, _ count: Int64) -> Int128 {
        Int128(series.first) * Int128(count) + Int128(series.growth) * Int128(count) * Int128(count - 1) / 2
    }

    /// Series of every magnitude, small ones and the ones at the edge of `Int64`.
    private func randomSeries(_ stream: inout RandomStream) -> ArithmeticSeries {
        ArithmeticSeries(
            first: max(1, stream.whole(in: 1...Int64.max) >> stream.whole(in: 0...62)),
            growth: stream.whole(in: 0...Int64.max) >> stream.whole(in: 0...63))
    }

    @Test func termsAndSums() {
        let series = ArithmeticSeries(first: 10, growth: 3)
        #expect((0..<4).map { series.term($0) } == [10, 13, 16, 19])
        #expect((0..<5).map { series.sum($0) } == [0, 10, 23, 39, 58])
    }

    @Test func sumsAreSafeUpToTheSafeCount() {
        var stream = RandomStream(seed: 31, purpose: "series")
        for _ in 0..<50_000 {
            let series = randomSeries(&stream)
            let limit = max(1, stream.whole(in: 1...Int64.max) >> stream.whole(in: 0...62))
            let count = series.longestSafeCount(atMost: limit)
            #expect(count >= 1 && count <= limit)
            // sum() would trap if it overflowed.
            #expect(Int128(series.sum(count)) == naiveSum(series, count), "\(series) \(count)")
            #expect(count == 1 || naiveSum(series, count) <= Int128(Int64.max / 2))
        }
    }

    /// A safe count that were far too small would only make leaps short, and nobody would notice.
    @Test func theSafeCountIsNotMuchSmallerThanItMustBe() {
        var stream = RandomStream(seed: 32, purpose: "series")
        for _ in 0..<50_000 {
            let series = randomSeries(&stream)
            let count = series.longestSafeCount(atMost: 1 << 30)
            if count < 1 << 30 {
                #expect(naiveSum(series, count * 4) > Int128(Int64.max / 2), "\(series)")
            }
        }
    }

    @Test func countReachingAgreesWithBruteForce() {
        var stream = RandomStream(seed: 33, purpose: "series")
        for _ in 0..<20_000 {
            let series = ArithmeticSeries(
                first: stream.whole(in: 1...40), growth: stream.whole(in: 0...10))
            let limit = stream.whole(in: 1...30)
            let target = Int128(stream.whole(in: -5...Int64(series.sum(limit)) + 10))
            let expected = (1...limit).first { Int128(series.sum($0)) >= target } ?? limit
            #expect(series.count(reaching: target, atMost: limit) == expected, "\(series) \(target) \(limit)")
        }
    }

    /// Too long for brute force: the answer is the one whose sum reaches the target while the one before does not.
    @Test func countReachingIsExactForHugeSeries() {
        var stream = RandomStream(seed: 34, purpose: "series")
        for _ in 0..<50_000 {
            let series = randomSeries(&stream)
            let limit = series.longestSafeCount(atMost: 1 << 30)
            let wanted = stream.whole(in: 1...limit)
            for shift in -1...1 as ClosedRange<Int128> {
                let target = naiveSum(series, wanted) + shift
                let count = series.count(reaching: target, atMost: limit)
                #expect(count >= 1 && count <= limit)
                #expect(count == limit || naiveSum(series, count) >= target, "\(series) \(target)")
                #expect(count == 1 || naiveSum(series, count - 1) < target, "\(series) \(target)")
            }
        }
        let series = ArithmeticSeries(first: 5, growth: 1)
        #expect(series.count(reaching: Int128.max, atMost: 7) == 7)
        #expect(series.count(reaching: Int128.min, atMost: 7) == 1)
    }

    @Test func termsBelowAgreesWithBruteForce() {
        var stream = RandomStream(seed: 35, purpose: "series")
        for _ in 0..<20_000 {
            let series = ArithmeticSeries(first: stream.whole(in: 1...40), growth: stream.whole(in: 0...10))
            let limit = stream.whole(in: 1...30)
            let bound = stream.whole(in: 0...350)
            let expected = (0..<limit).filter { series.term($0) < bound }.count
            #expect(series.termsBelow(bound, atMost: limit) == Int64(expected), "\(series) \(bound) \(limit)")
        }
        let edge = ArithmeticSeries(first: 1, growth: Int64.max - 1)
        #expect(edge.termsBelow(.max, atMost: 9) == 1)
        #expect(edge.termsBelow(1, atMost: 9) == 0)
    }
}
