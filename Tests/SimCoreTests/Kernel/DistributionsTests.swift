import Foundation
import SimCore
import Testing

/// Moments within five standard errors, and the Kolmogorov-Smirnov distance below its 1e-5 quantile. The seeds are
/// fixed: a failure is a change, not bad luck.
@Suite struct DistributionsTests {
    static let draws = 40_000

    private func sample(_ draw: (inout RandomStream) -> Double) -> [Double] {
        var stream = RandomStream(seed: 21, purpose: "distributions")
        return (0..<Self.draws).map { _ in draw(&stream) }.sorted()
    }

    private func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        return (mean, variance)
    }

    /// sqrt(-ln(alpha / 2) / 2n) is the asymptotic quantile (Smirnov 1948); alpha = 1e-5 gives 2.47 / sqrt(n).
    private func distance(_ values: [Double], _ distribution: (Double) -> Double) -> Double {
        var worst = 0.0
        let n = Double(values.count)
        for (index, value) in values.enumerated() {
            let expected = distribution(value)
            worst = max(worst, abs(expected - Double(index) / n), abs(expected - Double(index + 1) / n))
        }
        return worst * n.squareRoot()
    }

    @Test func exponential() {
        let values = sample { $0.exponential() }
        let (mean, variance) = moments(values)
        // Standard errors: 1/sqrt(n) and sqrt(8/n).
        #expect(abs(mean - 1) < 5 / 200)
        #expect(abs(variance - 1) < 5 * 2.83 / 200)
        #expect(distance(values) { 1 - exp(-$0) } < 2.47)
    }

    @Test func normal() {
        let values = sample { $0.normal() }
        let (mean, variance) = moments(values)
        #expect(abs(mean) < 5 / 200)
        #expect(abs(variance - 1) < 5 * 1.415 / 200)
        #expect(distance(values) { 0.5 * erfc(-$0 / 2.0.squareRoot()) } < 2.47)
    }

    @Test(arguments: [(100.0, 0.3), (512.0, 1.0)])
    func lognormal(mean: Double, cv: Double) {
        let values = sample { $0.lognormal(mean: mean, cv: cv) }
        let sigma = log(1 + cv * cv).squareRoot()
        let mu = log(mean) - sigma * sigma / 2
        #expect(abs(moments(values).mean / mean - 1) < 5 * cv / 200)
        #expect(distance(values) { 0.5 * erfc(-(log($0) - mu) / sigma / 2.0.squareRoot()) } < 2.47)
        let logs = moments(values.map { log($0) })
        #expect(abs(logs.variance / (sigma * sigma) - 1) < 5 * 1.415 / 200)
    }

    /// For whole shapes the distribution is Erlang's: 1 - e^-y (1 + y + y^2/2 + ...), y = shape x; for shape 1/2 it
    /// is that of a squared normal: erf(sqrt(y)).
    @Test(arguments: [0.25, 0.5, 1.0, 2.0, 3.0, 40.0])
    func gamma(shape: Double) {
        let values = sample { $0.gamma(shape: shape) }
        let (mean, variance) = moments(values)
        #expect(abs(mean - 1) < 5 / (200 * shape.squareRoot()))
        // The fourth moment gives the variance's standard error: sqrt((2 + 6 / shape) / n) of the variance.
        #expect(abs(variance * shape - 1) < 5 * (2 + 6 / shape).squareRoot() / 200)
        if shape == 0.5 { #expect(distance(values) { erf(($0 / 2).squareRoot()) } < 2.47) }
        if shape >= 1 {
            let erlang = distance(values) { x in
                let y = shape * x
                var term = exp(-y)
                var tail = term
                for index in stride(from: 1, to: Int(shape), by: 1) {
                    term *= y / Double(index)
                    tail += term
                }
                return 1 - tail
            }
            #expect(erlang < 2.47)
        }
    }

    /// What is no shape gives NaN, an infinite shape the constant it tends to: neither may hang.
    @Test func gammaOfSpecialShapes() {
        var stream = RandomStream(seed: 22, purpose: "distributions")
        for shape in [0, -1, -Double.infinity, .nan] { #expect(stream.gamma(shape: shape).isNaN, "\(shape)") }
        #expect(stream.gamma(shape: .infinity) == 1)
        #expect(stream.gamma(shape: .leastNonzeroMagnitude) >= 0)
        #expect(abs(stream.gamma(shape: 1e18) - 1) < 1e-7)
    }
}
