import Testing

@testable import WattlineLab

@Suite struct ComparisonTests {
    @Test(arguments: [
        ("<=5", Comparison.atMost), (">=5", .atLeast), ("==5", .equal), ("!=5", .different), ("<5", .below),
        (">5", .above),
    ])
    func theLongestThatFits(text: String, expected: Comparison) {
        #expect(Comparison(beginning: text[...]) == expected)
    }

    @Test func whatIsNone() {
        for text in ["", "5", "=5", "!5", " <5"] { #expect(Comparison(beginning: text[...]) == nil) }
    }

    @Test func eachHoldsWhereItSays() {
        let holding = { (limit: Double) in Comparison.allCases.filter { $0.holds(2, limit) } }
        #expect(holding(2) == [.atMost, .atLeast, .equal])
        #expect(holding(3) == [.atMost, .different, .below])
        #expect(holding(1) == [.atLeast, .different, .above])
        #expect(holding(.nan) == [.different])
    }
}
