import Testing

@testable import WattlineDrawing

@Suite("Colours and shapes of charts")
struct ChartPaletteTests {
    @Test("Colours repeat after eight, whatever the number")
    func colours() {
        #expect(Set(ChartPalette.colours).count == 8)
        #expect(ChartPalette.className(0) == "wl-c0")
        #expect(ChartPalette.className(9) == "wl-c1")
        #expect(ChartPalette.className(-1) == "wl-c7")
        #expect(ChartPalette.styleSheet.contains(".wl-c0{color:#0072B2}"))
    }

    @Test("Every shape has a path of its own around its point")
    func shapes() {
        let paths = ChartShape.allCases.map { $0.path(x: 10, y: 20, radius: 4) }
        #expect(Set(paths).count == ChartShape.allCases.count)
        #expect(paths.allSatisfy { $0.hasPrefix("M") && $0.hasSuffix("Z") })
        #expect(ChartShape.square.path(x: 10, y: 20, radius: 10) == "M1,11L19,11L19,29L1,29Z")
        #expect(ChartShape.number(-1) == .inverted)
    }
}
