import Testing

@testable import WattlineDrawing

@Suite("Axes of charts")
struct ChartAxisTests {
    private func labels(_ values: [Double], _ scale: ChartAxis.Scale = .linear) -> [String] {
        ChartAxis("", scale).layout(values).ticks.map(\.label)
    }

    @Test("Linear ticks are 1, 2 or 5 times a power of ten and enclose the data")
    func linear() {
        #expect(labels([0, 10]) == ["0", "2", "4", "6", "8", "10"])
        #expect(labels([0.03, 0.41]) == ["0", "0.1", "0.2", "0.3", "0.4", "0.5"])
        #expect(labels([-1, 1]) == ["-1.0", "-0.5", "0", "0.5", "1.0"])
        #expect(labels([0, 60_000]) == ["0", "20k", "40k", "60k"])
        let scale = ChartAxis("").layout([3, 17])
        #expect(scale.position(scale.ticks[0].value) == 0)
        #expect(scale.position(3) >= 0 && scale.position(17) <= 1)
    }

    @Test("A tight axis ends with its values and has the ticks between them")
    func tight() {
        var axis = ChartAxis("", including: [0])
        axis.isTight = true
        let scale = axis.layout([10.3])
        #expect(scale.ticks.map(\.label) == ["0", "2", "4", "6", "8", "10"])
        #expect(scale.position(0) == 0)
        #expect(abs(scale.position(10.3) - 1) < 1e-12)
    }

    @Test("Log ticks are decades, with 2 and 5 where there are few")
    func log() {
        #expect(labels([1, 1000], .log) == ["1", "2", "5", "10", "20", "50", "100", "200", "500", "1000"])
        #expect(labels([0.001, 100], .log) == ["0.001", "0.01", "0.1", "1", "10", "100"])
        #expect(labels([1, 1e16], .log).count <= 9)
        #expect(labels([2.5, 3], .log).count >= 2)
        let scale = ChartAxis("", .log).layout([1, 100])
        #expect(scale.position(1) == 0)
        #expect(abs(scale.position(10) - 0.5) < 1e-12)
    }

    @Test("Names stand in the middle of their places")
    func names() {
        let scale = ChartAxis("", .names(["a", "b"])).layout([])
        #expect(scale.position(0) == 0.25)
        #expect(scale.position(1) == 0.75)
    }

    @Test("What cannot be shown is told, and an axis without data has a layout")
    func holds() {
        #expect(!ChartAxis("", .log).holds(0))
        #expect(!ChartAxis("").holds(.nan))
        #expect(ChartAxis("").holds(-1))
        #expect(labels([]) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(ChartAxis("", including: [0, 50]).layout([20]).position(50) == 1)
    }

    @Test("Labels are short")
    func label() {
        #expect(ChartScale.label(0.25, decimals: nil) == "0.25")
        #expect(ChartScale.label(1500, decimals: nil) == "1500")
        #expect(ChartScale.label(20_000, decimals: nil) == "20k")
        #expect(ChartScale.label(3e6, decimals: nil) == "3M")
        #expect(ChartScale.label(2e-7, decimals: nil) == "2e-7")
        #expect(ChartScale.label(1e18, decimals: nil) == "1e18")
    }
}
