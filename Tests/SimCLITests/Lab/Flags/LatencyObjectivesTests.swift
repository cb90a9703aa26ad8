import SimCLITestSupport
import SimCore
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("Latency objectives")
struct LatencyObjectivesTests {
    @Test("Milliseconds unless a unit is given")
    func units() throws {
        let limits = try LatencyObjectives(parsing: "ttft:500 tpot:0.05s")
        #expect(limits.ttft == .milliseconds(500))
        #expect(limits.tpot == .milliseconds(50))
        #expect(limits.e2el == nil)
    }

    @Test(
        "vLLM's form, one text, and several flags are the same",
        arguments: [
            ["--goodput", "ttft:500", "tpot:50", "e2el:20000"], ["--goodput", "ttft:500 tpot:50 e2el:20000"],
            ["--goodput=ttft:500", "--goodput", "tpot:50", "--goodput=e2el:20s"],
        ])
    func spellings(arguments: [String]) {
        let output = Invocation(["run", "--dry-run"] + arguments).output
        #expect(
            output.contains("\"goodput\": {\n    \"ttft\": 500,\n    \"tpot\": 50,\n    \"e2el\": 20000\n  }")
        )
    }

    @Test("A limit given twice is refused, but a flag wins over a file's, and --set over both")
    func twice() {
        let message = "wattline: error: --goodput has ttft twice, got 'ttft:500 ttft:300'\n"
        #expect(Invocation(["run", "--goodput", "ttft:500 ttft:300"]).errors == message)
        let folder = TemporaryFolder()
        let file = folder.write("{\"goodput\": {\"ttft\": 500, \"tpot\": 50}}", to: "base.json")
        let output = Invocation([
            "run", "--dry-run", "-c", file, "--goodput", "ttft:300", "--set", "goodput.tpot=40",
        ]).output
        #expect(output.contains("\"goodput\": {\n    \"ttft\": 300,\n    \"tpot\": 40\n  }"))
    }

    @Test("Goodput counts what keeps the limits, and is null without them")
    func goodput() throws {
        func value(_ line: String) throws -> JSON? {
            guard case .object(let members) = try JSONReader.read(Array(Invocation(line).output.utf8)).value
            else {
                return nil
            }
            return members.first { $0.key == "request_goodput" }?.node.written
        }
        #expect(try value("run --json --num-prompts 30") == .null)
        #expect(try value("run --json --num-prompts 30 --goodput ttft:0.001") == .number(0))
        guard case .number(let rate)? = try value("run --json --num-prompts 30 --goodput e2el:1h") else {
            Issue.record("no goodput")
            return
        }
        #expect(rate > 1)
    }
}
