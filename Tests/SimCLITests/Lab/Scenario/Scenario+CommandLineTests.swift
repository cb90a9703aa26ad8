import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("The command line that repeats a run")
struct ScenarioCommandLineTests {
    private func commandLine(_ words: [String]) throws -> String {
        let parsed = try ArgumentParser(flags: RunFlags.all, verb: "run").parse(words)
        return try Scenario(Settings(parsed.given)).commandLine
    }

    @Test(
        "It resolves to the same configuration",
        arguments: [
            "", "--qps 12 -g H100_SXM --isl lognormal:512,0.5 --osl uniform:1,100",
            "-m qwen3-32b --quantization fp8 --tp 2 --dp 3 --routing least-outstanding",
            "--burstiness inf", "--burstiness 0.5", "--arrival uniform --rate 3", "--rate inf",
            "--scenario offline", "--scenario single-stream", "--scenario server --max-concurrency 4",
            "--policy static --batch-timeout 250us", "--shape spacing:0-50ms", "--goodput ttft:500 tpot:50",
            "--metric-percentiles 50,99.9 --power-cap 450 --clock 1410 --pue 1.2 --grid 380.5 --price 2",
            "--set tp=2 --set metadata.team=search --seed 7 --replication 2 --stepping single",
            "--kv-cache-dtype fp8 --max-num-seqs 32 --max-model-len 4096 --cpu-watts 100 --fan-factor 0.1",
        ])
    func repeats(flags: String) throws {
        let words = flags.split(separator: " ").map(String.init)
        let line = try commandLine(words)
        let again = Array(line.split(separator: " ").map(String.init).dropFirst())
        #expect(again.first == "run")
        let expected = Invocation(["run", "--dry-run"] + words)
        #expect(expected.code == 0, "\(expected.errors)")
        #expect(Invocation(again + ["--dry-run"]).output == expected.output)
    }

    @Test(
        "What a configuration file says is in it; labels are quoted; a value like a flag is joined to its name"
    )
    func texts() throws {
        let folder = TemporaryFolder()
        let file = folder.write("{\"tp\": 2, \"request-rate\": 3}", to: "c.json")
        #expect(
            try commandLine(["-c", file, "--metadata=-a=b c"])
                == "wattline run --tp 2 --request-rate 3 --arrival poisson '--metadata=-a=b c'")
        #expect(try commandLine(["--quiet"]) == "wattline run")
    }
}
