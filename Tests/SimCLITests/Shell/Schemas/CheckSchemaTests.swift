import Foundation
import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab
@testable import WattlineShell

@Suite("The schema of files of checks")
struct CheckSchemaTests {
    @Test("It accepts the documented files", arguments: ["example", "fairness"])
    func documented(name: String) throws {
        let text = try String(
            contentsOfFile: PackageFolder.file("docs/checks/\(name).json"), encoding: .utf8)
        #expect(try SchemaCheck(.check).complaints(JSON(text: text)) == [])
    }

    /// What stands for one check, and whether schema and reader both take it.
    static let checks: [(text: String, isGood: Bool)] = [
        ("{\"name\": \"a\", \"golden\": \"g.json\"}", true), ("{\"name\": \"a\"}", false),
        ("{\"name\": \"\", \"golden\": \"g.json\"}", false), ("{\"name\": \"a\", \"golden\": \"\"}", false),
        ("{\"golden\": \"g.json\"}", false), ("{\"name\": \"a\", \"golden\": \"g\", \"run\": {}}", true),
        ("{\"name\": \"a\", \"golden\": \"g\", \"note\": 1}", false), ("[]", false), ("3", false),
        ("{\"name\": \"a\", \"golden\": \"g\", \"run\": {\"tp\": 3}}", false),
        ("{\"name\": \"a\", \"golden\": \"g\", \"run\": {\"rate\": \"inf\", \"num_prompts\": 5}}", true),
        ("{\"name\": \"a\", \"golden\": \"g\", \"run\": {\"output\": \"a.json\"}}", false),
        ("{\"name\": \"a\", \"golden\": \"g\", \"run\": {\"jobs\": 2}}", false),
        ("{\"name\": \"a\", \"expect\": {\"error\": \"does not fit\"}}", true),
        ("{\"name\": \"a\", \"expect\": {\"error\": \"\"}}", false),
        ("{\"name\": \"a\", \"expect\": {\"error\": \"x\", \"completed\": 1}}", false),
        ("{\"name\": \"a\", \"expect\": {\"completed\": 1, \"max_overtaken\": 0}}", true),
        ("{\"name\": \"a\", \"expect\": {\"max_overtook\": 0}}", false),
        ("{\"name\": \"a\", \"expect\": {}}", false),
        (
            "{\"name\": \"a\", \"run\": {\"metric-percentiles\": [99.9]}, \"expect\": {\"p99.9_ttft_ms\": \"<5\"}}",
            true
        ),
        ("{\"name\": \"a\", \"expect\": {\"completed\": [\">=1\", \"<9\"]}}", true),
        ("{\"name\": \"a\", \"expect\": {\"completed\": []}}", false),
        ("{\"name\": \"a\", \"expect\": {\"completed\": true}}", false),
        ("{\"name\": \"a\", \"expect\": {\"completed\": null}}", false),
    ]

    @Test("Schema and reader agree on checks", arguments: checks.indices)
    func agreement(index: Int) throws {
        let (text, isGood) = Self.checks[index]
        let file = "{\"checks\": [\(text)]}"
        #expect(try SchemaCheck(.check).accepts(JSON(text: file)) == isGood, "\(text)")
        #expect(((try? Self.read(file)) != nil) == isGood, "\(text)")
    }

    static let conditions: [(text: String, isGood: Bool)] = [
        ("<=500", true), ("<500", true), (">=1", true), ("> 0", true), ("==200", true), ("!=0", true),
        ("200", true), ("-2.5e3", true), (" 5 ", true), ("0.85 +-2%", true), ("0.85+-0.02", true),
        ("0.85 \u{b1} 2%", true), ("400..500", true), ("1.5 .. 2.5", true), (".5", true), ("", false),
        ("<", false), ("=5", false), ("=<5", false), ("about 5", false), ("5 %", false),
        ("1..", false), ("5 ms", false), ("0x5", false), ("5 +- -1", false), ("<nan", false), ("inf", false),
    ]

    @Test("Schema and reader agree on expectations", arguments: conditions.indices)
    func expectations(index: Int) throws {
        let (text, isGood) = Self.conditions[index]
        let place = FilePlace(name: "c.json", bytes: [], offset: 0)
        let expectation = try? Expectation(metric: "completed", text, at: place)
        #expect((expectation != nil) == isGood, "\(text)")
        let check = try SchemaCheck(Expectation.schema.json)
        #expect(check.accepts(.text(text)) == isGood, "\(text)")
    }

    @Test("A file may name its schema, and needs checks")
    func wholeFiles() throws {
        let check = try SchemaCheck(.check)
        let one = "{\"name\": \"a\", \"golden\": \"g.json\"}"
        for (text, isGood) in [
            ("{\"$schema\": \"s.json\", \"defaults\": {\"tp\": 2}, \"checks\": [\(one)]}", true),
            ("{\"checks\": []}", false), ("{}", false), ("{\"check\": [\(one)]}", false),
            ("{\"checks\": [\(one)], \"defaults\": {\"tpp\": 2}}", false),
        ] {
            #expect(try check.accepts(JSON(text: text)) == isGood, "\(text)")
            #expect(((try? Self.read(text)) != nil) == isGood, "\(text)")
        }
    }

    private static func read(_ text: String) throws -> CheckFile {
        try CheckFile(
            JSONObject(Array(text.utf8), name: "ci/a.json", called: "a file of checks"), path: "ci/a.json")
    }
}
