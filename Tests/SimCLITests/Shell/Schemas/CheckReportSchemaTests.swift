import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineShell

@Suite("The schema of reports of checks")
struct CheckReportSchemaTests {
    /// Checks that pass, fail, are refused, and whose golden is missing, the same and different.
    private static let checks = """
        {"name": "good", "expect": {"completed": 10}, "golden": "g.json"},
        {"name": "bad", "expect": {"completed": ["<5", ">1"], "request_goodput": ">0"}},
        {"name": "no golden", "golden": "none.json"},
        {"name": "another golden", "run": {"output-len": 5}, "golden": "h.json"},
        {"name": "refused", "run": {"model": "llama-3.1-70b", "gpu": "h100-sxm", "engine": "vllm"},
         "expect": {"error": "does not fit"}}
        """

    private static func report() throws -> JSON {
        let folder = TemporaryFolder()
        let run = CheckFixture.file(
            "{\"name\": \"a\", \"golden\": \"g.json\"}, {\"name\": \"b\", \"golden\": \"h.json\"}")
        _ = Invocation(["check", folder.write(run, to: "c.json"), "--update"])
        let path = folder.write(CheckFixture.file(checks), to: "c.json")
        return try JSON(text: Invocation(["check", path, "--json"]).output)
    }

    @Test("It accepts what check prints, and nothing that differs in one place")
    func reports() throws {
        let check = try SchemaCheck(.checkReport)
        let document = try Self.report()
        #expect(check.complaints(document) == [])
        for (what, json) in SchemaCheck.spoilt(document) { #expect(!check.accepts(json), "\(what)") }
        guard case .list(let checks)? = document["checks"] else {
            Issue.record("no checks: \(document.compact)")
            return
        }
        let states = checks.compactMap { $0["golden"]?["status"] }
        #expect(states == [.text("same"), .text("missing"), .text("different")])
        guard case .object(let members) = document,
            let place = members.firstIndex(where: { $0.key == "checks" })
        else { return }
        for one in checks {
            for (what, json) in SchemaCheck.spoilt(one) {
                var changed = members
                changed[place].value = .list([json])
                #expect(!check.accepts(.object(changed)), "\(what)")
            }
        }
    }
}
