import SimCore
import Testing

@testable import SimCLI

@Suite("What ends a process leaves no file behind", .enabled(if: BuiltProgram.path != nil, "no program here"))
struct InterruptionTests {
    /// More outputs than any list of a fixed length would hold.
    private func outputs(_ folder: TemporaryFolder, _ count: Int) -> [String] {
        (0..<count).flatMap { ["-o", folder.file("f\($0).csv")] }
    }

    @Test(
        "Signals, with one file and with many",
        arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU], [1, 12, 40])
    func signals(number: Int32, count: Int) throws {
        let folder = TemporaryFolder()
        let process = try #require(
            BuiltProgram.start(["run", "-q", "--num-prompts", "1e7"] + outputs(folder, count)))
        while folder.names.count < count {
            var status: Int32 = 0
            try #require(unsafe waitpid(process, &status, WNOHANG) == 0, "it ended early with \(status)")
            usleep(1_000)
        }
        #expect(folder.names.count == count)
        #expect(kill(process, number) == 0)
        #expect(BuiltProgram.exitCode(BuiltProgram.wait(process)) == 128 + number)
        #expect(folder.names.isEmpty)
    }

    @Test("A limit on the size of files is an error like a full disk", arguments: ["run", "trace", "sweep"])
    func fileSize(verb: String) throws {
        let folder = TemporaryFolder()
        let arguments = [
            "run": ["run", "-q", "--num-prompts", "5000", "-o", folder.file("f.csv")],
            "trace": ["trace", "-q", "--num-prompts", "500", "-o", folder.file("f.trace.json")],
            "sweep": ["sweep", "-q", "--num-prompts", "2", "--seed", "1:40:1", "-o", folder.file("f.json")],
        ]
        let process = try #require(BuiltProgram.start(after: "ulimit -f 8", arguments[verb] ?? []))
        #expect(BuiltProgram.exitCode(BuiltProgram.wait(process)) == 4)
        #expect(folder.names.isEmpty)
    }
}
