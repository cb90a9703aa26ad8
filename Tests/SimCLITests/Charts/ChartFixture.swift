import Foundation

@testable import SimCLI

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What an XML parser makes of a text. It forgives; ``WellFormedXML`` does not.
final class XMLCheck: NSObject, XMLParserDelegate {
    /// Elements by name.
    private(set) var count: [String: Int] = [:]
    /// Path data, in order.
    private(set) var paths: [String] = []
    /// Character data of `<title>` and `<text>` elements.
    private(set) var texts: [String] = []
    private var open: [String] = []

    init(_ text: String) {
        super.init()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = self
        _ = parser.parse()
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        count[name, default: 0] += 1
        open.append(name)
        if name == "title" || name == "text" { texts.append("") }
        if name == "path", let data = attributes["d"] { paths.append(data) }
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        if open.last == "title" || open.last == "text" { texts[texts.count - 1] += text }
    }
}

/// A chart with one of everything.
enum ChartFixture {
    static let everything = Chart(
        title: "One of everything <&>", description: "For tests: \"every\" mark & scale.",
        panels: [
            ChartPanel(
                title: "Lines, dots and a band", x: ChartAxis("batch", .log), y: ChartAxis("J/token", .log),
                series: [
                    ChartSeries(
                        "measured", .band, colour: 0,
                        [.init(1, 4, low: 3, high: 5), .init(64, 0.2, low: 0.1, high: 0.3)]),
                    ChartSeries(
                        "vllm", .dottedLine, colour: 0, [.init(1, 4), .init(8, 0.7), .init(64, 0.2)]),
                    ChartSeries("ideal", .dashedLine, colour: 1, [.init(1, 2), .init(64, 0.05)]),
                    ChartSeries(
                        "points", .dots, colour: 2, [.init(4, 1, low: 0.5, high: 2, label: "batch 4")]),
                ],
                limits: [ChartLimit(.vertical, at: 32, "ridge")]),
            ChartPanel(
                title: "Areas", x: ChartAxis("s"), y: ChartAxis("W"),
                series: [
                    ChartSeries("idle", .area, colour: 6, [.init(0, 100), .init(1, 100), .init(2, 100)]),
                    ChartSeries("decode", .area, colour: 0, [.init(0, 0), .init(1, 200), .init(2, 300)]),
                ],
                limits: [ChartLimit(.horizontal, at: 450, "cap 450 W")]),
            ChartPanel(
                title: "Bars", x: ChartAxis("format", .names(["bf16", "fp8"])), y: ChartAxis("kWh"),
                series: [
                    ChartSeries("tp 1", .bar, colour: 3, [.init(0, 3, low: 2.5, high: 3.5), .init(1, 2)]),
                    ChartSeries("prefill", .stackedBar, colour: 4, [.init(0, 1), .init(1, 0.5)]),
                    ChartSeries("decode", .stackedBar, colour: 5, [.init(0, 1), .init(1, 0.7)]),
                ]),
            ChartPanel(
                title: "Nothing", x: ChartAxis("x", .log), y: ChartAxis("y"),
                series: [
                    ChartSeries("gone", .dots, colour: 0, [.init(0, 1), .init(.nan, 2), .init(1, .infinity)])
                ]),
        ], columns: 2, footer: "Made by hand.")
}
