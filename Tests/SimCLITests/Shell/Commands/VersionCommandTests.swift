import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab
@testable import WattlineShell

@Suite("wattline version")
struct VersionCommandTests {
    @Test("Prints the version", arguments: ["version", "--version"])
    func text(verb: String) {
        let invocation = Invocation(verb)
        #expect(invocation.output == "wattline \(ProgramVersion.number)\n")
        #expect(invocation.code == 0)
    }

    @Test("As JSON")
    func json() throws {
        let output = Invocation("version --json").output
        let document = try JSONReader.read(Array(output.utf8))
        guard case .object(let members) = document.value else {
            Issue.record("not an object")
            return
        }
        #expect(members.map(\.key) == ["name", "version", "result_schema_version"])
    }

    @Test("Takes nothing else")
    func extra() { #expect(Invocation("version now").code == 2) }
}
