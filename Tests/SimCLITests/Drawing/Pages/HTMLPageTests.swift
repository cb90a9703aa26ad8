import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineDrawing

@Suite("HTML pages")
struct HTMLPageTests {
    private var page: HTMLPage {
        var page = HTMLPage(title: "a <b> & \"c\"", summary: "</p><script>alert(1)</script>")
        page.section("One <i>")
        page.paragraph("<img src=x onerror=alert(1)>")
        page.list(["<li>", "&amp;"])
        page.section("Two")
        var table = TextTable()
        table.add(["", "<th>"])
        table.add(["<tr>", "1"])
        page.table(table, caption: "<caption>")
        page.figures([(ChartFixture.everything, "<figcaption>")])
        page.code("echo '</code>'")
        page.embed(.object([("</script>", .text("<!--<script>"))]), id: "data")
        return page
    }

    @Test("Whatever the texts, the elements are those of the page")
    func escaping() {
        let text = page.text
        #expect(HTMLFixture.faults(text) == [])
        for tag in ["<i>", "<img", "<b>", "<!--", "onerror=alert(1)>"] {
            #expect(!text.contains(tag), "\(tag)")
        }
        #expect(text.contains("<p>&lt;img src=x onerror=alert(1)&gt;</p>"))
        #expect(HTMLFixture.count("<script", in: text) == 1)
        #expect(HTMLFixture.count("</script>", in: text) == 1)
    }

    @Test(
        "The check finds what must not be",
        arguments: [
            "<p><b></p></b>", "<p>", "<script>x</script>", "<p onclick=\"x\"></p>", "<img alt=\"\">",
            "<p src=\"x\"></p>", "<p>http://example.com</p>", "<p style=\"background:url(x)\"></p>",
        ])
    func faults(html: String) { #expect(HTMLFixture.faults(html) != []) }

    @Test("Data reads back")
    func data() throws {
        let json = try HTMLFixture.data("data", in: page.text)
        #expect(json["</script>"] == .text("<!--<script>"))
    }

    @Test("Headings, tables and figures have the structure that readers without a screen need")
    func structure() {
        let text = page.text
        #expect(text.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        #expect(text.contains("<th scope=\"col\" class=\"number\">&lt;th&gt;</th>"))
        #expect(text.contains("<th scope=\"row\">&lt;tr&gt;</th>"))
        #expect(text.contains("<caption>&lt;caption&gt;</caption>"))
        #expect(text.contains("<figcaption>&lt;figcaption&gt;</figcaption>"))
        #expect(text.contains("<section aria-labelledby=\"s2\">\n<h2 id=\"s2\">Two</h2>"))
        #expect(HTMLFixture.count("<style>", in: text) == 1)
    }

    @Test("The policy allows styles and nothing else, and stands before them")
    func policy() throws {
        let text = page.text
        let policy = try #require(
            text.firstRange(
                of:
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                    + "'unsafe-inline'; base-uri 'none'; form-action 'none'\">"))
        let style = try #require(text.firstRange(of: "<style>"))
        #expect(policy.upperBound < style.lowerBound)
    }

    @Test("Texts stand out from the page by at least 4.5 to 1, in light and dark")
    func contrast() throws {
        let text = page.text
        for scheme in 0...1 {
            for (front, back) in [("text", "page"), ("quiet", "page"), ("text", "soft")] {
                let colours = try [front, back].map { name in
                    let places = text.ranges(of: "--\(name):#")
                    try #require(places.count == 2, "one for light, one for dark")
                    let digits = text[places[scheme].upperBound...].prefix(while: \.isHexDigit)
                    let long = digits.count == 3 ? digits.map { "\($0)\($0)" }.joined() : String(digits)
                    return try #require(Int(long, radix: 16))
                }
                #expect(HTMLFixture.contrast(colours[0], colours[1]) >= 4.5, "\(front) on \(back)")
            }
        }
        #expect(HTMLFixture.contrast(0, 0xffffff) == 21)
        #expect(HTMLFixture.contrast(0x777777, 0xffffff) < 4.5)
    }
}
