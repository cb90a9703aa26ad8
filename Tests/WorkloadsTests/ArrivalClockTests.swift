import SimCore
import Testing

@testable import Workloads

/// Gaps against theory. Bounds are in standard errors of the estimate: 5 of them are passed by chance once in
/// 1.7 million draws of a seed, and the seeds are fixed.
@Suite struct ArrivalClockTests {
    static let seeds: [UInt64] = [1, 2, 3, 20_260]

    /// Gaps in seconds times the rate, so that their mean should be 1.
    static func gaps(_ pattern: ArrivalPattern, count: Int, seed: UInt64, rate: Double) throws -> [Double] {
        var clock = try ArrivalClock(pattern, stream: RandomStream(seed: seed, purpose: "test.gaps"))
        var last = try clock.next()
        var gaps: [Double] = []
        for _ in 0..<count {
            let now = try clock.next()
            gaps.append((now - last).seconds * rate)
            last = now
        }
        return gaps
    }

    static func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, squares / Double(values.count - 1))
    }

    /// The largest distance between the values' distribution and a law (Kolmogorov, Smirnov).
    static func distance(_ values: [Double], _ law: (Double) -> Double) -> Double {
        var largest = 0.0
        for (index, value) in values.sorted().enumerated() {
            let expected = law(value)
            let below = expected - Double(index) / Double(values.count)
            let above = Double(index + 1) / Double(values.count) - expected
            largest = max(largest, below, above)
        }
        return largest
    }

    @Test(arguments: seeds) func poissonGapsAreExponential(seed: UInt64) throws {
        let count = 50_000
        let gaps = try Self.gaps(.poisson(requestsPerSecond: 4), count: count, seed: seed, rate: 4)
        let (mean, variance) = Self.moments(gaps)
        let n = Double(count).squareRoot()
        #expect(abs(mean - 1) < 5 / n, "seed \(seed)")
        // The fourth central moment of the exponential law is 9.
        #expect(abs(variance - 1) < 5 * 8.0.squareRoot() / n, "seed \(seed)")
        // 1.95 / sqrt(n) is the bound of Kolmogorov's law at 0.1 %.
        #expect(Self.distance(gaps) { 1 - PortableMath.exp(-$0) } < 1.95 / n, "seed \(seed)")
    }

    @Test(arguments: seeds, [0.25, 0.5, 2, 4]) func gammaGapsHaveTheirMoments(seed: UInt64, shape: Double)
        throws
    {
        let count = 50_000
        let pattern = ArrivalPattern.gamma(requestsPerSecond: 10, burstiness: shape)
        let gaps = try Self.gaps(pattern, count: count, seed: seed, rate: 10)
        let (mean, variance) = Self.moments(gaps)
        let n = Double(count).squareRoot()
        #expect(abs(mean - 1) < 5 * (1 / shape).squareRoot() / n, "seed \(seed)")
        // Kurtosis 3 + 6 / shape, so the variance of the squared deviation is (2 + 6 / shape) / shape^2.
        #expect(abs(variance - 1 / shape) < 5 * (2 + 6 / shape).squareRoot() / shape / n, "seed \(seed)")
    }

    @Test(arguments: seeds) func gammaOfShapeTwoFollowsErlangsLaw(seed: UInt64) throws {
        let count = 50_000
        let pattern = ArrivalPattern.gamma(requestsPerSecond: 1, burstiness: 2)
        let gaps = try Self.gaps(pattern, count: count, seed: seed, rate: 1)
        let distance = Self.distance(gaps) { 1 - PortableMath.exp(-2 * $0) * (1 + 2 * $0) }
        #expect(distance < 1.95 / Double(count).squareRoot(), "seed \(seed)")
    }

    @Test(arguments: seeds) func uniformGapsFillTheirRange(seed: UInt64) throws {
        let count = 50_000
        let pattern = ArrivalPattern.uniformGaps(shortest: .milliseconds(100), longest: .milliseconds(300))
        let gaps = try Self.gaps(pattern, count: count, seed: seed, rate: 1)
        #expect(gaps.allSatisfy { $0 >= 0.1 && $0 <= 0.3 }, "seed \(seed)")
        let distance = Self.distance(gaps) { ($0 - 0.1) / 0.2 }
        #expect(distance < 1.95 / Double(count).squareRoot(), "seed \(seed)")
        #expect(pattern.requestsPerSecond == 5)
    }

    @Test(arguments: [3.0, 7, 0.1, 1e6, 333.33]) func constantGapsDoNotDrift(rate: Double) throws {
        var clock = try ArrivalClock(
            .constant(requestsPerSecond: rate), stream: RandomStream(seed: 0, purpose: "test"))
        var worst = 0.0
        for index in 0...100_000 {
            let exact = Double(index) * 1e12 / rate
            let distance = abs(Double(try clock.next().picoseconds) - exact)
            worst = max(worst, distance - exact * 0x1p-50)
        }
        #expect(worst <= 1)
    }

    /// Gaps far below a picosecond add up all the same.
    @Test func tinyGapsAreNotLost() throws {
        var clock = try ArrivalClock(
            .constant(requestsPerSecond: 1e15), stream: RandomStream(seed: 0, purpose: "test"))
        for _ in 0..<10_000 { _ = try clock.next() }
        #expect(try abs(clock.next().picoseconds - 10) <= 1)
    }

    @Test func everythingAtOnceIsAtZero() throws {
        var clock = try ArrivalClock(.together, stream: RandomStream(seed: 0, purpose: "test"))
        for _ in 0..<100 { #expect(try clock.next() == .zero) }
    }

    @Test(arguments: [
        ArrivalPattern.constant(requestsPerSecond: 4), .poisson(requestsPerSecond: 4),
        .gamma(requestsPerSecond: 4, burstiness: 0.3),
        .uniformGaps(shortest: .zero, longest: .seconds(1)), .together,
    ])
    func theFirstIsAtZeroAndACopyContinues(pattern: ArrivalPattern) throws {
        var clock = try ArrivalClock(pattern, stream: RandomStream(seed: 5, purpose: "test"))
        #expect(try clock.next() == .zero)
        for _ in 0..<10 { _ = try clock.next() }
        var copy = clock
        for _ in 0..<100 { #expect(try clock.next() == copy.next()) }
    }

    @Test func timePastTheEndIsAFaultForGood() throws {
        var clock = try ArrivalClock(
            .uniformGaps(shortest: .zero, longest: .seconds(8_000_000)),
            stream: RandomStream(seed: 0, purpose: "test"))
        #expect(throws: ArrivalFault.self) {
            for _ in 0..<100 { _ = try clock.next() }
        }
        for _ in 0..<100 {
            #expect(throws: ArrivalFault.self) { try clock.next() }
        }
        var slow = try ArrivalClock(
            .constant(requestsPerSecond: 1.2e-7), stream: RandomStream(seed: 0, purpose: "test"))
        _ = try slow.next()
        _ = try slow.next()
        #expect(throws: ArrivalFault.self) { try slow.next() }
    }
}
