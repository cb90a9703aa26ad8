import SimCore
import Testing

@testable import SimCLI

@Suite("wattline sweep")
struct SweepCommandTests {
    private let folder = TemporaryFolder()

    @Test("A sweep is the same bytes whatever the number of jobs")
    func jobs() {
        let line = "sweep --num-prompts 20 --tp 1,2 --rate 2,4,8 --policy chunked,static --json"
        let one = Invocation("\(line) --jobs 1")
        #expect(one.code == 0)
        for jobs in [2, 3, 8] { #expect(Invocation("\(line) --jobs \(jobs)").output == one.output) }
    }

    @Test("A point is the run of its flags")
    func sameAsRun() {
        let sweep = Invocation("sweep --num-prompts 20 --tp 1,2 --rate 2,4 --metrics duration")
        let run = Invocation("run --num-prompts 20 --tp 2 --rate 4 --json").output
        #expect(sweep.output.contains("\n2              4     "))
        let fingerprint = run.split(separator: "\n").first { $0.contains("\"fingerprint\"") }
        #expect(
            fingerprint.map {
                Invocation("sweep --num-prompts 20 --tp 1,2 --rate 2,4 --json").output.contains($0)
            } == true)
    }

    @Test("Zipped lists go together")
    func zip() {
        let output = Invocation("sweep --num-prompts 5 --zip --tp 1,2 --rate 2,4 --metrics steps").output
        #expect(output.hasPrefix("Sweep of tp with request-rate: 2 points\n"))
    }

