import SimCLITestSupport
import Testing

@testable import WattlineLab
@testable import WattlineText
@testable import WattlineShell

@Suite("The flags of check")
struct CheckFlagsTests {
    @Test("Every one is on the help page, and none is one of run but --json")
    func help() {
        for flag in CheckFlags.all { #expect(CheckFlags.help.contains("--\(flag.name)")) }
        for key in FlagKey.ofCheck { #expect(CheckFlags.all.contains { $0.key == key }) }
        let shared = CheckFlags.all.filter { flag in RunFlags.all.contains { $0.key == flag.key } }
        #expect(shared.map(\.name) == ["json"])
    }

    @Test("The file on the help page passes")
    func example() throws {
        let lines = CheckFlags.help.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex(of: "  {"))
        let end = try #require(lines.firstIndex(of: "  }"))
        let folder = TemporaryFolder()
        let path = folder.write(lines[start...end].joined(separator: "\n"), to: "checks.json")
        #expect(Invocation(["check", path, "--update"]).code == 0)
        let again = Invocation(["check", path])
        #expect(again.code == 0)
        #expect(again.output == "PASS  chat under load\nPASS  no 70B on one GPU\n\n2 passed, 0 failed\n")
        unsafe unlink(folder.file("goldens/chat.json"))
        unsafe rmdir(folder.file("goldens"))
    }
}
