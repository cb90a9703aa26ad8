import SimCore
import Testing

@testable import SimCLI

@Suite("The tests' own reader of XML")
struct WellFormedXMLTests {
    @Test(
        "Takes what is well-formed",
        arguments: [
            "<a/>", "<a></a>", "<?xml version=\"1.0\"?>\n<a b='1' c = \"2\" >x<b/>y</a >\n",
            "<a><!-- - --></a>",
            "<a>&amp;&lt;&gt;&quot;&apos;&#65;&#x1F600;</a>",
            "<a b='\"&lt;'>\u{e9}\u{1f600}]]</a><!-- end -->",
            "<x:a xmlns:x=\"u\"/>",
        ])
    func accepted(text: String) { #expect(WellFormedXML.holds(text), "\(text)") }

    @Test(
        "Refuses what is not",
        arguments: [
            "", "a", "<a>", "</a>", "<a></b>", "<a><b></a></b>", "<a/><a/>", "<a/>x", "x<a/>", "<a b/>",
            "<a b=1/>", "<a b='1' b='2'/>", "<a b='1'c='2'/>", "<a b='<'/>", "<a b='1/>", "<a>&</a>",
            "<a>&nbsp;</a>", "<a>&#0;</a>", "<a>&#xfffe;</a>", "<a>&#-65;</a>", "<a>&#65</a>", "<a>]]></a>",
            "<a>\u{0}</a>", "<a>\u{1b}</a>", "<a>\u{fffe}</a>", "<1a/>", "< a/>", "<a", "<a /",
            "<a><!-- -- --></a>", "<a><!-- </a>", "<!DOCTYPE a><a/>", "<a>&lt</a>", "&amp;<a/>", "<?xml <a/>",
        ])
    func refused(text: String) { #expect(!WellFormedXML.holds(text), "\(text)") }

    /// A picture with one mark of its mark-up taken out or put in has lost its form.
    @Test("A mark too many or too few is found", arguments: 0..<200)
    func mutants(seed: Int) {
        var stream = RandomStream(seed: UInt64(seed), purpose: "test.xml")
        let text =
            "<svg a=\"1\" b=\"&amp;\"><g c=\"2\"><title>one &lt; two</title></g><path d=\"M0\"></path></svg>"
        var scalars = Array(text.unicodeScalars)
        let marks = scalars.indices.filter { "<>\"&;=/".unicodeScalars.contains(scalars[$0]) }
        let place = marks[stream.below(marks.count)]
        let mark = scalars[place]
        // One more of the others may stand in a text, and without its & a reference is one.
        if mark == "&" || ((mark == "<" || mark == "\"") && stream.below(2) == 0) {
            scalars.insert(mark, at: place)
        } else {
            scalars.remove(at: place)
        }
        var mutant = ""
        mutant.unicodeScalars.append(contentsOf: scalars)
        #expect(!WellFormedXML.holds(mutant), "seed \(seed): \(mutant)")
    }
}
