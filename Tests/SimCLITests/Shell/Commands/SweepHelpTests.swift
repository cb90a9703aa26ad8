import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab
@testable import WattlineShell

@Suite("Pages of sweep and merge")
struct SweepHelpTests {
    @Test("The pages name every flag of theirs")
    func flags() {
        let page = Invocation("help sweep").output
        for flag in SweepFlags.groups.flatMap(\.flags) {
            #expect(page.contains("--\(flag.name)"), "\(flag.name)")
        }
        let other = Invocation("help merge").output
        for flag in SweepFlags.ofMerge { #expect(other.contains("--\(flag.name)"), "\(flag.name)") }
    }

    /// The commands in the blocks of shell in docs/sweeps.md, continued lines joined.
    private static let documented: [String] = {
        guard let bytes = try? InputFile.read(PackageFolder.file("docs/sweeps.md")) else { return [] }
        var commands: [String] = []
        var open: String?
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            var line = String(line)
            if let start = open {
                line = start + line
            } else if line.hasPrefix("srun wattline sweep") {
                line.removeFirst("srun ".count)
            } else if !line.hasPrefix("wattline sweep") {
                continue
            }
            open = line.hasSuffix("\\") ? String(line.dropLast()) : nil
            if open == nil { commands.append(line) }
        }
        return commands
    }()

    @Test("Every sweep of the documentation is one", arguments: documented)
    func documentation(command: String) {
        let values = [
            "\"$SLURM_CPUS_PER_TASK\"": "8", "\"$SLURM_ARRAY_TASK_ID/16\"": "3/16",
            "\"$part\"": "part-03.jsonl",
        ]
        let words = command.split(separator: " ").dropFirst().map { word in
            values[String(word)] ?? word.filter { $0 != "'" }
        }
        let invocation = Invocation(words + ["--dry-run"])
        #expect(invocation.code == 0, "\(command): \(invocation.errors)")
    }

    @Test func thereAreSome() { #expect(Self.documented.count >= 8) }
}
