import Testing

@testable import SimCLI

@Suite("Figures in tables")
struct FiguresTests {
    @Test(
        "Four significant digits, whole from 1000 up",
        arguments: [
            (0.0, "0"), (1.0, "1.000"), (12.345, "12.35"), (123.45, "123.5"), (1234.5, "1235"),
            (0.012345, "0.01235"), (-0.5, "-0.5000"), (1e20, "1e+20"), (999.96, "1000.0"),
            (1e-9, "0.000000001000"),
        ])
    func short(value: Double, expected: String) { #expect(Figures.short(value) == expected) }

    @Test("What is no number is a dash")
    func none() {
        #expect(Figures.short(nil) == "-")
        #expect(Figures.short(.nan) == "-")
        #expect(Figures.fixed(.infinity, 1) == "-")
        #expect(Figures.joules(nil) == "-")
        #expect(Figures.percent(1, of: 0) == "-")
    }

    @Test("Fixed digits round half away from zero, and there is no negative zero")
    func fixed() {
        #expect(Figures.fixed(0.125, 2) == "0.13")
        #expect(Figures.fixed(-0.125, 2) == "-0.13")
        #expect(Figures.fixed(-0.001, 2) == "0.00")
        #expect(Figures.fixed(7, 0) == "7")
    }

    @Test(
        "Joules with a prefix",
        arguments: [
            (0.0, "0 J"), (5e-7, "0.5000 uJ"), (0.25, "250.0 mJ"), (12.5, "12.50 J"), (22_580, "22.58 kJ"),
            (1.7e6, "1.700 MJ"), (3.6e6, "1.000 kWh"), (-7.2e6, "-2.000 kWh"), (5e12, "1.389 GWh"),
        ])
    func joules(value: Double, expected: String) { #expect(Figures.joules(value) == expected) }

    @Test("Parts are told in the unit of their whole")
    func parts() {
        #expect(Figures.joules(1800, of: 3.6e6) == "500.0 mWh")
        #expect(Figures.joules(0, of: 3.6e6) == "0 Wh")
        #expect(Figures.joules(1.8e6, of: 3.5e6) == "1.800 MJ")
        #expect(Figures.joules(0, of: 5) == "0 J")
        #expect(Figures.wattHours(6.07) == "6.070 Wh")
        #expect(Figures.wattHours(nil) == "-")
    }

    @Test("Counts agree with their noun")
    func count() {
        #expect(Figures.count(1, "request") == "1 request")
        #expect(Figures.count(0, "request") == "0 requests")
    }
}
