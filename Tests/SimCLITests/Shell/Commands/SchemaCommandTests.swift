import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineShell

@Suite("wattline schema")
struct SchemaCommandTests {
    @Test("Without a name it lists them, as text and as JSON")
    func list() throws {
        let lines = Invocation("schema").output.split(separator: "\n")
        #expect(lines.count == SchemaDocument.all.count)
        for (line, document) in zip(lines, SchemaDocument.all) {
            #expect(line.hasPrefix(document.name) && line.hasSuffix(document.summary))
        }
        guard case .list(let names) = try JSON(text: Invocation("schema --json").output) else {
            Issue.record("no list")
            return
        }
        #expect(names.map { $0["name"] } == SchemaDocument.all.map { .text($0.name) })
    }

    @Test("A schema goes to standard output, to a file, or to both")
    func outputs() throws {
        let folder = TemporaryFolder()
        let text = Invocation("schema result").output
        #expect(try JSON(text: text) == SchemaDocument.result.json)
        #expect(Invocation("schema result --json").output == text)
        #expect(Invocation("schema result -o -").output == text)
        let written = Invocation(["schema", "result", "-o", folder.file("r.json")])
        #expect(written.code == 0 && written.output.isEmpty && folder.text(of: "r.json") == text)
        let both = Invocation(["schema", "result", "-o", folder.file("b.json"), "-o", "-"])
        #expect(both.output == text && folder.text(of: "b.json") == text)
    }

    @Test(
        "Errors, word for word",
        arguments: [
            ("schema confg", "unknown schema 'confg'. Did you mean config? Schemas are \(names)"),
            ("schema xyzzy", "unknown schema 'xyzzy'. Schemas are \(names)"),
            (
                "schema config result",
                "unexpected argument 'result'. 'wattline help schema' shows what it takes"
            ),
            (
                "schema -o x.json",
                "--output 'x.json' needs the name of a schema. Try: wattline schema result -o x.json"
            ),
            ("schema config -o x.txt", "--output 'x.txt' has no known suffix. A schema is a .json"),
            ("schema config -o x.json -o x.json", "--output 'x.json' is given twice"),
            (
                "schema --tp 2",
                "schema has no flag '--tp', which belongs to run. 'wattline help schema' shows the flags there are"
            ),
        ])
    func errors(line: String, message: String) {
        let invocation = Invocation(line)
        #expect(invocation.code == 2)
        #expect(invocation.output.isEmpty)
        #expect(invocation.errors == "wattline: error: \(message)\n")
    }

    static let names = SchemaDocument.all.map(\.name).joined(separator: ", ")
}
