import Testing

@testable import SimCLI

@Suite("Traces on the command line")
struct LoadSourceTests {
    private static let trace = """
        arrival_s,prompt_tokens,output_tokens
        0,100,10
        1.5,200,20
        3,300,30

        """

    private func run(_ text: String, _ flags: String = "") -> Invocation {
        let folder = TemporaryFolder()
        let path = folder.write(text, to: "trace.csv")
        return Invocation(["run", "--trace", path] + flags.split(separator: " ").map(String.init))
    }

    @Test("Every request of the file is served")
    func all() {
        let invocation = run(LoadSourceTests.trace, "--json")
        #expect(invocation.code == 0)
        #expect(invocation.errors.isEmpty)
        #expect(invocation.output.contains("\"completed\": 3,"))
        #expect(invocation.output.contains("\"total_input_tokens\": 600,"))
        #expect(invocation.output.contains("\"total_output_tokens\": 60,"))
    }

    @Test("The result names the file and not its folder")
    func name() {
        let invocation = run(LoadSourceTests.trace, "--json")
        #expect(invocation.output.contains("\"trace\": \"trace.csv\""))
        #expect(!invocation.output.contains("/tmp"))
        #expect(run(LoadSourceTests.trace).output.contains("trace trace.csv, seed 0"))
    }

