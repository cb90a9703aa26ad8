import Testing

@testable import SimCLI

@Suite("Diagrams")
struct ChartPanelTests {
    private func panel(_ points: [(Double, Double)], categories: [String] = []) -> ChartPanel {
        ChartPanel(
            title: "a<b", horizontal: "x", categories: categories,
            series: [
                ChartPanel.Series(
                    name: "s", style: 0,
                    points: points.map { ChartPanel.Point(x: $0.0, y: $0.1, title: "\($0.0) & \($0.1)") },
                    isJoined: true)
            ])
    }

    @Test("A point each, with its title, and a line through them")
    func points() {
        let svg = panel([(1, 5), (2, 10)]).svg(x: 0, y: 0, width: 400, height: 200)
        #expect(svg.contains("<text class=\"h\" x=\"12.0\" y=\"16.0\">a&lt;b</text>"))
        // x runs from 58 to 384 over 0 ... 2, y from 156 up to 30 over 0 ... 10.
        #expect(
            svg.contains(
                "<circle cx=\"221.0\" cy=\"93.0\" r=\"4.0\" fill=\"#0072b2\"><title>1.0 &amp; 5.0</title></circle>"
            ))
        #expect(svg.contains("<polyline class=\"l\" points=\"221.0,93.0 384.0,30.0\" stroke=\"#0072b2\"/>"))
    }

    @Test("Names stand in the middle of their share")
    func categories() {
        let svg = panel([(0, 5), (1, 10)], categories: ["static", "chunked"]).svg(
            x: 0, y: 0, width: 400, height: 200)
        #expect(svg.contains("<text x=\"139.5\" y=\"174.0\" text-anchor=\"middle\">static</text>"))
    }

    @Test func nothing() { #expect(panel([]).svg(x: 0, y: 0, width: 400, height: 200).isEmpty) }

    @Test("Text as XML takes it")
    func escaped() {
        #expect(ChartPanel.escaped("a<b>&\"\u{1b}\u{85}\u{ffff}é") == "a&lt;b&gt;&amp;&quot;   é")
    }

    @Test("Twelve series differ in colour or shape")
    func styles() {
        let marks = (0..<12).map { ChartPanel.mark($0, at: (0, 0), isLarge: false, title: nil) }
        #expect(Set(marks).count == 12)
    }
}
