import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab
@testable import WattlineShell

@Suite("The schemas of studies")
struct StudySchemaTests {
    private static func text(_ name: String) throws -> String {
        String(decoding: try InputFile.read(PackageFolder.file("studies/\(name)")), as: UTF8.self)
    }

    @Test("They accept every study of the package, and what came of it", arguments: StudyLibrary.names)
    func studies(name: String) throws {
        #expect(try SchemaCheck(.study).complaints(JSON(text: Self.text("\(name).json"))) == [])
        let results = try JSON(text: Self.text("\(name).results.json"))
        #expect(try SchemaCheck(.studyResult).complaints(results) == [])
        let check = try SchemaCheck(.studyResult)
        for (what, json) in SchemaCheck.spoilt(results) { #expect(!check.accepts(json), "\(what)") }
    }

    @Test("The keys of the schema are the keys of the reader")
    func keys() throws {
        guard case .object(let members)? = SchemaDocument.study.json["properties"] else {
            Issue.record("no properties")
            return
        }
        #expect(Set(members.map(\.key)) == Set(Study.keys + ["$schema"]))
    }

    /// A part of a small study in place of another, and whether schema and reader both take it.
    static let changes: [(old: String, new: String, isGood: Bool)] = [
        ("", "", true), ("\"x\"}]", "\"x\", \"y\": 1}]", false),
        ("\"measure\": \"completed\"", "\"measure\": \"finished\"", false),
        ("\"points\": [", "\"points\": [], \"series\": [", false),
        ("\"title\": \"T\"", "\"title\": 3", false),
        ("\"axis\": \"a\"", "\"axis\": null", false), ("[1, 2]", "[1, 2, 3]", false),
        ("[1, 2]", "[1]", false),
        ("\"quantity\": 1", "\"quantity\": {\"ratio\": [1, {\"mean\": \"completed\"}]}", true),
        ("\"quantity\": 1", "\"quantity\": {\"ratio\": [1]}", false),
        ("\"quantity\": 1", "\"quantity\": {\"total\": \"completed\"}", false),
        ("\"label\": \"p\"", "\"label\": \"p\", \"cpu_w\": -1", false),
        ("\"label\": \"p\"", "\"label\": \"p\", \"takes\": \"below\"", false),
        ("\"label\": \"p\"", "\"label\": \"p\", \"takes\": \"above\", \"threshold_tokens\": 5", true),
        ("\"unit\": \"\"", "\"tolerance\": 0.5", false), ("\"unit\": \"\"", "\"tolerance\": 0", true),
        ("\"title\": \"T\"", "\"title\": \"T\", \"$schema\": \"s.json\"", true),
    ]

    @Test("Schema and reader agree", arguments: changes.indices)
    func agreement(index: Int) throws {
        let study = """
            {"title": "T", "question": "Q", "axis": "a", "points": [{"label": "p"}],
             "columns": [{"measure": "completed", "title": "x"}],
             "claims": [{"claim": "C", "quantity": 1, "expected": [1, 2], "unit": "", "mechanism": "M"}]}
            """
        let (old, new, isGood) = Self.changes[index]
        let text = old.isEmpty ? study : study.replacing(old, with: new)
        #expect(text != study || old.isEmpty)
        #expect(try SchemaCheck(.study).accepts(JSON(text: text)) == isGood, "\(text)")
        let read = try? Study(JSONObject(Array(text.utf8), name: "s.json", called: "a study"), name: "s")
        #expect((read != nil) == isGood, "\(text)")
    }
}
