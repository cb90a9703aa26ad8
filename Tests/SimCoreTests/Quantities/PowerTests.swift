import SimCore
import Testing

@Suite struct PowerTests {
    @Test func wattsRoundToTheMilliwatt() throws {
        #expect(try #require(Power(watts: 700.0004)).milliwatts == 700_000)
        #expect(Power(milliwatts: 1_500).watts == 1.5)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e16])
    func wattsThatDoNotFitAreNil(watts: Double) { #expect(Power(watts: watts) == nil) }

    /// 1 mW x 1 ps = 1 fJ, so the largest power for the longest time is exact.
    @Test func powerTimesTimeIsExact() {
        #expect((Power(milliwatts: 3) * SimDuration(picoseconds: 7)).femtojoules == 21)
        let most = Power(milliwatts: .max) * SimDuration(picoseconds: .max)
        #expect(most.femtojoules == Int128(Int64.max) * Int128(Int64.max))
    }

    @Test func readsAndPrints() throws {
        #expect(try Power(parsing: "0.7 kW") == Power(milliwatts: 700_000))
        #expect("\(Power(milliwatts: 693_000))" == "693.0 W")
        #expect("\(Power(milliwatts: .min))" == "-9223372037 MW")
        #expect(throws: QuantityError.outOfRange(text: "99999999999 MW", largest: "9.2e15 W")) {
            try Power(parsing: "99999999999 MW")
        }
    }
}
