import Testing

@testable import SimCLI

@Suite("Panels of charts")
struct ChartPanelTests {
    private func panel(_ series: [ChartSeries], _ y: ChartAxis = ChartAxis("y")) -> ChartPanel {
        ChartPanel(x: ChartAxis("x"), y: y, series: series)
    }

    @Test("Areas pile up at equal x, and their edges are the axis's")
    func stacks() {
        let panel = panel([
            ChartSeries("a", .area, colour: 0, [.init(0, 1), .init(1, 2)]),
            ChartSeries("b", .area, colour: 1, [.init(0, 10), .init(1, 20)]),
            ChartSeries("line", .line, colour: 2, [.init(0, 5)]),
        ])
        let placed = panel.placed
        #expect(placed[1].points.map(\.low) == [1, 2])
        #expect(placed[1].points.map(\.high) == [11, 22])
        #expect(placed[2].points.map(\.low) == [nil])
        #expect(panel.yValues(placed).max() == 22)
        #expect(panel.yValues(placed).min() == 0)
    }

    @Test("Points without a place on an axis are left out")
    func holes() {
        let series = ChartSeries("a", .dots, colour: 0, [.init(1, 0), .init(1, 2), .init(.nan, 2)])
        #expect(panel([series], ChartAxis("y", .log)).placed[0].points.map(\.y) == [2])
        #expect(panel([series]).placed[0].points.map(\.y) == [0, 2])
    }
}
