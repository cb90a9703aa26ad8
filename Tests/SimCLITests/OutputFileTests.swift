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
}
