import Testing

@testable import SimCLI

@Suite("The journal of a sweep")
struct SweepJournalTests {
    private let header = SweepFixture.header
    private let lines = (0..<4).map { point in
        SweepFixture.layout.json(SweepFixture.row(point, ["duration": Double(point)])).compact
    }

    private func complete(_ path: String) throws -> Int {
        let journal = try SweepJournal(path: path, header: header, points: Array(0..<4), resumes: true)
        for line in lines.dropFirst(journal.finished.count) { try journal.append(line) }
        try journal.finish()
        return journal.finished.count
    }

    /// A process that is killed leaves a prefix of what it would have written. Tried are those around every line break
    /// and some in between.
    @Test("Whatever a kill leaves is completed to the same bytes")
    func everyPrefix() throws {
        let folder = TemporaryFolder()
        let path = folder.file("a.jsonl")
        _ = try complete(path)
        let whole = folder.text(of: "a.jsonl")
        #expect(whole == ([header.leading(lines[0])] + lines.dropFirst()).joined(separator: "\n") + "\n")
        let bytes = Array(whole.utf8)
        let breaks = bytes.indices.filter { bytes[$0] == 0x0a }
        for end in 0...bytes.count where end % 251 == 0 || breaks.contains(where: { abs($0 - end) < 3 }) {
            _ = folder.write(String(decoding: bytes[..<end], as: UTF8.self), to: "a.jsonl")
            let finished = try complete(path)
            #expect(finished == bytes[..<end].filter { $0 == 0x0a }.count)
            #expect(folder.text(of: "a.jsonl") == whole, "cut at \(end)")
        }
        #expect(folder.names == ["a.jsonl"])
    }

    @Test("A new file appears with its first row")
    func lazily() throws {
        let folder = TemporaryFolder()
        let journal = try SweepJournal(
            path: folder.file("a.jsonl"), header: header, points: [0, 1, 2, 3], resumes: true)
        #expect(folder.names.isEmpty)
        try journal.append(lines[0])
        #expect(folder.text(of: "a.jsonl") == header.leading(lines[0]) + "\n")
    }

    @Test("Another sweep's file is left alone")
    func another() throws {
        let folder = TemporaryFolder()
        var other = header
        other.shard = try Shard(parsing: "1/2")
        for text in [other.leading(lines[0]) + "\n", "my notes\n", "{}", "\0", header.json.compact + "\n"] {
            let path = folder.write(text, to: "a.jsonl")
            do {
                _ = try SweepJournal(path: path, header: header, points: [0, 1, 2, 3], resumes: true)
                Issue.record("\(text) was taken")
            } catch {
                #expect(error.code == .usage)
                #expect(
                    error.message
                        == "'\(path)' is there and holds something else than this sweep. Name another file, or start it "
                        + "again with --resume=false")
                #expect(error.details == (text.hasPrefix("{\"point") ? ["It differs in: shard"] : []))
            }
            #expect(folder.text(of: "a.jsonl") == text)
        }
    }

    @Test("Without resuming, what was there goes with the first row")
    func again() throws {
        let folder = TemporaryFolder()
        let path = folder.write("my notes\n", to: "a.jsonl")
        let journal = try SweepJournal(path: path, header: header, points: [0], resumes: false)
        try journal.append(lines[0])
        try journal.finish()
        #expect(folder.text(of: "a.jsonl") == header.leading(lines[0]) + "\n")
    }

    @Test("Rows out of order and too many rows are refused")
    func disorder() throws {
        let folder = TemporaryFolder()
        let path = folder.write(header.leading(lines[1]) + "\n", to: "a.jsonl")
        #expect(throws: CLIError.usage("'\(path)' has point 1 where point 0 should be. Remove it")) {
            try SweepJournal(path: path, header: header, points: [0, 1, 2, 3], resumes: true)
        }
        #expect(throws: CLIError.usage("'\(path)' has more rows than the sweep has points. Remove it")) {
            try SweepJournal(path: path, header: header, points: [], resumes: true)
        }
    }

    @Test("A shard without points leaves an empty file, and its sweep can be run again")
    func nothing() throws {
        let folder = TemporaryFolder()
        for _ in 0..<2 {
            let journal = try SweepJournal(
                path: folder.file("a.jsonl"), header: header, points: [], resumes: true)
            try journal.finish()
            #expect(folder.names == ["a.jsonl"] && folder.text(of: "a.jsonl").isEmpty)
        }
    }

    @Test("Two sweeps cannot write one file")
    func locked() throws {
        let folder = TemporaryFolder()
        let path = folder.file("a.jsonl")
        let first = try SweepJournal(path: path, header: header, points: [0, 1], resumes: true)
        try first.append(lines[0])
        #expect(throws: CLIError.inputOutput("cannot write '\(path)': another sweep is writing it")) {
            try SweepJournal(path: path, header: header, points: [0, 1], resumes: true)
        }
        try first.finish()
    }

    @Test("Places that cannot be written", arguments: ["/", "/dev/null", "/nonexistent/a.jsonl"])
    func unwritable(path: String) {
        do {
            _ = try SweepJournal(path: path, header: header, points: [0], resumes: true)
            Issue.record("\(path) was taken")
        } catch {
            #expect(error.code == .inputOutput)
        }
    }
}
