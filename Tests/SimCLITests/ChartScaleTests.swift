import Testing

@testable import SimCLI

@Suite("Scales of diagrams")
struct ChartScaleTests {
    @Test(
        "Few round marks that hold the values",
        arguments: [
            ([0.0, 9.3], [0, 2, 4, 6, 8, 10]), ([5, 9], [0, 2, 4, 6, 8, 10]),
            ([500, 518], [500, 505, 510, 515, 520]),
            ([7, 7], [6, 8]), ([0, 0], [0, 0.2]), ([-3, 3], [-4, -2, 0, 2, 4]),
        ])
    func linear(values: [Double], ticks: [Double]) throws {
        let scale = try #require(ChartScale(values))
        #expect(!scale.isLogarithmic)
        for value in values { #expect((0...1).contains(scale.place(value))) }
        #expect(scale.ticks.count <= 8)
        #expect(scale.ticks.first == scale.low)
        if ticks.count > 2 { #expect(scale.ticks == ticks) }
    }

    @Test("Over a decade and more the scale is logarithmic")
    func logarithmic() throws {
        let scale = try #require(ChartScale([1.5, 64]))
        #expect(scale.isLogarithmic)
        #expect(scale.ticks == [1, 2, 5, 10, 20, 50, 100])
        #expect(abs(scale.place(10) - 0.5) < 1e-12)
        let wide = try #require(ChartScale([1e-9, 1e12]))
        #expect((3...8).contains(wide.ticks.count))
        #expect(wide.ticks.allSatisfy { (-1e-9...1 + 1e-9).contains(wide.place($0)) })
    }

    @Test func markedAtValues() throws {
        let scale = try #require(ChartScale(markedAt: [1, 4, 2, 16, 1]))
        #expect(scale.ticks == [1, 2, 4, 16])
        #expect(scale.place(4) == 0.5)
        // No room for marks at both 1 and 1.01.
        #expect(try #require(ChartScale(markedAt: [1, 1.01, 9])).ticks != [1, 1.01, 9])
        #expect(try #require(ChartScale(markedAt: [3])).ticks.count > 1)
    }

    @Test(
        "No number, no scale; extreme ones do not hang",
        arguments: [[], [Double.nan], [Double.infinity, -Double.infinity]])
    func none(values: [Double]) { #expect(ChartScale(values) == nil) }

    @Test(arguments: [
        [Double.leastNonzeroMagnitude, 1], [1e308, 1e308], [1e-300, 1e300], [-1e300, 1e300],
        [1e15, 1e15 + 1],
    ])
    func extreme(values: [Double]) { #expect((ChartScale(values)?.ticks.count ?? 0) < 50) }
}
