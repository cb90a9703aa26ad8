import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("Plans of sweeps")
struct SweepPlanTests {
    @Test("Points of shards are those of the whole, and of the same sweep")
    func shards() throws {
        let whole = try plan("--tp 1,2 --seed 0:4:1")
        let parts = try (1...3).map { try plan("--tp 1,2 --seed 0:4:1 --shard \($0)/3") }
        #expect(parts.flatMap(\.points).sorted() == whole.points)
        for part in parts { #expect(part.header.identity == whole.header.identity) }
    }

    private func plan(_ line: String) throws -> SweepPlan {
        let words = line.split(separator: " ").map(String.init)
        let given = try ArgumentParser(flags: SweepFlags.ofSweep, verb: "sweep").parse(words).given
        let own = SweepFlags.groups.flatMap { $0.flags.map(\.key) }
        return try SweepPlan(
            given.filter { !own.contains($0.flag.key) },
            SweepRequest(given.filter { own.contains($0.flag.key) }))
    }

    @Test("The later of two flags wins, a list over one value and the other way round")
    func later() throws {
        #expect(try plan("--tp 1,2 --tp 4 --seed 0,1").grid.axes.map(\.flag.name) == ["seed"])
        #expect(try plan("--tp 4 --tp 1,2").header.configuration == .object([]))
        #expect(try plan("--tp 1,2 --tp 2,4,8").points.count == 3)
    }

    @Test("The header says what was set beside the axes, and names no place on a machine")
    func configuration() throws {
        let folder = TemporaryFolder()
        let path = folder.write("arrival_s,prompt_tokens,output_tokens\n0,1,1\n", to: "a.csv")
        let header = try plan("--trace \(path) --num-prompts 5 --tp 1,2").header
        #expect(!header.json.compact.contains(folder.path))
        #expect(header.configuration.compact == "{\"num-prompts\":5,\"trace\":\"a.csv\"}")
        #expect(header.axes == [SweepHeader.Axis(name: "tp", values: [.whole(1), .whole(2)])])
    }

    @Test(
        "What cannot be swept",
        arguments: [
            (
                "",
                "there is nothing to sweep: no flag has a list or a range. Try: wattline sweep --request-rate 1:16:x2"
            ),
            (
                "--trace - --tp 1,2",
                "--trace - cannot be swept: standard input is read once. Write it to a file"
            ),
            ("--trace=-,a.csv", "--trace - cannot be swept: standard input is read once. Write it to a file"),
            (
                "--rate 1..4",
                "--rate 1..4 is a range to search and needs a goal. Try: --goal max:request-rate --subject-to 'p99_ttft_ms<=500'"
            ),
            (
                "--rate 1..4 --goal max:rate",
                "a search needs a condition that ends it. Try: --goal max:request-rate --subject-to 'p99_ttft_ms<=500'"
            ),
            (
                "--rate 1..4 --goal min:duration --subject-to p99_ttft_ms<=5",
                "--rate 1..4 is searched for its own highest or lowest value, got --goal min:duration. Write --goal "
                    + "max:request-rate, or give --rate a list"
            ),
            (
                "--rate 1..4 --seed 1..4 --goal max:rate",
                "only one flag can be searched, got the ranges --rate 1..4 and --seed 1..4. Make one a list"
            ),
            ("--tp 1..8 --goal max:tp", "--tp has too few values to search. Write a list such as 1,2,4"),
            ("--tp 1,2 --shard 3", "--shard must be K/N such as 3/16, got '3'"),
            ("--tp 1,2 --jobs 0", "--jobs must be a whole number >= 1, got 0"),
            ("--tp 1,2 --replications 0", "--replications must be a whole number >= 1, got 0"),
            (
                "--seed 0:99:1 --max-points 50",
                "this sweep has 100 points (--seed 100), more than 50. Narrow it, or raise --max-points"
            ),
            ("--tp 1,3", "--tp must be one of 1, 2, 4, 8, got 3"),
            (
                "--zip --tp 1,2 --seed 1,2,3",
                "--zip needs lists of one length: --tp has 2 values, --seed has 3"
            ),
        ])
    func refused(line: String, message: String) {
        #expect(throws: CLIError.usage(message)) { try plan(line) }
    }
}
