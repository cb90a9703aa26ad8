import Testing

@testable import SimCLI

@Suite("A place in a file")
struct FilePlaceTests {
    @Test("Is the same in a text that many places are asked for")
    func shared() {
        let bytes = Array("{\n  \"a\": 1}".utf8)
        let text = MarkedText(bytes)
        for offset in 0...bytes.count {
            #expect(
                FilePlace(name: "a", text: text, offset: offset).text
                    == FilePlace(name: "a", bytes: bytes, offset: offset).text)
        }
    }

    @Test("Is counted in lines and characters")
    func text() {
        let bytes = Array("{\n  \"\u{e9}\": 1}".utf8)
        let place = FilePlace(name: "a.json", bytes: bytes, offset: 8)
        #expect(place.text == "a.json:2:6")
        #expect(place.prefix == "a.json:2:6: ")
        #expect(place.position == TextPosition(line: 2, column: 6))
    }
}
