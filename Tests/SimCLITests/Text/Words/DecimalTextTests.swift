import Testing

@testable import WattlineText

@Suite("Decimal numbers of whole ones")
struct DecimalTextTests {
    @Test(
        "All digits, or those that count",
        arguments: [
            (0, 3, "0.000", "0"), (5, 3, "0.005", "0.005"), (1_500, 3, "1.500", "1.5"),
            (-1_500, 3, "-1.500", "-1.5"),
            (12_000, 3, "12.000", "12"), (120, 0, "120", "120"), (-7, 1, "-0.7", "-0.7"),
            (
                Int128.max, 15, "170141183460469231731687.303715884105727",
                "170141183460469231731687.303715884105727"
            ),
        ])
    func digits(value: Int128, decimals: Int, fixed: String, exact: String) {
        #expect(DecimalText.fixed(value, decimals: decimals) == fixed)
        #expect(DecimalText.exact(value, decimals: decimals) == exact)
    }
}
