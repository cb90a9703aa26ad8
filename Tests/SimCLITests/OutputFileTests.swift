import Testing

@testable import SimCLI

@Suite("Writing a file whole or not at all")
struct OutputFileTests {
    @Test("Nothing is there before the commit, everything after")
    func commit() throws {
        let folder = TemporaryFolder()
        var file = try OutputFile(path: folder.file("a"))
        try file.write(String(repeating: "x", count: 100_000))
        #expect(!InputFile.exists(folder.file("a")))
        try file.commit()
        #expect(folder.names == ["a"])
        #expect(folder.text(of: "a").utf8.count == 100_000)
    }

    @Test("What is not committed leaves nothing")
    func abandoned() throws {
        let folder = TemporaryFolder()
        func abandon() throws {
            var file = try OutputFile(path: folder.file("a"))
            try file.write("x")
            #expect(folder.names.count == 1)
        }
        try abandon()
        #expect(folder.names.isEmpty)
    }

    @Test(
        "Places that cannot be written",
        arguments: ["/", "/dev/null", "/nonexistent/a", "/dev/null/a", "/\u{1b}[31m/a"])
    func refused(path: String) {
        #expect(throws: CLIError.self) { try OutputFile.write("x", to: path) }
        do {
            try OutputFile.write("x", to: path)
        } catch {
            #expect(error.code == .inputOutput)
        }
    }

    @Test("No verb writes over the measurements that it reads", arguments: ["validate", "calibrate"])
    func inputs(verb: String) {
        let folder = TemporaryFolder()
        let path = folder.write("a,b\n1,2\n", to: "data.csv")
        let invocation = Invocation([verb, "--data", path, "-o", path])
        #expect(invocation.code == 2)
        #expect(
            invocation.errors
                == "wattline: error: --output \(quoted(path)) is the file that --data reads. Name another one\n"
        )
        #expect(folder.text(of: "data.csv") == "a,b\n1,2\n")
        #expect(!OutputFile.isSame(path, folder.file("other.csv")))
        #expect(
            OutputFile.isSame(
                path, folder.path + "/../" + FileName.last(folder.path) + "/data.csv"))
    }
}
