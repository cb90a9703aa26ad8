import Testing

@testable import SimCore

@Suite struct LatencyHistogramTests {
    /// numpy's default: linear between the two nearest ranks.
    private func exact(_ sorted: [Int64], _ fraction: Double) -> Double {
        let position = fraction * Double(sorted.count - 1)
        let lower = Int(position)
        let upper = min(lower + 1, sorted.count - 1)
        return Double(sorted[lower]) + (position - Double(lower)) * Double(sorted[upper] - sorted[lower])
    }

    private let fractions = [0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1]

    @Test func quantilesAreWithinATenthOfAPercent() throws {
        var stream = RandomStream(seed: 111, purpose: "histogram")
        for round in 0..<400 as Range<Int64> {
            var values: [Int64] = []
            let base = stream.whole(in: 1...1 << 50)
            for _ in 0..<stream.whole(in: 1...500) {
                switch round % 4 {
                case 0: values.append(stream.whole(in: 0...Int64.max) >> stream.whole(in: 0...62))
                // Many values at nearly one place, the low or the high end of a bucket as it happens.
                case 1: values.append(base + stream.whole(in: 0...(base >> 12)))
                case 2: values.append(stream.whole(in: 0...5_000))
                default: values.append(Int64(1e9 * stream.exponential()))
                }
            }
            var histogram = LatencyHistogram()
            for value in values { histogram.add(SimDuration(picoseconds: value)) }
            values.sort()
            for fraction in fractions {
                let quantile = try #require(histogram.quantile(fraction))
                let expected = exact(values, fraction)
                // Half a picosecond is the rounding of the answer itself.
                #expect(
                    abs(Double(quantile.picoseconds) - expected) <= 0.001 * expected + 1,
                    "\(round) \(fraction)")
            }
        }
    }

    /// Values at the low ends of their buckets: wherever a bucket's middle is not taken, this is the worst case.
    @Test func manyEqualValuesAreWithinATenthOfAPercent() throws {
        for value in [513, 1_026, 51_300, 1 << 30, (1 << 40) + 1, 3 << 50] as [Int64] {
            var histogram = LatencyHistogram()
            histogram.add(.zero)
            for _ in 0..<1_000 { histogram.add(SimDuration(picoseconds: value)) }
            histogram.add(SimDuration(picoseconds: value * 3))
            for fraction in [0.1, 0.5, 0.9, 0.99] {
                let quantile = try #require(histogram.quantile(fraction)).picoseconds
                #expect(abs(Double(quantile - value)) <= 0.001 * Double(value), "\(value) \(fraction)")
            }
        }
    }

    @Test func smallValuesAreExact() {
        var histogram = LatencyHistogram()
        for value in 0..<1_024 as Range<Int64> { histogram.add(SimDuration(picoseconds: value)) }
        for value in 0..<1_024 as Range<Int64> {
            #expect(histogram.quantile(Double(value) / 1_023)?.picoseconds == value)
        }
    }

    @Test func theEndsAreExactForEveryMagnitude() {
        for value in [0, 1, 1_023, 1_025, (1 << 53) + 1, 9_000_000_000_000_000_001, Int64.max] as [Int64] {
            var histogram = LatencyHistogram()
            histogram.add(SimDuration(picoseconds: value))
            #expect(histogram.quantile(0)?.picoseconds == value)
            #expect(histogram.quantile(0.5)?.picoseconds == value)
            #expect(histogram.quantile(1)?.picoseconds == value)
            #expect(histogram.minimum?.picoseconds == value)
            #expect(histogram.maximum?.picoseconds == value)
            #expect(histogram.mean?.picoseconds == value)
            #expect(histogram.standardDeviation == .zero)
            histogram.add(.zero)
            #expect(histogram.quantile(1)?.picoseconds == value)
            #expect(histogram.quantile(0) == .zero)
        }
    }

    @Test func anEmptyHistogramHasNoFigures() {
        var histogram = LatencyHistogram()
        #expect(histogram.mean == nil && histogram.minimum == nil && histogram.maximum == nil)
        #expect(histogram.quantile(0.5) == nil && histogram.standardDeviation == nil)
        histogram.merge(LatencyHistogram())
        #expect(histogram == LatencyHistogram())
        #expect(histogram.count == 0)
    }

    @Test(arguments: [-0.1, 1.1, Double.nan, .infinity, -.infinity])
    func aFractionOutsideHasNoQuantile(fraction: Double) {
        var histogram = LatencyHistogram()
        histogram.add(.seconds(1))
        #expect(histogram.quantile(fraction) == nil)
    }

    @Test func aNegativeDurationCountsAsNothing() {
        var histogram = LatencyHistogram()
        histogram.add(SimDuration(picoseconds: .min))
        #expect(histogram.minimum == .zero && histogram.mean == .zero)
    }

    /// Buckets cover every value once, in order, and none is wider than 1/512 of its values.
    @Test func bucketsTileTheRange() {
        var stream = RandomStream(seed: 112, purpose: "histogram")
        for _ in 0..<20_000 {
            let value = stream.whole(in: 0...Int64.max) >> stream.whole(in: 0...62)
            let index = LatencyHistogram.bucket(value)
            let low = LatencyHistogram.lowerBound(index)
            let next = LatencyHistogram.lowerBound(index + 1)
            #expect(low <= value && (value < next || next == .max))
            #expect(low < 1_024 || next == .max || (next - low) * 512 <= low)
        }
        for index in 0..<27_000 {
            #expect(LatencyHistogram.bucket(LatencyHistogram.lowerBound(index)) == index)
        }
    }

    @Test func aSeriesCountsWhatItsTermsCount() {
        var stream = RandomStream(seed: 113, purpose: "histogram")
        for _ in 0..<2_000 {
            let series = ArithmeticSeries(
                first: max(1, stream.whole(in: 1...1 << 58) >> stream.whole(in: 0...57)),
                growth: stream.whole(in: 0...1 << 48) >> stream.whole(in: 0...48))
            let from = stream.whole(in: 0...5)
            let through = max(
                from, min(from + stream.whole(in: 0...200), series.longestSafeCount(atMost: 300)))
            let weight = stream.whole(in: 0...5)
            var once = LatencyHistogram()
            var single = LatencyHistogram()
            once.add(series, from: from, through: through, weight: weight)
            for index in from..<through {
                single.add(femtoseconds: Int128(series.term(index)), weight: weight)
            }
            #expect(once == single, "\(series) \(from)..<\(through) x \(weight)")
        }
    }

    @Test func aSeriesAtTheEndOfTheRange() {
        var once = LatencyHistogram()
        var single = LatencyHistogram()
        let series = ArithmeticSeries(first: Int64.max - 10, growth: 1)
        once.add(series, from: 0, through: 1, weight: 2)
        single.add(femtoseconds: Int128(Int64.max - 10), weight: 2)
        #expect(once == single)
        single.add(femtoseconds: Int128.max >> 20, weight: 1)
        #expect(single.maximum?.picoseconds == Int64.max)
    }

    @Test func mergingIsCountingBoth() {
        var stream = RandomStream(seed: 114, purpose: "histogram")
        for _ in 0..<200 {
            var left = LatencyHistogram()
            var right = LatencyHistogram()
            var both = LatencyHistogram()
            for _ in 0..<stream.whole(in: 0...50) {
                let value = SimDuration(
                    picoseconds: stream.whole(in: 0...Int64.max) >> stream.whole(in: 0...62))
                both.add(value)
                if stream.whole(in: 0...1) == 0 { left.add(value) } else { right.add(value) }
            }
            var otherWay = right
            otherWay.merge(left)
            left.merge(right)
            #expect(left == both && otherWay == both)
            var prints = (Fingerprint(), Fingerprint())
            left.combine(into: &prints.0)
            both.combine(into: &prints.1)
            #expect(prints.0 == prints.1)
        }
    }

    @Test func equalityLooksAtEveryCount() {
        var left = LatencyHistogram()
        var right = LatencyHistogram()
        for value in [1, 5, 9] as [Int64] { left.add(SimDuration(picoseconds: value)) }
        for value in [1, 4, 9] as [Int64] { right.add(SimDuration(picoseconds: value)) }
        #expect(left != right)
        right.add(SimDuration(picoseconds: 5))
        left.add(SimDuration(picoseconds: 4))
        #expect(left == right)
    }

    @Test func meanAndDeviationAgreeWithTheFormulas() throws {
        var stream = RandomStream(seed: 115, purpose: "histogram")
        let values = (0..<10_000).map { _ in Int64(1e12 * stream.exponential()) }
        var histogram = LatencyHistogram()
        for value in values { histogram.add(SimDuration(picoseconds: value)) }
        let sum = values.reduce(0, +)
        #expect(histogram.mean?.picoseconds == sum / 10_000)
        let mean = Double(sum) / 10_000
        let variance = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / 10_000
        let deviation = try #require(histogram.standardDeviation)
        #expect(abs(Double(deviation.picoseconds) / variance.squareRoot() - 1) < 0.001)
    }
}
