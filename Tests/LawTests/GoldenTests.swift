import Foundation
import Testing

/// The same bits in every build: `.ci/run` repeats these tests in release and without AVX2 and FMA, and compares the
/// WebAssembly build with the same runs.
///
/// After a change that is meant to change results: `WATTLINE_UPDATE_GOLDENS=1 swift test --filter GoldenTests`, and say
/// in the commit why they changed.
@Suite struct GoldenTests {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Goldens")
    static let isUpdating = ProcessInfo.processInfo.environment["WATTLINE_UPDATE_GOLDENS"] != nil

    @Test(arguments: GoldenRun.all.map(\.name)) func runIsTheKeptOne(name: String) throws {
        let run = try #require(GoldenRun.all.first { $0.name == name })
        let actual = try run.text()
        let file = Self.folder.appendingPathComponent("\(name).txt")
        if Self.isUpdating {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            try Data(actual.utf8).write(to: file)
        }
        let kept = try String(decoding: Data(contentsOf: file), as: UTF8.self)
        #expect(actual == kept, "\(Self.difference(kept, actual))")
    }

    @Test(.disabled(if: isUpdating, "the files are being written")) func everyGoldenHasItsRun() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".txt") }.sorted()
        #expect(files == GoldenRun.all.map { "\($0.name).txt" }.sorted())
    }

    @Test func aDifferenceNamesWhatChanged() {
        let difference = Self.difference("steps 5\ncompleted 2\n", "steps 6\ncompleted 2\nfailed 0\n")
        #expect(
            difference
                == "golden differs; if that is meant, WATTLINE_UPDATE_GOLDENS=1 swift test --filter GoldenTests"
                + "\n  steps: kept 5, now 6\n  failed: kept nothing, now 0")
    }

    /// A line for every figure that is not the kept one.
    static func difference(_ kept: String, _ actual: String) -> String {
        let (before, after) = (figures(kept), figures(actual))
        var names = before.map(\.name)
        names += after.map(\.name).filter { !names.contains($0) }
        var text =
            "golden differs; if that is meant, WATTLINE_UPDATE_GOLDENS=1 swift test --filter GoldenTests"
        for name in names {
            let old = before.first { $0.name == name }?.value ?? "nothing"
            let new = after.first { $0.name == name }?.value ?? "nothing"
            if old != new { text += "\n  \(name): kept \(old), now \(new)" }
        }
        return text
    }

    private static func figures(_ text: String) -> [(name: String, value: String)] {
        text.split(separator: "\n").map { line in
            let parts = line.split(separator: " ", maxSplits: 1)
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        }
    }
}
