import SimCore
import Testing

@testable import Workloads

@Suite struct LengthDistributionTests {
    static let seeds: [UInt64] = [1, 2, 3]

    static func draws(_ law: LengthDistribution, count: Int, seed: UInt64) -> [Int] {
        var stream = RandomStream(seed: seed, purpose: "test.lengths")
        return (0..<count).map { _ in law.sample(from: &stream) }
    }

    @Test func constantIsConstant() {
        #expect(Set(Self.draws(.constant(512), count: 100, seed: 1)) == [512])
        #expect(LengthDistribution.constant(512).mean == 512)
        #expect(LengthDistribution.constant(512).maximum == 512)
    }

    @Test(arguments: seeds) func uniformHitsEveryLengthEquallyOften(seed: UInt64) {
        let count = 50_000
        let draws = Self.draws(.uniform(10...19), count: count, seed: seed)
        for length in 10...19 {
            let hits = Double(draws.count { $0 == length })
            // Binomial, 5 standard deviations.
            #expect(
                abs(hits - 5_000) < 5 * (Double(count) * 0.1 * 0.9).squareRoot(), "seed \(seed), \(length)")
        }
        #expect(draws.allSatisfy { $0 >= 10 && $0 <= 19 }, "seed \(seed)")
        #expect(LengthDistribution.uniform(10...19).mean == 14.5)
    }

    @Test(arguments: seeds, [0.3, 0.8, 1]) func lognormalHasItsMeanAndSpread(seed: UInt64, cv: Double) throws
    {
        let law = try LengthDistribution.lognormal(mean: 512, cv: cv)
        let count = 50_000
        let draws = Self.draws(law, count: count, seed: seed).map(Double.init)
        let (mean, variance) = ArrivalClockTests.moments(draws)
        let n = Double(count).squareRoot()
        #expect(abs(mean - 512) < 5 * 512 * cv / n + 0.5, "seed \(seed)")
        // Kurtosis of the lognormal law with w = 1 + cv^2: w^4 + 2 w^3 + 3 w^2 - 3.
        let w = 1 + cv * cv
        let kurtosis = w * w * w * w + 2 * w * w * w + 3 * w * w - 3
        let expected = 512 * 512 * cv * cv
        #expect(abs(variance - expected) < 5 * expected * (kurtosis - 1).squareRoot() / n, "seed \(seed)")
        // The median is mean / sqrt(w); half of the draws are below it.
        let below = Double(draws.count { $0 < 512 / w.squareRoot() })
        #expect(abs(below / Double(count) - 0.5) < 5 * 0.5 / n + 0.002, "seed \(seed)")
        #expect(law.mean == 512)
    }

    @Test func lognormalIsClampedToItsMaximum() throws {
        let draws = Self.draws(.lognormal(mean: 2, cv: 3, maximum: 10), count: 10_000, seed: 4)
        #expect(draws.min() == 1)
        #expect(draws.max() == 10)
        let huge = try LengthDistribution.lognormal(mean: 1e300, cv: 1)
        #expect(huge.maximum == LengthDistribution.tokenLimit)
        #expect(Set(Self.draws(huge, count: 100, seed: 4)) == [LengthDistribution.tokenLimit])
        let wide = try LengthDistribution.lognormal(mean: 100, cv: 1e99)
        #expect(Self.draws(wide, count: 100, seed: 4).allSatisfy { $0 >= 1 && $0 <= wide.maximum })
    }

    @Test(arguments: seeds) func quantilesAreMet(seed: UInt64) {
        let points = [(0, 10), (0.5, 100), (0.9, 400), (1, 2_000)]
            .map { LengthQuantile(probability: $0.0, tokens: $0.1) }
        let law = LengthDistribution.quantiles(points)
        let count = 50_000
        let draws = Self.draws(law, count: count, seed: seed)
        for point in points {
            let below = Double(draws.count { $0 <= point.tokens }) / Double(count)
            let p = point.probability
            // Binomial, 5 standard errors, and one token's share for the rounding.
            #expect(
                abs(below - p) < 5 * (p * (1 - p) / Double(count)).squareRoot() + 0.006, "seed \(seed), \(p)")
        }
        // 0.5 x 55 + 0.4 x 250 + 0.1 x 1200, by hand.
        #expect(abs(law.mean - 247.5) < 1e-9)
        #expect(law.maximum == 2_000)
        let (mean, variance) = ArrivalClockTests.moments(draws.map(Double.init))
        #expect(abs(mean - law.mean) < 5 * (variance / Double(count)).squareRoot(), "seed \(seed)")
    }

    @Test(arguments: [
        LengthDistribution.constant(0), .constant(-1), .constant(Int.max), .uniform(0...5),
        .uniform(1...16_777_217),
        .lognormal(mean: 0, cv: 1, maximum: 5), .lognormal(mean: .nan, cv: 1, maximum: 5),
        .lognormal(mean: 5, cv: -1, maximum: 5), .lognormal(mean: 5, cv: .infinity, maximum: 5),
        .lognormal(mean: 5, cv: 1, maximum: 0), .lognormal(mean: .infinity, cv: 1, maximum: 9),
        .quantiles([]), .quantiles([LengthQuantile(probability: 0, tokens: 1)]),
        .quantiles([LengthQuantile(probability: 0.1, tokens: 1), LengthQuantile(probability: 1, tokens: 2)]),
        .quantiles([LengthQuantile(probability: 0, tokens: 1), LengthQuantile(probability: 0.9, tokens: 2)]),
        .quantiles([LengthQuantile(probability: 0, tokens: 3), LengthQuantile(probability: 1, tokens: 2)]),
        .quantiles([LengthQuantile(probability: 0, tokens: 0), LengthQuantile(probability: 1, tokens: 2)]),
        .quantiles([LengthQuantile(probability: 0, tokens: 3), LengthQuantile(probability: .nan, tokens: 4)]),
    ])
    func badLawsAreRefusedAndNeverTrap(law: LengthDistribution) {
        #expect(throws: WorkloadError.self) { try law.validate() }
        #expect(
            Self.draws(law, count: 100, seed: 1).allSatisfy { $0 >= 1 && $0 <= LengthDistribution.tokenLimit }
        )
    }
}