    @Test("A name with control characters does not reach the terminal")
    func hostileName() {
        let folder = TemporaryFolder()
        let path = folder.write(LoadSourceTests.trace, to: "t\u{1b}[31m.csv")
        for words in [
            ["run", "--trace", path], ["trace", "info", path],
            ["trace", "convert", path, "-o", folder.file("o\u{1b}.csv")],
            ["trace", "--trace", path, "-o", folder.file("o\u{1b}.trace.json")],
        ] {
            let invocation = Invocation(words)
            #expect(invocation.code == 0)
            #expect(
                !invocation.output.contains("\u{1b}") && !invocation.errors.contains("\u{1b}"), "\(words)")
        }
    }

    @Test("A trace that starts late says that the wait before it counts")
    func lateStart() {
        let late = run("arrival_s,prompt_tokens,output_tokens\n1000,100,10\n1009,100,10\n")
        #expect(late.code == 0)
        #expect(
            late.errors
                == "wattline: warning: the trace's first request arrives at 1000 s, and the GPUs idle until then, for "
                + "99.10 % of the run: rates, mean power and energy count that time. --rebase leaves it out\n"
        )
        #expect(run("arrival_s,prompt_tokens,output_tokens\n1,100,10\n100,100,10\n").errors.isEmpty)
    }

    @Test("--rebase counts from the first request, whatever its time is")
    func rebase() {
        func rows(_ start: Int) -> String {
            "arrival_s,prompt_tokens,output_tokens\n\(start),100,10\n\(start + 9),100,10\n"
        }
        func fingerprint(_ invocation: Invocation) -> Substring? {
            invocation.output.split(separator: "\n").first { $0.contains("\"fingerprint\"") }
        }
        let plain = fingerprint(run(rows(0), "--json"))
        #expect(plain != nil)
        for start in [1, 1000, 8_000_000, 50_000_000, 1_753_780_607] {
            let late = run(rows(start), "--json --rebase")
            #expect(late.errors.isEmpty)
            #expect(fingerprint(late) == plain, "\(start)")
        }
        // A Unix time needs no word; what lies past any run needs one, and is told so.
        #expect(fingerprint(run(rows(1_753_780_607), "--json")) == plain)
        #expect(
            run(rows(50_000_000)).errors.contains("trace.csv:2:1: arrival_s is more than 104 days after 0"))
        #expect(run(rows(50_000_000)).errors.contains("--rebase counts from the first request"))
    }

    @Test("A unit that the columns do not name and the rows contradict is asked for before the run")
    func unit() {
        var text = ""
        for index in 0..<20 {
            text += "{\"timestamp\": 0.\(10 + index), \"input_length\": 50, \"output_length\": 5}\n"
        }
        let asked = run(text)
        #expect(asked.code == 2)
        #expect(asked.output.isEmpty)
        #expect(
            asked.errors.hasSuffix(
                "the unit of timestamp is unclear: 20 rows in 0.0001900 s, if it counts milliseconds as in traces of "
                    + "Mooncake JSONL: more than a thousand a second. Say what timestamp counts: --trace-time-unit "
                    + "s|ms|us|ns\n"))
        #expect(run(text, "--trace-time-unit s").code == 0)
        #expect(run(text, "--trace-time-unit ms").code == 0)
        let dates = "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-01-01 00:00:00,1,1\n"
        #expect(
            run(dates, "--trace-time-unit s").errors.contains(
                "--trace-time-unit has no effect here: the TIMESTAMP of"))
    }

    @Test("The configuration's hash tells traces of one name apart, and not a copy from its original")
    func hash() {
        func hash(_ invocation: Invocation) -> Substring? {
            invocation.output.split(separator: "\n").first { $0.contains("\"configuration_hash\"") }
        }
        let first = hash(run(LoadSourceTests.trace, "--json"))
        #expect(first != nil)
        #expect(hash(run("# a comment\n" + LoadSourceTests.trace, "--json")) == first)
        for (old, new) in [("100,10", "101,10"), ("100,10", "100,11"), ("1.5", "1.6"), ("3,300,30\n", "")] {
            #expect(hash(run(LoadSourceTests.trace.replacing(old, with: new), "--json")) != first, "\(new)")
        }
    }

    @Test("--num-prompts takes the first so many")
    func prefix() {
        #expect(run(LoadSourceTests.trace, "--json --num-prompts 2").output.contains("\"completed\": 2,"))
        #expect(run(LoadSourceTests.trace, "--json --num-prompts 9").output.contains("\"completed\": 3,"))
    }

    @Test("--time-scale stretches the gaps")
    func timeScale() throws {
        func duration(_ invocation: Invocation) -> Double {
            let line = invocation.output.split(separator: "\n").first { $0.contains("\"duration\"") } ?? ""
            return Double(line.dropFirst("  \"duration\": ".count).dropLast()) ?? 0
        }
        let plain = duration(run(LoadSourceTests.trace, "--json"))
        let slow = duration(run(LoadSourceTests.trace, "--json --time-scale 10"))
        #expect(plain > 3)
        // The last request arrives 27 s later and takes as long.
        #expect(abs(slow - plain - 27) < 1e-6)
    }

    @Test("A bad cell ends the run with its place, or is left out and counted")
    func badRow() {
        let text = LoadSourceTests.trace + "4,many,5\n5,100,10\n"
        let strict = run(text)
        #expect(strict.code == 2)
        #expect(strict.output.isEmpty)
        #expect(
            strict.errors.hasSuffix(
                "trace.csv:5:2: prompt_tokens is 'many', expected a whole number >= 0 (--skip-bad-rows)\n"))
        let lenient = run(text, "--skip-bad-rows --json")
        #expect(lenient.code == 0)
        #expect(lenient.output.contains("\"completed\": 4,"))
        #expect(lenient.errors.contains("1 bad row of the trace left out. The first: "))
    }

    @Test("A request that can never fit counts as failed, with a warning")
    func tooLong() {
        let invocation = run(LoadSourceTests.trace + "4,500,10\n", "--max-model-len 350 --json")
        #expect(invocation.code == 0)
        #expect(invocation.output.contains("\"completed\": 3,\n  \"failed\": 1,"))
        #expect(
            invocation.errors.hasPrefix(
                "wattline: warning: 1 request could never fit and failed: longer than 350 tokens, the --max-model-len. Raise it"
            ))
    }

    @Test(
        "Files that are no trace",
        arguments: [
            ("", 2), ("arrival_s,prompt_tokens,output_tokens\n", 2), ("a,b,c\n1,2,3\n", 2),
            ("arrival_s,prompt_tokens,output_tokens\n5,1,1\n4,1,1\n", 2),
        ] as [(String, Int32)])
    func refused(text: String, code: Int32) {
        let invocation = run(text)
        #expect(invocation.code == code)
        #expect(invocation.output.isEmpty)
        #expect(invocation.errors.hasPrefix("wattline: error: "))
    }
}
