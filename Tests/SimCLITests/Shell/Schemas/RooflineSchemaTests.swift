import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineShell

@Suite("The schema of rooflines")
struct RooflineSchemaTests {
    @Test(
        "It accepts what roofline prints, and nothing that differs in one place",
        arguments: [
            "", " --by-hand decode:1", " -m textbook-7b -g textbook-gpu --engine ideal",
            " -m qwen3-30b-a3b --tp 2 --ep 2 --quantization fp8 --input-len 4000", " --engine transformers",
        ])
    func roofline(flags: String) throws {
        let check = try SchemaCheck(.roofline)
        let document = try JSON(text: Invocation("roofline --json" + flags).output)
        #expect(check.complaints(document) == [])
        for (what, json) in SchemaCheck.spoilt(document) where what != "without by_hand" {
            #expect(!check.accepts(json), "\(what)")
        }
        guard case .list(let steps)? = document["steps"], let step = steps.first,
            let schema = SchemaDocument.roofline.json["$defs"]?["step"]
        else {
            Issue.record("no steps")
            return
        }
        let one = try SchemaCheck(schema)
        for (what, json) in SchemaCheck.spoilt(step) { #expect(!one.accepts(json), "\(what)") }
    }
}
