import Foundation
import Testing

@testable import WattlineText

@Suite("Words for a shell")
struct ShellTextTests {
    @Test("Plain words stay, others are quoted")
    func quoting() {
        #expect(ShellText.quoted("lognormal:512,0.5") == "lognormal:512,0.5")
        #expect(ShellText.quoted("") == "''")
        #expect(ShellText.quoted("a b") == "'a b'")
        #expect(ShellText.quoted("it's") == "'it'\\''s'")
    }

    @Test(
        "A shell hands every word on as it was",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/sh")))
    func shell() throws {
        for word in ["$HOME `id` \\ \" ! * ?", "'", "a\nb", "~", "#x", "<script>", "ü € 😀", "-x;y|z&"] {
            let process = Process()
            let pipe = Pipe()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", "printf %s \(ShellText.quoted(word))"]
            process.standardOutput = pipe
            try process.run()
            let data = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            #expect(String(decoding: data, as: UTF8.self) == word)
        }
    }
}
