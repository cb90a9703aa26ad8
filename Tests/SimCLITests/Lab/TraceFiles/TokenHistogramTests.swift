import SimCore
import Testing
import Workloads

@testable import WattlineLab

@Suite("Lengths, counted")
struct TokenHistogramTests {
    /// From the sorted lengths, interpolated as numpy does.
    @Test("Quantiles are those of the sorted lengths: exact to 131,071, within 0.05 % above")
    func quantiles() throws {
        for (limit, tolerance) in [(20_000, 0.0), (LengthDistribution.tokenLimit, 5e-4)] {
            var stream = RandomStream(seed: 3, purpose: "lengths \(limit)")
            var histogram = TokenHistogram()
            var lengths: [Int] = []
            for _ in 0..<3_000 {
                lengths.append(1 + stream.below(stream.below(limit) + 1))
                histogram.add(lengths[lengths.count - 1])
            }
            lengths.sort()
            for fraction in [0, 0.01, 0.5, 0.9, 0.99, 0.999, 1] {
                let position = fraction * Double(lengths.count - 1)
                let (lower, share) = (Int(position), position - position.rounded(.down))
                let next = lengths[min(lower + 1, lengths.count - 1)]
                let exact = Double(lengths[lower]) * (1 - share) + Double(next) * share
                let found = try #require(histogram.quantile(fraction))
                #expect(abs(found - exact) <= exact * tolerance, "\(fraction)")
            }
            #expect(histogram.mean == Double(lengths.reduce(0, +)) / 3_000)
            #expect(histogram.minimum == lengths.first && histogram.maximum == lengths.last)
        }
    }

    @Test("Without lengths there is nothing, and the longest has its place")
    func edges() {
        var histogram = TokenHistogram()
        #expect(histogram.quantile(0.5) == nil && histogram.mean == nil && histogram.maximum == nil)
        histogram.add(LengthDistribution.tokenLimit)
        histogram.add(0)
        #expect(histogram.quantile(1) == Double(LengthDistribution.tokenLimit))
        #expect(histogram.quantile(0) == 0)
        #expect(histogram.quantile(2) == nil && histogram.quantile(.nan) == nil)
    }
}
