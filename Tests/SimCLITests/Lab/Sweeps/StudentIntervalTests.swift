import Foundation
import Testing

@testable import WattlineLab

@Suite("Means with intervals")
struct StudentIntervalTests {
    /// The closed form for whole degrees of freedom, Abramowitz and Stegun 26.7.3 and 26.7.4: the probability that
    /// |T| is below t.
    private func probability(_ t: Double, _ degrees: Int) -> Double {
        let angle = atan(t / Double(degrees).squareRoot())
        let (sine, cosine) = (sin(angle), cos(angle))
        if degrees == 1 { return 2 * angle / .pi }
        var term = degrees % 2 == 1 ? cosine : 1
        var sum = term
        var power = degrees % 2 == 1 ? 1.0 : 0.0
        while Int(power) + 2 <= degrees - 2 {
            term *= (power + 1) / (power + 2) * cosine * cosine
            sum += term
            power += 2
        }
        return degrees % 2 == 1 ? 2 / .pi * (angle + sine * sum) : sine * sum
    }

    @Test("The quantile leaves 5 % outside, by the closed form", arguments: Array(1...40) + [64, 100, 999])
    func quantile(degrees: Int) {
        let t = StudentInterval.quantile(degreesOfFreedom: degrees)
        #expect(abs(probability(t, degrees) - 0.95) < 1e-7)
    }

    @Test func byHand() throws {
        // Mean 3, variance 2.5, t(4) = 2.776445: 2.776445 x sqrt(2.5 / 5).
        let interval = try #require(StudentInterval([1, 2, 3, 4, 5]))
        #expect(interval.mean == 3)
        #expect(abs(interval.halfWidth - 2.776445 * 0.5.squareRoot()) < 1e-12)
    }

    @Test func equalValuesHaveNoSpread() { #expect(StudentInterval([7, 7, 7])?.halfWidth == 0) }

    @Test func oneValueSaysNothing() { #expect(StudentInterval([1]) == nil) }
}
