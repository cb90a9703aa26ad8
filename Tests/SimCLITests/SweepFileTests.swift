import Testing

@testable import SimCLI

@Suite("Files of sweeps")
struct SweepFileTests {
    private let header = SweepFixture.header

    private func line(_ point: Int) -> String {
        SweepFixture.layout.json(SweepFixture.row(point, ["duration": Double(point)])).compact
    }

    @Test func whole() throws {
        let text = header.leading(line(0)) + "\n" + line(1) + "\n"
        let file = try #require(try SweepFile(bytes: Array(text.utf8), path: "a"))
        #expect(file.header == SweepFixture.header)
        #expect(file.rows.map(\.point) == [0, 1])
        #expect(file.lines == [line(0), line(1)])
        #expect(file.wholeBytes == text.utf8.count)
        #expect(!file.isTorn)
    }

    @Test("Every cut of a file reads as the whole lines before it")
    func torn() throws {
        let bytes = Array((header.leading(line(0)) + "\n" + line(1) + "\n").utf8)
        for end in (header.leading(line(0)).utf8.count + 1)..<bytes.count {
            let file = try #require(try SweepFile(bytes: Array(bytes[..<end]), path: "a"))
            let breaks = bytes[..<end].filter { $0 == 0x0a }.count
            #expect(file.rows.count == breaks)
            #expect(file.isTorn == (bytes[end - 1] != 0x0a))
            #expect(file.wholeBytes <= end)
        }
    }

    @Test("A line that is no row is named")
    func badRow() {
        let text = header.leading(line(0)) + "\n{}\n"
        #expect(
            throws: CLIError.usage("a.jsonl:2: is no row of this sweep. Remove the line and all after it")
        ) { try SweepFile(bytes: Array(text.utf8), path: "a.jsonl") }
        let beyond = header.leading(line(9)) + "\n"
        #expect(throws: CLIError.self) { try SweepFile(bytes: Array(beyond.utf8), path: "a") }
    }

    @Test(
        "Anything else is no file of a sweep",
        arguments: ["\n", "x\n", "{}\n", "{\"schema\":\"wattline.run\"}\n", "\0\0\n"])
    func otherFile(text: String) throws {
        let folder = TemporaryFolder()
        let path = folder.write(text, to: "a.jsonl")
        #expect(
            throws: CLIError.usage(
                "'\(path)' is no file of a sweep: its first line should be a point with its \"header\""
            )
        ) { try SweepFile.read(path) }
    }

    @Test func absent() {
        #expect(throws: CLIError.inputOutput("cannot read '/nonexistent': No such file or directory")) {
            try SweepFile.read("/nonexistent")
        }
    }
}
