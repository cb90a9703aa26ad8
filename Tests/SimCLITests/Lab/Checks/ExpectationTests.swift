import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("An expectation")
struct ExpectationTests {
    private func complaint(_ text: String, _ value: Double?) throws -> String? {
        let place = FilePlace(name: "a.json", bytes: [], offset: 0)
        return try Expectation(metric: "duration", text, at: place).complaint(value)
    }

    @Test(
        "Holds",
        arguments: [
            ("<=500", 500.0), ("< 500", 499.9), (">=0.5", 0.5), ("> -1", 0), ("==3", 3), ("3", 3), ("!=0", 1),
            ("0.85 +-2%", 0.867), ("0.85+-2 %", 0.833), ("10 +- 0.5", 9.5), ("10 \u{b1} 5%", 10.5),
            ("-10 +-10%", -11), ("1..2", 2), ("1e3..2e3", 1500), (" 7 ", 7), ("0 +-0", 0),
        ])
    func holds(text: String, value: Double) throws { #expect(try complaint(text, value) == nil) }

    @Test(
        "Says what was expected, what was got, and by how much",
        arguments: [
            ("<=500", 612.5, "expected <=500, got 612.5, 112.5 (22.5 %) too high"),
            ("<500", 500, "expected <500, got 500, which is the limit"),
            (">=1", 0.5, "expected >=1, got 0.5000, 0.5000 (50.0 %) too low"),
            ("200", 199, "expected 200, got 199, 1 (0.5 %) too low"),
            ("!=0", 0, "expected !=0, got 0"),
            ("0.85 +-2%", 0.9, "expected 0.85 +-2%, got 0.9000, 0.03300 (3.8 %) too high"),
            ("400..500", 300, "expected 400..500, got 300, 100 (25.0 %) too low"),
            (">0", 0, "expected >0, got 0, which is the limit"),
            (">=0", -2, "expected >=0, got -2, 2 too low"),
            ("-10 +-1", -12, "expected -10 +-1, got -12, 1 (9.1 %) too low"),
            // Four digits would look as expected.
            ("<=500", 500.03125, "expected <=500, got 500.03125, 0.03125 (0.0 %) too high"),
        ])
    func complains(text: String, value: Double, expected: String) throws {
        #expect(try complaint(text, value) == expected)
    }

    @Test("A figure without a value is never as expected")
    func none() throws { #expect(try complaint(">0", nil) == "expected >0, got no value") }

    @Test(
        "Another form is refused",
        arguments: [
            "", "<=", "<=x", "=5", "5%", "1...2", "2..1", "1 +-", "1 +- -2", "1 +-2%%", "nan", "<=nan",
            "inf",
            "1..inf", "0x10", "about 5", "1e308 +-100%", "<=1,5", "+-2%",
        ])
    func refused(text: String) {
        #expect(
            throws: BadValue.must(
                "such as \"<=500\", \">0\", \"200\", \"0.85 +-2%\" or \"400..500\", got '\(text)'")
        ) { _ = try complaint(text, 1) }
    }
}
