import Foundation
import Testing

@testable import SimCLI

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("JUnit XML")
struct JUnitReportTests {
    private func report() throws -> JUnitReport {
        JUnitReport(
            outcomes: try CheckFixture.outcomes(
                """
                {"name": "<good> & \\"quoted\\"", "expect": {"completed": 10}},
                {"name": "bad\\u0007", "expect": {"completed": "<5", "failed": 1}}
                """))
    }

    @Test("A suite a file, a case a check, one failure element each")
    func text() throws {
        #expect(
            try report().xml == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="wattline check" tests="2" failures="1" errors="0">
                  <testsuite name="ci/a.json" tests="2" failures="1" errors="0">
                    <testcase name="&lt;good&gt; &amp; &quot;quoted&quot;" classname="ci/a.json"/>
                    <testcase name="bad " classname="ci/a.json">
                      <failure message="completed: expected &lt;5, got 10, 5 (100.0 %) too high" type="check">\
                ci/a.json:4:47: completed: expected &lt;5, got 10, 5 (100.0 %) too high
                ci/a.json:4:63: failed: expected 1, got 0, 1 (100.0 %) too low</failure>
                    </testcase>
                  </testsuite>
                </testsuites>

                """)
    }

    @Test("A file that is no check is a case with an error, and nothing but a report is written over")
    func invalid() {
        let folder = TemporaryFolder()
        let path = folder.write("{\"checks\": [{\"name\": \"a<b\", \"expect\": {}}]}", to: "a.json")
        let report = folder.file("r.xml")
        for _ in 0..<2 {
            let check = Invocation(["check", path, "--junit", report])
            #expect(check.code == 2)
            let text = folder.text(of: "r.xml")
            #expect(
                text.contains("<testsuites name=\"wattline check\" tests=\"1\" failures=\"0\" errors=\"1\">"))
            #expect(text.contains("<error message=\"\(path):1:"))
            #expect(text.contains("a&lt;b") && !text.contains("a<b"))
        }
        let golden = folder.write("{}\n", to: "golden.json")
        let refused = Invocation(["check", path, "--junit", golden])
        #expect(refused.code == 2)
        #expect(refused.errors.contains("was not written: what is there is no report"))
        #expect(folder.text(of: "golden.json") == "{}\n")
        #expect(Invocation(["check", path, "--junit", path]).code == 2)
        #expect(folder.text(of: "a.json").hasPrefix("{\"checks\": "))
        let absent = Invocation(["check", folder.file("none.json"), "--junit", report])
        #expect(absent.code == 4)
        #expect(folder.text(of: "r.xml").contains("No such file"))
    }

    /// Counts of what an XML parser sees.
    private final class Reader: NSObject, XMLParserDelegate {
        var elements: [String: Int] = [:]
        var names: [String] = []

        func parser(
            _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
            qualifiedName: String?, attributes: [String: String]
        ) {
            elements[element, default: 0] += 1
            if element == "testcase" { names.append(attributes["name"] ?? "") }
        }
    }

    @Test("An XML parser reads it")
    func parses() throws {
        let reader = Reader()
        let parser = XMLParser(data: Data(try report().xml.utf8))
        parser.delegate = reader
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        #expect(reader.elements == ["testsuites": 1, "testsuite": 1, "testcase": 2, "failure": 1])
        #expect(reader.names == ["<good> & \"quoted\"", "bad "])
    }
}
