import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineShell

@Suite("The schema of comparisons")
struct CompareSchemaTests {
    @Test("It accepts what compare prints, and nothing that differs in one place")
    func compare() throws {
        let check = try SchemaCheck(.compare)
        for line in [
            "compare --num-prompts 3 --json -- --quantization fp8",
            "compare --num-prompts 3 --json --output-len 1 -- --tp 2 --fail-on completed>1",
        ] {
            let document = try JSON(text: Invocation(line).output)
            #expect(check.complaints(document) == [])
            for (what, json) in SchemaCheck.spoilt(document) { #expect(!check.accepts(json), "\(what)") }
        }
    }
}
