import Testing

@testable import WattlineDrawing

@Suite("Text of an SVG")
struct SVGTextTests {
    @Test("Coordinates are short and never NaN")
    func coordinates() {
        #expect(SVGText.coordinate(100) == "100")
        #expect(SVGText.coordinate(1.126) == "1.13")
        #expect(SVGText.coordinate(12.5) == "12.5")
        #expect(SVGText.coordinate(-0.001) == "0")
        #expect(SVGText.coordinate(-3.14159) == "-3.14")
        #expect(SVGText.coordinate(.nan) == "0")
        #expect(SVGText.coordinate(.infinity) == "0")
    }
}
