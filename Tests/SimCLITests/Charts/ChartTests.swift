import Foundation
import SimCore
import Testing

@testable import SimCLI

@Suite("Charts as SVG")
struct ChartTests {
    let svg = ChartFixture.everything.svg

    @Test("The picture starts with its title and description")
    func head() {
        let check = XMLCheck(svg)
        #expect(check.texts.first == "One of everything <&>")
        #expect(check.count["desc"] == 1)
        #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 "))
        #expect(svg.hasSuffix("</svg>\n"))
    }

    @Test("The picture is well-formed XML, and would not be without one of its tags")
    func wellFormed() {
        #expect(WellFormedXML.holds(svg))
        #expect(!WellFormedXML.holds(svg.replacingOccurrences(of: "</style>", with: "")))
    }

    @Test("No script, nothing loaded, light and dark, text as text")
    func quiet() {
        for word in ["<script", "href", "url(", "@import", "javascript", "<image", "<foreignObject"] {
            #expect(!svg.contains(word), "\(word)")
        }
        #expect(svg.contains("prefers-color-scheme:dark"))
        for text in ["Lines, dots and a band", "batch 4", "ridge", "cap 450 W", "bf16", "no data"] {
            #expect(svg.contains(">\(text)</text>"), "\(text)")
        }
    }

    @Test("Every mark has a title, and what has no place on the axes has no mark")
    func titles() {
        let check = XMLCheck(svg)
        // Picture; band, 2 lines, 3 + 1 dots, ridge; 2 areas, cap; 2 bars, 2 x 2 stacked ones.
        #expect(check.count["title"] == 1 + (1 + 2 + 4 + 1) + (2 + 1) + (2 + 4))
        #expect(check.texts.contains("points: 4.000, 1.000"))
        #expect(check.texts.contains("tp 1: bf16, 3.000"))
    }

    @Test("Coordinates have at most two digits after the point, and none is NaN")
    func precision() {
        for path in XMLCheck(svg).paths {
            for number in path.split(whereSeparator: { !"0123456789.-".contains($0) }) {
                let parts = number.split(separator: ".")
                #expect(parts.count <= 2 && (parts.count < 2 || parts[1].count <= 2), "\(path)")
            }
            #expect(!path.lowercased().contains("nan") && !path.contains("inf"))
        }
    }

    @Test("The same chart is the same bytes")
    func deterministic() { #expect(ChartFixture.everything.svg == svg) }

    /// A change of any byte changes the print: set WATTLINE_PICTURES to a folder, and look at the picture first.
    @Test("The picture is the one that was looked at")
    func golden() throws {
        if let folder = ProcessInfo.processInfo.environment["WATTLINE_PICTURES"] {
            try svg.write(toFile: "\(folder)/chart.svg", atomically: true, encoding: .utf8)
        }
        var print = Fingerprint()
        print.combine(svg)
        #expect(print.hexadecimal == "cadff1eb20f450f8")
    }

    @Test("Long texts are broken at blanks")
    func wrapping() {
        #expect(Chart.wrapped("", width: 10) == [])
        #expect(Chart.wrapped("one two three", width: 5) == ["one two", "three"])
        #expect(Chart.wrapped("unbreakable", width: 1) == ["unbreakable"])
    }

    @Test("Hostile numbers and texts leave a well-formed picture")
    func hostile() {
        let values: [Double] = [
            0, -1, 1, .leastNormalMagnitude / 1024, 1e308, -1e308, .nan, .infinity, -.infinity,
            .leastNonzeroMagnitude, .greatestFiniteMagnitude,
        ]
        for scale in [ChartAxis.Scale.linear, .log, .names([]), .names(["\u{0}<>&\"\u{fffe}"])] {
            for kind in [ChartSeries.Kind.line, .dots, .band, .area, .bar, .stackedBar, .span] {
                for value in values {
                    let panel = ChartPanel(
                        x: ChartAxis("x", scale), y: ChartAxis("y", scale == .log ? .log : .linear),
                        series: [
                            ChartSeries(
                                "s", kind, colour: -7,
                                [.init(value, value, low: value, high: 1), .init(1, value)])
                        ], limits: [ChartLimit(.horizontal, at: value, "l")])
                    let svg = Chart(title: "\u{1}\u{fffe}]]>", description: "", panels: [panel]).svg
                    #expect(
                        !XMLCheck(svg).paths.contains {
                            $0.lowercased().contains("nan") || $0.contains("inf")
                        })
                    #expect(WellFormedXML.holds(svg))
                }
            }
        }
    }
}
