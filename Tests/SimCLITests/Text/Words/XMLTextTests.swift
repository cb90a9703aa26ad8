import Testing

@testable import WattlineText

@Suite("Text of XML")
struct XMLTextTests {
    @Test("Markup is escaped, control characters become blanks")
    func escaping() {
        #expect(XMLText.escaped("a<b & \"c\">") == "a&lt;b &amp; &quot;c&quot;&gt;")
        #expect(XMLText.escaped("a\u{0}b\nc\u{ffff}") == "a b c ")
        #expect(XMLText.escaped("p99 ≤ 500 µs") == "p99 ≤ 500 µs")
    }
}
