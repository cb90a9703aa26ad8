import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineShell

@Suite("Streams")
struct TextStreamTests {
    @Test("A full disk is an error with exit code 4", .enabled(if: InputFile.exists("/dev/full")))
    func full() {
        let descriptor = unsafe open("/dev/full", O_WRONLY)
        defer { close(descriptor) }
        var terminal = Terminal()
        terminal.output = TextStream(descriptor: descriptor)
        #expect(CommandLineTool.run(["version"], &terminal) == .inputOutput)
        #expect(
            terminal.errors.text.hasPrefix("wattline: error: cannot write the result to standard output: "))
    }

    @Test("What is written reaches the descriptor, across the buffer's size")
    func large() {
        let folder = TemporaryFolder()
        let descriptor = unsafe open(folder.file("x"), O_WRONLY | O_CREAT, 0o644)
        var stream = TextStream(descriptor: descriptor)
        let line = String(repeating: "abc", count: 1000)
        for _ in 0..<100 { stream.write(line) }
        #expect(throws: Never.self) { try stream.flush() }
        close(descriptor)
        #expect(folder.text(of: "x") == String(repeating: line, count: 100))
    }
}
