import SimCLITestSupport
import Testing

@testable import WattlineShell

@Suite("wattline merge")
struct MergeCommandTests {
    private let folder = TemporaryFolder()
    private let sweep = "sweep --num-prompts 5 --tp 1,2 --rate 2,4,8"

    @Test("Shards joined are the bytes and the table of the whole", arguments: [2, 4, 7])
    func sameAsWhole(count: Int) {
        let whole = Invocation("\(sweep) -o \(folder.file("whole.jsonl"))")
        #expect(whole.code == 0)
        var parts: [String] = []
        for number in 1...count {
            parts.append(folder.file("part-\(number).jsonl"))
            #expect(Invocation("\(sweep) --shard \(number)/\(count) -q -o \(parts[number - 1])").code == 0)
        }
        let merged = Invocation("merge \(parts.joined(separator: " ")) -o \(folder.file("all.jsonl"))")
        #expect(merged.code == 0)
        #expect(merged.errors.isEmpty)
        #expect(merged.output == whole.output)
        #expect(folder.text(of: "all.jsonl") == folder.text(of: "whole.jsonl"))
    }

    @Test("The flags of what is shown work on files too")
    func view() {
        let path = folder.file("a.jsonl")
        #expect(Invocation("\(sweep) -q -o \(path)").code == 0)
        let flags = "--sort p99_ttft_ms:desc --top 2 --pareto energy_per_output_token_j,p99_tpot_ms --json"
        #expect(Invocation("merge \(path) \(flags)").output == Invocation("\(sweep) \(flags)").output)
        let goal = "--goal min:energy_per_output_token_j --subject-to p99_ttft_ms<=1"
        let missed = Invocation("merge \(path) \(goal)")
        #expect(missed.code == 3)
        #expect(
            missed.errors.hasPrefix(
                "wattline: error: no point meets p99_ttft_ms <= 1\n    The nearest miss: --tp "))
    }

    @Test(
        "Errors leave no file and no output",
        arguments: [
            ("merge", "merge needs files. Try: wattline merge part-*.jsonl -o all.jsonl", 2),
            ("merge /nonexistent.jsonl", "cannot read '/nonexistent.jsonl': No such file or directory", 4),
            (
                "merge a --tp 2",
                "merge has no flag '--tp', which belongs to run. 'wattline help merge' shows the flags there are",
                2
            ),
        ])
    func refused(line: String, message: String, code: Int32) {
        let invocation = Invocation(line)
        #expect(invocation.errors == "wattline: error: \(message)\n")
        #expect(invocation.code == code)
        #expect(invocation.output.isEmpty)
    }
}
