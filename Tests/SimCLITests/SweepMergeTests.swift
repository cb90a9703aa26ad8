import Testing

@testable import SimCLI

@Suite("Joining shards")
struct SweepMergeTests {
    private let folder = TemporaryFolder()

    /// A file with the rows of these points.
    private func part(
        _ name: String, _ points: [Int], shard: String? = nil, of header: SweepHeader = SweepFixture.header
    )
        throws -> String
    {
        var header = header
        header.shard = try shard.map(Shard.init)
        let rows = points.map {
            SweepFixture.layout.json(SweepFixture.row($0, ["duration": Double($0)])).compact
        }
        let lines = rows.enumerated().map { $0.offset == 0 ? header.leading($0.element) : $0.element }
        return folder.write(lines.map { $0 + "\n" }.joined(), to: name)
    }

    @Test("Joined parts are the bytes of the whole, in whatever order they are named")
    func bytes() throws {
        _ = try part("whole.jsonl", [0, 1, 2, 3])
        let first = try part("1.jsonl", [0, 3], shard: "1/3")
        let second = try part("2.jsonl", [1], shard: "2/3")
        let third = try part("3.jsonl", [2], shard: "3/3")
        for paths in [[first, second, third], [third, first, second]] {
            let merge = try SweepMerge(paths)
            #expect(merge.text == folder.text(of: "whole.jsonl"))
            #expect(merge.rows.map(\.point) == [0, 1, 2, 3])
            #expect(merge.header == SweepFixture.header)
        }
        #expect(try SweepMerge([folder.file("whole.jsonl")]).text == folder.text(of: "whole.jsonl"))
    }

    private func message(_ paths: String...) -> [String] {
        do {
            _ = try SweepMerge(paths)
            return []
        } catch {
            #expect(error.code == .usage)
            return [error.message] + error.details
        }
    }

    @Test func gaps() throws {
        let first = try part("1.jsonl", [0, 3], shard: "1/3")
        let third = try part("3.jsonl", [2], shard: "3/3")
        #expect(message(first, third) == ["1 of 4 points is in no part: 1", "They belong to shard 2/3"])
        #expect(message(first) == ["2 of 4 points are in no part: 1, 2", "They belong to shards 2/3, 3/3"])
        #expect(message(try part("w.jsonl", [0])) == ["3 of 4 points are in no part: 1, 2, 3"])
    }

    @Test func overlaps() throws {
        let first = try part("1.jsonl", [0, 2], shard: "1/2")
        let other = try part("2.jsonl", [1, 2, 3], shard: "2/2")
        #expect(message(first, other) == ["point 2 is in '\(first)' and in '\(other)'. Name each part once"])
        #expect(message(first, first) == ["point 0 is in '\(first)' and in '\(first)'. Name each part once"])
        let twice = try part("3.jsonl", [1, 1])
        #expect(message(twice) == ["'\(twice)' has point 1 twice"])
    }

    @Test func anotherSweep() throws {
        let first = try part("1.jsonl", [0, 2], shard: "1/2")
        let header = SweepFixture.header
        let other = try part(
            "2.jsonl", [1, 3], shard: "2/2",
            of: SweepHeader(
                version: "2", points: 4, shard: nil, axes: header.axes, isZipped: false, search: .null,
                replications: 1, seed: 7, percentiles: [50, 99], configuration: header.configuration))
        #expect(
            message(first, other) == [
                "'\(other)' belongs to another sweep than '\(first)': they differ in shard, the version of wattline, seed"
            ])
    }

    @Test func torn() throws {
        let path = try part("1.jsonl", [0])
        _ = folder.write(folder.text(of: "1.jsonl") + "{\"point\":1", to: "1.jsonl")
        #expect(
            message(path) == [
                "'\(path)' ends in a torn line: its sweep was interrupted. Run that again, and it goes on from there"
            ])
    }

    @Test func noFiles() {
        #expect(message() == ["merge needs files. Try: wattline merge part-*.jsonl -o all.jsonl"])
    }
}
