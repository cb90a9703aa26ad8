import Testing

@testable import WattlineDrawing

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

    @Test("Spans reach along the horizontal axis, and lie in rows")
    func spans() {
        let axis = ChartAxis("row", .names(["b", "a"]))
        let series = ChartSeries(
            "s", .span, colour: 0,
            [
                .init(3, 0, low: 3, high: 9, note: "one"), .init(1, 1, low: 1, high: 4),
                .init(0, 1, low: 0, high: .nan),
            ])
        let panel = panel([series], axis)
        #expect(panel.placed[0].points.count == 2)
        #expect(panel.xValues(panel.placed).max() == 9)
        #expect(panel.yValues(panel.placed) == [0, 1])
        let svg = Chart(title: "t", description: "d", panels: [panel]).svg
        #expect(svg.contains("<title>one</title></rect>"))
        // Rows 0 and 1 from below: the second one is above the first, and begins further to the left.
        let bars = svg.split(separator: "\n").filter { $0.hasSuffix("</title></rect>") }
        #expect(bars.count == 2)
        func number(_ name: String, _ bar: Substring) -> Double {
            let rest = bar.split(separator: " \(name)=\"").last ?? ""
            return Double(rest.prefix { $0 != "\"" }) ?? .nan
        }
        #expect(number("x", bars[1]) < number("x", bars[0]))
        #expect(number("y", bars[1]) < number("y", bars[0]))
        #expect(abs(number("width", bars[0]) - 2 * number("width", bars[1])) < 0.1)
    }

    @Test("Points without a place on an axis are left out")
    func holes() {
        let series = ChartSeries("a", .dots, colour: 0, [.init(1, 0), .init(1, 2), .init(.nan, 2)])
        #expect(panel([series], ChartAxis("y", .log)).placed[0].points.map(\.y) == [2])
        #expect(panel([series]).placed[0].points.map(\.y) == [0, 2])
    }
}
