import Testing

@testable import SimCLI

@Suite("Which file a path leads to")
struct FileIdentityTests {
    @Test("One file by all its spellings, whether or not it is there", arguments: [true, false])
    func spellings(isThere: Bool) {
        let folder = TemporaryFolder()
        if isThere { _ = folder.write("x", to: "a") }
        let name = Scenario.lastPathComponent(folder.path)
        let paths = [
            "\(folder.path)/a", "\(folder.path)//a", "\(folder.path)/./a", "\(folder.path)/../\(name)/a",
            "\(folder.path)/l", "\(folder.path)/m",
        ]
        #expect(unsafe symlink("a", folder.file("l")) == 0)
        #expect(unsafe symlink(folder.file("l"), folder.file("m")) == 0)
        for path in paths { #expect(FileIdentity(path) == FileIdentity(paths[0]), "\(path)") }
        #expect(FileIdentity(paths[0]) != FileIdentity(folder.file("b")))
        #expect(FileIdentity(folder.file("m")).path == folder.file("a"))
    }

    @Test("Links in a circle, and folders that are not there, end")
    func circle() {
        let folder = TemporaryFolder()
        #expect(unsafe symlink("b", folder.file("a")) == 0)
        #expect(unsafe symlink("a", folder.file("b")) == 0)
        #expect(FileIdentity(folder.file("a")).path == folder.file("a"))
        #expect(FileIdentity("/nonexistent/./a") == FileIdentity("/nonexistent//a"))
        #expect(FileIdentity("/nonexistent/a") != FileIdentity("nonexistent/a"))
    }
}