    @Test("Where nothing fits the table says why, and the exit code too")
    func infeasible() {
        let invocation = Invocation("sweep -m llama-3.1-70b --seed 0,1")
        #expect(invocation.code == 3)
        #expect(
            invocation.errors.hasPrefix(
                "wattline: error: none of the 2 points can run. With --seed 0: Llama-3.1-70B bf16 does not fit on 1 x "
            ))
        // The table went to the stream before the error did.
        #expect(invocation.output.contains("2 points cannot run"))
    }

    @Test("Dry runs print which points there are")
    func dryRun() {
        let output = Invocation("sweep --tp 1,2 --rate 1:4:x2 --dry-run").output
        #expect(output.contains("\"points\": 6,"))
        #expect(output.contains("\"request-rate\": [1, 2, 4]"))
    }

    @Test("Settings of a file hold at every point; lists win over them")
    func configurationFile() {
        let path = folder.write("{\"num-prompts\": 7, \"tp\": 4}", to: "base.json")
        let output = Invocation("sweep -c \(path) --tp 1,2 --metrics completed").output
        #expect(output.contains("With num-prompts 7; else as"))
        #expect(output.contains("\n1           7\n2           7\n"))
    }

    @Test("A finished file is not run again, and gives the same table")
    func finished() {
        let line = "sweep --num-prompts 5 --tp 1,2 --rate 2,4 -o \(folder.file("a.jsonl"))"
        let first = Invocation(line)
        let text = folder.text(of: "a.jsonl")
        #expect(Invocation(line).output == first.output)
        #expect(folder.text(of: "a.jsonl") == text)
        let other = Invocation("sweep --num-prompts 6 --tp 1,2 --rate 2,4 -o \(folder.file("a.jsonl"))")
        #expect(other.code == 2)
        #expect(other.output.isEmpty)
        #expect(other.errors.hasSuffix("again with --resume=false\n    It differs in: configuration\n"))
    }

    @Test("Errors leave no file")
    func errors() {
        for line in ["--tp 1,2 --trace /nonexistent", "--tp 1,3", "--tp 1,2 --sort x_y_z"] {
            let invocation = Invocation(
                "sweep \(line) -o \(folder.file("a.jsonl")) -o \(folder.file("a.csv"))")
            #expect(invocation.code == (line.contains("trace") ? 4 : 2))
            #expect(invocation.output.isEmpty)
            #expect(folder.names.isEmpty)
        }
    }

    /// Lines of flags with hostile values: each gives a table, or one error and nothing else.
    @Test("No line traps or hangs")
    func fuzz() {
        let values = [
            "1,2", "1:4:x2", "0:1:0.1", "1..4", "1..1e300", "-1..1", "1:2", ":::", "..", ",", "1,", "x",
            "é,é", "inf,1",
            "1:inf:x2", "uniform:1,5,7", "lognormal:9,0.1", "static,chunked", "0:1e18:1", "1:9:x1.0000001",
            "1e-300..1",
            "9223372036854775807,1", "1ms,2ms", "1W,600W", "spacing:1ms,window:1s", "1/2", "2/1", "tp:desc",
            "max:request_rate", "min:tp", "tp<=2", "duration>0", "tp,duration", "p99_ttft_ms", "a\u{1b}b", "",
        ]
        let flags = SweepFlags.ofSweep.filter {
            ![.output, .config, .trace, .numPrompts, .jobs, .constants, .maxPoints, .replications].contains(
                $0.key)
        }
        var generator = RandomStream(seed: 7, purpose: "sweep.fuzz")
        var codes: [Int32: Int] = [:]
        for _ in 0..<400 {
            var arguments = ["sweep", "--num-prompts", "2", "--max-points", "12", "--jobs", "1"]
            for _ in 0...generator.below(3) {
                let flag = flags[generator.below(flags.count)]
                arguments.append("--\(flag.name)=\(values[generator.below(values.count)])")
            }
            let invocation = Invocation(arguments)
            codes[invocation.code, default: 0] += 1
            #expect([0, 2, 3].contains(invocation.code), "\(arguments) \(invocation.errors)")
            if invocation.code != 0 {
                #expect(invocation.errors.hasPrefix("wattline: error: "), "\(arguments)")
            }
        }
        #expect((codes[2] ?? 0) > 100)
    }

    @Test(
        "Where the flags of no point go together nothing is shown and nothing is written",
        arguments: [
            "--rate 1,2 --time-scale 2", "--power-cap 100,150", "--arrival poisson,constant --burstiness 2",
            "--seed 1,2 --power-cap 100 --replications 2",
            "--rate 1..4 --power-cap 100 --goal max:rate --subject-to duration<9",
        ])
    func mistakes(flags: String) {
        var line = "sweep \(flags) --num-prompts 5"
        for name in ["a.jsonl", "a.csv", "a.md", "a.json", "a.svg", "a.html"] {
            line += " -o \(folder.file(name))"
        }
        let invocation = Invocation(line)
        #expect(invocation.code == 2)
        #expect(
            invocation.errors.contains(" can run. With ") || invocation.errors.contains(" cannot run. With "))
        #expect(invocation.output.isEmpty)
        #expect(folder.names.isEmpty, "\(folder.names)")
    }

    @Test("So where a trace shows only at its end that it is wrong; a mistake of some points is a row")
    func lateMistakes() {
        let rows = (0..<50).map { "\($0),100,10\n" }.joined()
        let head = "arrival_s,prompt_tokens,output_tokens\n"
        let good = folder.write(head + rows, to: "good.csv")
        let bad = folder.write(head + rows + "60,x,10\n", to: "bad.csv")
        let alone = Invocation("sweep --trace \(bad) --tp 1,2 -o \(folder.file("a.jsonl"))")
        #expect(alone.code == 2 && alone.output.isEmpty)
        #expect(folder.names == ["bad.csv", "good.csv"])
        let line = "sweep --trace \(bad),\(good) -q --jobs 1 -o \(folder.file("a.jsonl"))"
        #expect(Invocation(line).code == 0)
        let text = folder.text(of: "a.jsonl")
        #expect(text.split(separator: "\n").count == 2)
        #expect(text.contains("\"status\":\"invalid\"") && text.contains("\"status\":\"ok\""))
        #expect(Invocation(line).code == 0)
        #expect(folder.text(of: "a.jsonl") == text)
    }

    @Test("A label is a label, and a list of limits is told how limits are written")
    func labels() {
        let line = "sweep --seed 1,2 --num-prompts 2"
        #expect(Invocation("\(line) --metadata url=team/a/b").output.contains("metadata url:team/a/b"))
        #expect(
            Invocation("\(line) --goodput ttft:500,ttft:100").errors
                == "wattline: error: --goodput takes limits with blanks between, such as ttft:500 tpot:50 (ms), each once, got "
                + "'ttft:500,ttft:100'\n")
    }

    @Test(
        "A sweep that is killed ten times ends with the same bytes",
        .enabled(if: BuiltProgram.path != nil, "the program is not built beside the tests"))
    func killed() throws {
        let line = "sweep --num-prompts 100 --tp 1,2 --rate 1:20:1 -q --jobs 2"
        #expect(Invocation("\(line) -o \(folder.file("whole.jsonl"))").code == 0)
        let whole = folder.text(of: "whole.jsonl")
        let arguments = "\(line) -o \(folder.file("a.jsonl"))".split(separator: " ").map(String.init)
        var stream = RandomStream(seed: 3, purpose: "sweep.kill")
        var kills = 0
        var lengths: Set<Int> = []
        for _ in 0..<10 {
            let process = try #require(BuiltProgram.start(arguments))
            usleep(UInt32(5_000 + stream.below(120_000)))
            kill(process, SIGKILL)
            if BuiltProgram.wait(process) & 0x7f == SIGKILL { kills += 1 }
            lengths.insert(folder.text(of: "a.jsonl").utf8.count)
            #expect(whole.hasPrefix(folder.text(of: "a.jsonl")))
        }
        #expect(kills > 0)
        let process = try #require(BuiltProgram.start(arguments))
        #expect(BuiltProgram.wait(process) == 0)
        #expect(folder.text(of: "a.jsonl") == whole)
    }
}
