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
    }

    @Test("A link stays a link, and its file is written", arguments: [true, false])
    func link(isThere: Bool) throws {
        let folder = TemporaryFolder()
        if isThere { _ = folder.write("old", to: "a") }
        #expect(unsafe symlink("a", folder.file("l")) == 0)
        try OutputFile.write("new", to: folder.file("l"))
        #expect(folder.text(of: "a") == "new")
        var information = stat()
        #expect(unsafe lstat(folder.file("l"), &information) == 0)
        #expect(information.st_mode & S_IFMT == S_IFLNK)
        #expect(folder.names == ["a", "l"])
    }

    @Test("Any name that a file may have", arguments: [1, 200, 233, 234, 235, 254, 255])
    func longNames(length: Int) throws {
        let folder = TemporaryFolder()
        for character in ["a", "\u{e9}"] {
            let name = String(repeating: character, count: max(1, length / character.utf8.count))
            try OutputFile.write("x", to: folder.file(name))
            #expect(folder.names == [name])
            unsafe unlink(folder.file(name))
        }
    }

    @Test("What a killed process left is not in the way, for as many as there are")
    func leftovers() throws {
        let folder = TemporaryFolder()
        _ = folder.write("x", to: "a.\(getpid()).tmp")
        _ = folder.write("x", to: "a.1.tmp")
        var first = try OutputFile(path: folder.file("a"))
        var second = try OutputFile(path: folder.file("a"))
        #expect(folder.names.count == 4)
        try first.write("1")
        try second.write("2")
        try first.commit()
        try second.commit()
        #expect(folder.text(of: "a") == "2")
        #expect(folder.names.count == 3)
    }

    @Test("Two spellings of one output are one output")
    func repeats() {
        let folder = TemporaryFolder()
        let name = Scenario.lastPathComponent(folder.path)
        for other in ["a.json", "./a.json", "../\(name)/a.json"] {
            let path = "\(folder.path)/\(other)"
            let invocation = Invocation(["run", "-o", folder.file("a.json"), "-o", path])
            #expect(invocation.code == 2)
            #expect(invocation.errors == "wattline: error: --output \(quoted(path)) is given twice\n")
        }
        #expect(folder.names.isEmpty)
    }
}
