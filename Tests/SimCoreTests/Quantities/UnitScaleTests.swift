import Testing

@testable import SimCore

@Suite struct UnitScaleTests {
    @Test(
        arguments: [
            (0, "0 ps"), (1, "1 ps"), (999, "999 ps"), (1_000, "1.000 ns"), (1_234, "1.234 ns"),
            (7_730_000_000, "7.730 ms"), (-7_730_000_000, "-7.730 ms"), (12_345_600, "12.35 us"),
            (123_456_000, "123.5 us"), (60_000_000_000_000, "60.00 s"), (3_600_000_000_000_000, "3600 s"),
        ] as [(Int128, String)])
    func printsFourDigitsInTheLargestUnitThatFits(value: Int128, text: String) {
        #expect(UnitScale.duration.render(value) == text)
    }

    /// Rounding up can reach the next digit, or the next unit.
    @Test(
        arguments: [
            (9_999_499, "9.999 us"), (9_999_500, "10.00 us"), (99_995_000, "100.0 us"),
            (999_949_999, "999.9 us"),
            (999_950_000, "1.000 ms"), (-999_950_000, "-1.000 ms"), (999_950_000_000_000, "1000 s"),
        ] as [(Int128, String)])
    func keepsFourDigitsWhereRoundingCarries(value: Int128, text: String) {
        #expect(UnitScale.duration.render(value) == text)
    }

    @Test func printsEveryMagnitudeWithoutTrapping() {
        #expect(UnitScale.energy.render(Int128.min) == "-170141183460469232 MJ")
        #expect(UnitScale.energy.render(Int128.max) == "170141183460469232 MJ")
        #expect(UnitScale.power.render(Int128(Int64.min)) == "-9223372037 MW")
    }

    @Test(
        arguments: [
            ("5ps", 5), ("1.5s", 1_500_000_000_000), (" 500 ms ", 500_000_000_000), ("-2us", -2_000_000),
            ("+2us", 2_000_000), (".5ns", 500), ("1.ns", 1_000), ("0.0004ns", 0), ("0.0005ns", 1),
            ("2min", 120_000_000_000_000),
            ("2h", 7_200_000_000_000_000), ("007 ps", 7), ("0.000000000001s", 1),
        ] as [(String, Int128)])
    func readsNumbersWithUnits(text: String, value: Int128) throws {
        #expect(try UnitScale.duration.parse(text) == value)
    }

    @Test(
        arguments: [
            ("1e3s", 1_000_000_000_000_000), ("1E-3 s", 1_000_000_000), ("1.5e+6us", 1_500_000_000_000),
            ("0.125e2ns", 12_500), ("-2e0ps", -2), ("0e999s", 0), ("5e-1ps", 1), ("4e-1ps", 0), ("9e-40h", 0),
            ("1e-999s", 0),
        ] as [(String, Int128)])
    func readsExponents(text: String, value: Int128) throws {
        #expect(try UnitScale.duration.parse(text) == value)
    }

    /// Moving the point is the exponent, and both are exact.
    @Test func exponentsMoveThePoint() throws {
        var stream = RandomStream(seed: 8, purpose: "test.exponents")
        for _ in 0..<500 {
            let (digits, shift) = (stream.whole(in: 1...999_999_999), Int(stream.whole(in: 0...8)))
            let zeros = String(repeating: "0", count: shift)
            #expect(
                try UnitScale.duration.parse("\(digits)e\(shift)us")
                    == UnitScale.duration.parse("\(digits)\(zeros)us"))
            #expect(
                try UnitScale.duration.parse("\(digits)e-\(shift)us")
                    == UnitScale.duration.parse("0.\(digits)e\(String(digits).utf8.count - shift)us"))
        }
    }

    @Test(arguments: ["", " ", "s", "-", "+-5s", "--5s", ".s", "e5s", "nan s", "inf", "\u{0661}s"])
    func refusesWhatIsNoNumber(text: String) {
        #expect(throws: QuantityError.notANumber(text: text)) { try UnitScale.duration.parse(text) }
    }

    @Test(arguments: [
        ("5", ""), ("5 S", "S"), ("1es", "es"), ("1e+s", "e+s"), ("1e3e3s", "e3s"), ("5 sec", "sec"),
        ("1..5s", ".5s"), ("1 2s", "2s"),
        ("5 m s", "m s"),
    ])
    func refusesUnknownUnits(text: String, unit: String) {
        #expect(
            throws: QuantityError.unknownUnit(text: text, unit: unit, known: "ps, ns, us, ms, s, min, h")
        ) { try UnitScale.duration.parse(text) }
    }

    @Test(arguments: ["99999999999999999999 ps", "1.00000000000000000000 s"])
    func refusesMoreDigitsThanItCounts(text: String) {
        #expect(throws: QuantityError.outOfRange(text: text, largest: "18 digits")) {
            try UnitScale.duration.parse(text)
        }
    }

    @Test func refusesWhatDoesNotFit() {
        for text in ["1e30s", "1e999ps", "9e38ps"] {
            #expect(throws: QuantityError.outOfRange(text: text, largest: "1.7e38 ps")) {
                try UnitScale.duration.parse(text)
            }
        }
        #expect(throws: QuantityError.outOfRange(text: "999999999999999999kWh", largest: "1.7e38 fJ")) {
            try UnitScale.energy.parse("999999999999999999kWh")
        }
    }

    @Test func errorsSayWhatToWrite() {
        #expect(QuantityError.notANumber(text: "x").description == "'x' is not a number with a unit")
        #expect(
            QuantityError.unknownUnit(text: "5", unit: "", known: "mW, W").description
                == "'5' has no unit; write one of mW, W")
        #expect(
            QuantityError.unknownUnit(text: "5 Q", unit: "Q", known: "mW, W").description
                == "'5 Q' has the unknown unit 'Q'; known are mW, W")
        #expect(
            QuantityError.outOfRange(text: "9 h", largest: "1 h").description
                == "'9 h' is out of range; the largest is 1 h")
    }

    /// What is printed reads back as itself, to the four digits that were printed.
    @Test func whatIsPrintedCanBeRead() throws {
        var stream = RandomStream(seed: 1, purpose: "units")
        for _ in 0..<2_000 {
            let value = Int128(stream.whole(in: Int64.min...Int64.max) >> stream.whole(in: 0...62))
            for scale in [UnitScale.duration, .power, .energy] {
                let back = try scale.parse(scale.render(value))
                #expect((back - value).magnitude * 2_000 <= max(value.magnitude, 2_000), "\(value)")
            }
        }
    }
}
