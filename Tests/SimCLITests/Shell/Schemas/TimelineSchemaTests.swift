import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineShell

@Suite("The schema of timelines' summaries")
struct TimelineSchemaTests {
    @Test(
        "It accepts what trace prints, and nothing that differs in one place",
        arguments: ["", "--from 90000s"])
    func summaries(flags: String) throws {
        let folder = TemporaryFolder()
        let trace = Invocation(
            [
                "trace", "--num-prompts", "3", "--json", "-o", folder.file("a.trace.json"), "-o",
                folder.file("a.gantt.svg"),
            ] + flags.split(separator: " ").map(String.init))
        let check = try SchemaCheck(.timeline)
        let document = try JSON(text: trace.output)
        #expect(check.complaints(document) == [])
        for (what, json) in SchemaCheck.spoilt(document) { #expect(!check.accepts(json), "\(what)") }
        guard case .object(var members) = document, case .list(let files)? = document["files"],
            let place = members.firstIndex(where: { $0.key == "files" })
        else {
            Issue.record("no files: \(document.compact)")
            return
        }
        #expect(files.count == 2)
        for file in files {
            for (what, json) in SchemaCheck.spoilt(file) {
                members[place].value = .list([json])
                #expect(!check.accepts(.object(members)), "\(what)")
            }
        }
    }
}
