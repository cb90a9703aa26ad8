import Testing

@testable import WattlineLab
@testable import WattlineShell

@Suite("The roofline in characters")
struct RooflineSketchTests {
    @Test("It has the roof, the ridge and both phases, in at most 80 columns")
    func sketch() throws {
        let text = RooflineSketch(try RooflineStudy(Settings())).text
        for mark in ["╱", "─", "┬", "●", "▲"] { #expect(text.contains(mark)) }
        let lines = text.split(separator: "\n")
        #expect(lines.count == RooflineSketch.rows + 4)
        #expect(lines.allSatisfy { $0.count <= 80 })
    }

    @Test("Boxes are drawn in UTF-8 locales alone")
    func locale() {
        #expect(Terminal.isUTF8(locale: "en_US.UTF-8"))
        #expect(Terminal.isUTF8(locale: "C.utf8"))
        #expect(!Terminal.isUTF8(locale: "C"))
        #expect(!Terminal.isUTF8(locale: ""))
        #expect(!Terminal().drawsBoxes)
    }
}
