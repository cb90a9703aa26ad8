import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineShell

@Suite("wattline trace")
struct TraceCommandTests {
    @Test("The file that run writes is the one that trace writes, on a stream too")
    func sameBytes() {
        let folder = TemporaryFolder()
        let flags = ["--num-prompts", "20", "--dp", "2"]
        #expect(Invocation(["run", "-q", "-o", folder.file("a.trace.json")] + flags).code == 0)
        let trace = Invocation(["trace", "-o", folder.file("b.trace.json")] + flags)
        #expect(trace.code == 0)
        #expect(folder.text(of: "a.trace.json") == folder.text(of: "b.trace.json"))
        #expect(Invocation(["trace", "-o", "-"] + flags).output == folder.text(of: "a.trace.json"))
        #expect(folder.names == ["a.trace.json", "b.trace.json"])
    }

    @Test("It says what it wrote, in a sentence or as JSON")
    func summary() throws {
        let folder = TemporaryFolder()
        let files = ["-o", folder.file("a.trace.json"), "-o", folder.file("a.gantt.svg")]
        let text = Invocation(["trace", "--num-prompts", "5"] + files).output
        #expect(text.contains("a.trace.json: "))
        #expect(text.contains(" kB, "))
        #expect(text.contains(", 5 requests, "))
        #expect(text.contains("a.gantt.svg: 5 requests\n"))
        #expect(Invocation(["trace", "-q", "--num-prompts", "5"] + files).output.isEmpty)
        let json = Invocation(["trace", "--json", "--num-prompts", "5"] + files).output
        guard case .object(let members) = try JSONReader.read(Array(json.utf8)).value else { return }
        let result = Invocation("run --json --num-prompts 5").output
        for key in ["configuration_hash", "fingerprint"] {
            guard case .string(let text)? = members.first(where: { $0.key == key })?.node.value else {
                Issue.record("no \(key)")
                return
            }
            #expect(result.contains("\"\(key)\": \"\(text)\""))
        }
        #expect(json.contains("\"bytes\": \(folder.text(of: "a.trace.json").utf8.count),"))
        #expect(json.contains("\"rows\": 5"))
    }

    @Test("Writing a timeline changes nothing in the result")
    func observed() {
        let folder = TemporaryFolder()
        let observed = Invocation([
            "run", "--json", "-o", folder.file("a.trace.json"), "-o", folder.file("a.gantt.svg"),
        ])
        #expect(observed.output == Invocation("run --json").output)
    }

    @Test("A run that fails leaves no file and writes nothing")
    func failure() {
        let folder = TemporaryFolder()
        let bad = folder.write("arrival_s,prompt_tokens,output_tokens\n0,10,10\n1,x,10\n", to: "in.csv")
        for output in [folder.file("a.trace.json"), folder.file("a.gantt.svg"), "-"] {
            let invocation = Invocation(["trace", "--trace", bad, "-o", output])
            #expect(invocation.code == 2)
            #expect(invocation.output.isEmpty)
            #expect(invocation.errors.contains("in.csv:3:2: prompt_tokens is 'x'"))
            #expect(folder.names == ["in.csv"])
        }
    }

    @Test(
        "What it cannot do it says",
        arguments: [
            (
                "trace",
                "trace needs a timeline or a picture to write: -o timeline.trace.json, -o requests.gantt.svg, or -o - for standard output",
                2
            ),
            (
                "trace -o /tmp/a.json",
                "trace needs a timeline or a picture to write, got '/tmp/a.json': -o timeline.trace.json, -o requests.gantt.svg, or -o - for standard output",
                2
            ),
            (
                "trace convert a.csv -o - --json",
                "--json does not go with -o -: both would stand on standard output. Drop one of the two", 2
            ),
            (
                "trace -o /nonexistent/a.trace.json",
                "cannot write '/nonexistent/a.trace.json': No such file or directory", 4
            ),
            (
                "trace -o - --json",
                "--json does not go with -o -: both would stand on standard output. Drop one of the two", 2
            ),
            (
                "trace --from 5s --to 5s -o -",
                "--from 5.000 s is not before --to 5.000 s. Nothing lies between them", 2
            ),
            ("trace --from -1s -o -", "--from must be a duration >= 0 such as 50ms or 2s, got -1s", 2),
            ("trace --to 0 -o -", "--from 0 ps is not before --to 0 ps. Nothing lies between them", 2),
            ("trace --steps singel -o -", "unknown detail of steps 'singel'. Did you mean single?", 2),
            ("trace --form 5s", "unknown flag '--form'. Did you mean --from?", 2),
            ("trace inof x.csv", "unexpected argument 'inof'. Did you mean wattline trace info FILE?", 2),
            ("trace --json info", "'info' stands right after trace. Write wattline trace info FILE", 2),
            ("trace x.csv", "unexpected argument 'x.csv'. 'wattline help trace' shows what it takes", 2),
            ("trace info", "trace info needs a trace. Try: wattline trace info requests.csv", 2),
            (
                "trace info a.csv b.csv",
                "unexpected argument 'b.csv'. 'wattline help trace' shows what it takes", 2
            ),
            (
                "trace info --tp 2 a.csv",
                "trace has no flag '--tp', which belongs to run. 'wattline help trace' shows the flags there are",
                2
            ),
            ("trace info /nonexistent", "cannot read '/nonexistent': No such file or directory", 4),
            (
                "trace convert",
                "trace convert needs a trace. Try: wattline trace convert requests.csv -o ours.csv", 2
            ),
            (
                "trace convert a.csv",
                "trace convert needs one file to write, got 0: -o ours.csv, or -o - for standard output", 2
            ),
            (
                "trace convert a.csv -o a.json",
                "--output 'a.json' is to be a .csv, the format that is written", 2
            ),
            ("trace convert /nonexistent -o -", "cannot read '/nonexistent': No such file or directory", 4),
            ("trace convert a.csv -o - --time-scale 0", "--time-scale must be > 0, got 0", 2),
        ] as [(String, String, Int32)])
    func errors(line: String, message: String, code: Int32) {
        let invocation = Invocation(line)
        #expect(invocation.code == code)
        #expect(invocation.errors == "wattline: error: \(message)\n")
        #expect(invocation.output.isEmpty)
    }

    @Test("A window behind the end of the run says so")
    func lateWindow() throws {
        let invocation = Invocation("trace --num-prompts 3 --from 1000s -o -")
        #expect(invocation.code == 0)
        #expect(invocation.errors.hasPrefix("wattline: warning: --from 1000 s is after the end of the run, "))
        #expect(try ParsedTimeline(invocation.output)?.slices.isEmpty == true)
    }

    @Test("--dry-run prints the configuration and writes nothing")
    func dryRun() {
        let folder = TemporaryFolder()
        let invocation = Invocation(["trace", "--dry-run", "-o", folder.file("a.trace.json")])
        #expect(invocation.output == Invocation("run --dry-run").output)
        #expect(folder.names.isEmpty)
    }
}
