import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineShell

@Suite("The schema of trace info")
struct TraceInfoSchemaTests {
    @Test("It accepts what is told of a trace of every format", arguments: FuzzTests.traces.indices)
    func formats(index: Int) throws {
        let folder = TemporaryFolder()
        let path = folder.write(FuzzTests.traces[index], to: "t.csv")
        let document = try JSON(text: Invocation(["trace", "info", path, "--json"]).output)
        #expect(try SchemaCheck(.traceInfo).complaints(document) == [])
    }

    /// Bad rows, no row, one row, equal gaps, all at once.
    static let bodies = [
        "0,1,1\nx,2,2\n9,0,1\n", "", "5,1,1\n", "0,1,1\n60,1,1\n120,1,1\n", "1,2,3\n1,4,5\n1,6,7\n",
    ]

    @Test("And of traces at the ends, but nothing that differs in one place", arguments: bodies)
    func ends(body: String) throws {
        let folder = TemporaryFolder()
        let path = folder.write("arrival_s,prompt_tokens,output_tokens\n" + body, to: "t.csv")
        let info = Invocation(["trace", "info", path, "--json"])
        guard info.code == 0 else {
            #expect(body.isEmpty)
            return
        }
        let check = try SchemaCheck(.traceInfo)
        let document = try JSON(text: info.output)
        #expect(check.complaints(document) == [])
        for (what, json) in SchemaCheck.spoilt(document) { #expect(!check.accepts(json), "\(what)") }
    }
}
