import SimCore
import Testing

@Suite struct SimDurationTests {
    @Test func unitsAreMultiplesOfAPicosecond() {
        #expect(SimDuration.nanoseconds(3).picoseconds == 3_000)
        #expect(SimDuration.microseconds(3).picoseconds == 3_000_000)
        #expect(SimDuration.milliseconds(-3).picoseconds == -3_000_000_000)
        #expect(SimDuration.seconds(3).picoseconds == 3_000_000_000_000)
    }

    @Test func tooManyUnitsClamp() {
        #expect(SimDuration.seconds(.max).picoseconds == .max)
        #expect(SimDuration.seconds(.min).picoseconds == .min)
    }

    @Test func sumsClampInsteadOfTrapping() {
        let longest = SimDuration(picoseconds: .max)
        let least = SimDuration(picoseconds: .min)
        #expect(longest + .nanoseconds(1) == longest)
        #expect(least + .nanoseconds(-1) == least)
        #expect(least - .nanoseconds(1) == least)
        #expect(longest - .nanoseconds(-1) == longest)
        #expect(.zero - least == longest)
        #expect(longest + least == SimDuration(picoseconds: -1))
    }

    @Test func secondsRoundToThePicosecond() throws {
        #expect(try #require(SimDuration(seconds: 1.5)).picoseconds == 1_500_000_000_000)
        #expect(try #require(SimDuration(seconds: -0.25e-12)).picoseconds == 0)
        #expect(try #require(SimDuration(seconds: 1.6e-12)).picoseconds == 2)
        #expect(SimDuration(picoseconds: 2_500_000_000).seconds == 0.0025)
        #expect(SimDuration(picoseconds: 2_500_000_000).milliseconds == 2.5)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 9.3e6, -9.3e6, 1e300])
    func secondsThatDoNotFitAreNil(seconds: Double) { #expect(SimDuration(seconds: seconds) == nil) }

    @Test func readsAndPrints() throws {
        #expect(try SimDuration(parsing: "1.5 ms") == .microseconds(1_500))
        #expect("\(SimDuration.microseconds(1_500))" == "1.500 ms")
        #expect("\(SimDuration(picoseconds: .min))" == "-9223372 s")
        #expect("\(SimDuration(picoseconds: .max))" == "9223372 s")
        #expect(throws: QuantityError.outOfRange(text: "9999999 s", largest: "106 days")) {
            try SimDuration(parsing: "9999999 s")
        }
    }

    @Test func comparesByLength() {
        #expect(SimDuration.nanoseconds(1) < .microseconds(1))
        #expect(SimDuration.nanoseconds(1_000) == .microseconds(1))
    }
}
