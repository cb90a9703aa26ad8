import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineShell

@Suite("The schema of trace convert")
struct TraceConvertSchemaTests {
    @Test("It accepts what convert prints, and nothing that differs in one place")
    func conversions() throws {
        let folder = TemporaryFolder()
        let path = folder.write("arrival_s,prompt_tokens,output_tokens\n0,1,1\nx,2,2\n", to: "t.csv")
        let convert = Invocation([
            "trace", "convert", path, "-o", folder.file("o.csv"), "--skip-bad-rows", "--json",
        ])
        let check = try SchemaCheck(.traceConvert)
        let document = try JSON(text: convert.output)
        #expect(check.complaints(document) == [])
        #expect(document["bad_rows"] == .whole(1))
        for (what, json) in SchemaCheck.spoilt(document) { #expect(!check.accepts(json), "\(what)") }
    }
}
