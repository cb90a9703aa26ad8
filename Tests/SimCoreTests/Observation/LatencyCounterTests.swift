import Testing

@testable import SimCore

@Suite struct LatencyCounterTests {
    /// Whatever is added, in whatever order of sizes: the histogram that adds the same.
    @Test func countsWhatAHistogramCounts() {
        var stream = RandomStream(seed: 113, purpose: "counter")
        for _ in 0..<200 {
            var counter = LatencyCounter()
            var histogram = LatencyHistogram()
            for _ in 0..<stream.whole(in: 0...60) {
                let size = stream.whole(in: 0...Int64.max) >> stream.whole(in: 12...62)
                let weight = stream.whole(in: 1...9)
                switch stream.whole(in: 0...2) {
                case 0:
                    counter.add(SimDuration(picoseconds: size))
                    histogram.add(SimDuration(picoseconds: size))
                case 1:
                    let start = ExactTime(.zero).advanced(byFemtoseconds: stream.whole(in: 0...5_000))
                    let end = start.advanced(byFemtoseconds: size)
                    counter.add(from: start, to: end, weight: weight)
                    histogram.add(femtoseconds: Int128(size), weight: weight)
                default:
                    let series = ArithmeticSeries(
                        first: 1 + size >> 10, growth: stream.whole(in: 0...1 << 40))
                    let count = stream.whole(in: 1...40)
                    counter.add(series, from: 0, through: count, weight: weight)
                    histogram.add(series, from: 0, through: count, weight: weight)
                }
            }
            let counted = counter.histogram
            #expect(counted == histogram && counted.count == histogram.count)
            #expect(counted.mean == histogram.mean && counted.quantile(0.5) == histogram.quantile(0.5))
            #expect(LatencyCounter(copying: counter).histogram == histogram)
        }
    }
}
