import Testing

@testable import WattlineEvidence

@Suite struct NelderMeadTests {
    private func minimum(
        from start: [Double], bounds: ClosedRange<Double> = -100...100, _ function: ([Double]) -> Double
    ) -> NelderMead.Outcome {
        NelderMead().minimize(
            from: start, steps: start.map { _ in 1 }, bounds: start.map { _ in bounds }, function)
    }

    @Test func findsTheBottomOfABowl() {
        let outcome = minimum(from: [5, -7, 2]) { point in
            let (x, y, z) = (point[0] - 1, point[1] + 2, point[2] - 3)
            return x * x + 2 * y * y + 3 * z * z + 4
        }
        for (found, expected) in zip(outcome.point, [1.0, -2.0, 3.0]) {
            #expect(abs(found - expected) < 2e-3)
        }
        #expect(abs(outcome.value - 4) < 1e-5)
    }

    @Test func followsRosenbrocksValley() {
        let outcome = minimum(from: [-1.2, 1]) { point in
            let (x, y) = (point[0], point[1])
            return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x)
        }
        #expect(abs(outcome.point[0] - 1) < 1e-3)
        #expect(abs(outcome.point[1] - 1) < 2e-3)
    }

    @Test func staysInsideBoundsAndEndsAtThem() {
        var least = Double.infinity
        let outcome = minimum(from: [5], bounds: 2...9) { point in
            least = min(least, point[0])
            return point[0]
        }
        #expect(outcome.point[0] == 2)
        #expect(least == 2)
    }

    @Test func startingAtTheUpperBoundItStepsInwards() {
        let outcome = minimum(from: [9], bounds: 2...9) { ($0[0] - 4) * ($0[0] - 4) }
        #expect(abs(outcome.point[0] - 4) < 1e-2)
    }

    @Test func isTheSameEveryTime() {
        func run() -> [Double] {
            minimum(from: [3, 4]) { $0[0] * $0[0] + abs($0[1] - 2) + $0[0] * $0[1] / 10 }.point
        }
        #expect(run() == run())
    }

    @Test func notANumberIsAsBadAsCanBe() {
        let outcome = minimum(from: [3]) { $0[0] < 1 ? .nan : $0[0] }
        #expect(outcome.point[0] >= 1 && outcome.point[0] < 1.01)
    }

    @Test func nothingToChooseIsOneCall() {
        let outcome = minimum(from: []) { _ in 7 }
        #expect(outcome.value == 7)
        #expect(outcome.calls == 1)
    }

    @Test func endsAtItsLimit() {
        var search = NelderMead()
        search.limit = 20
        search.tolerance = 0
        let outcome = search.minimize(from: [1, 1], steps: [1, 1], bounds: [-9...9, -9...9]) {
            ($0[0] - 0.1234) * ($0[0] - 0.1234) + 3 * ($0[1] - 0.4321) * ($0[1] - 0.4321)
        }
        // An iteration that begins below the limit ends: a shrink of two points is its most expensive.
        #expect(outcome.calls >= 20 && outcome.calls <= 26, "\(outcome.calls)")
    }
}
