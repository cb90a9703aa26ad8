import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab
@testable import WattlineShell

@Suite("The schema of configurations")
struct ConfigSchemaTests {
    @Test("It accepts what --dry-run prints, whatever the flags", arguments: 0..<40)
    func dryRuns(seed: Int) throws {
        let run = Invocation(["run", "--dry-run"] + RandomRun.flags(seed))
        guard run.code == 0 else { return }
        #expect(try SchemaCheck(.config).complaints(JSON(text: run.output)) == [])
    }

    @Test("Most random flags go together, so that the test above is of something")
    func goTogether() {
        let codes = (0..<40).map { Invocation(["run", "--dry-run"] + RandomRun.flags($0)).code }
        #expect(codes.filter { $0 == 0 }.count >= 25)
    }

    /// Documents, and whether schema and reader both take them.
    static let documents: [(text: String, isGood: Bool)] = [
        ("{}", true), ("{\"tp\": 2}", true), ("{\"tp\": 3}", false), ("{\"tpp\": 2}", false),
        ("{\"request_rate\": 4}", true), ("{\"rate\": \"inf\"}", true), ("{\"qps\": -1}", false),
        ("{\"max_num-seqs\": 8}", true), ("{\"num-prompts\": 0}", false), ("{\"num-prompts\": 1.5}", false),
        ("{\"tp\": null}", true), ("{\"tp\": [1, 2]}", false), ("{\"skip-bad-rows\": 1}", false),
        ("{\"goodput\": {\"ttft\": 500}}", true), ("{\"goodput\": {\"itl\": 500}}", false),
        ("{\"goodput\": {}}", false), ("{\"metric-percentiles\": []}", false),
        ("{\"metric-percentiles\": [50, 50]}", false), ("{\"power-cap\": \"600W\"}", true),
        ("{\"power-cap\": 0}", false), ("{\"config\": \"x.json\"}", false), ("{\"dry-run\": true}", false),
        ("{\"metadata\": {\"team\": \"search\"}}", true), ("{\"metadata\": {\"team\": []}}", false),
        ("{\"$schema\": \"config.schema.json\", \"tp\": 2}", true), ("[]", false), ("3", false),
        ("{\"output\": [\"a.json\", \"b.csv\"]}", true), ("{\"output\": []}", true),
        ("{\"shape\": \"spacing:50ms\"}", true), ("{\"shape\": \"gap:50ms\"}", false),
    ]

    @Test("Schema and reader agree", arguments: documents.indices)
    func agreement(index: Int) throws {
        let (text, isGood) = Self.documents[index]
        #expect(try SchemaCheck(.config).accepts(JSON(text: text)) == isGood, "\(text)")
        let entries = try? ConfigFile.entries(Array(text.utf8), name: "c.json")
        #expect((entries != nil) == isGood, "\(text)")
    }

    @Test("A configuration may name its schema, for editors, and runs as one that does not")
    func keyword() {
        let folder = TemporaryFolder()
        let path = folder.write("{\"$schema\": \"s.json\", \"num-prompts\": 3}", to: "c.json")
        #expect(
            Invocation(["run", "--dry-run", "-c", path]).output
                == Invocation("run --dry-run --num-prompts 3").output)
    }

    @Test("A resolved configuration has every setting, and no other key")
    func resolved() throws {
        let check = try SchemaCheck(Schema.resolvedConfiguration.json)
        let configuration = try JSON(text: Invocation("run --dry-run").output)
        #expect(check.complaints(configuration) == [])
        for (what, json) in SchemaCheck.spoilt(configuration) {
            #expect(!check.accepts(json), "\(what)")
        }
    }
}
