import HardwareModels
import Testing

@testable import SimCLI

@Suite("A run, resolved")
struct ScenarioTests {
    private func scenario(_ line: String) throws -> Scenario {
        let parser = ArgumentParser(flags: RunFlags.all, verb: "run")
        return try Scenario(Settings(parser.parse(line.split(separator: " ").map(String.init)).given))
    }

    private func number(_ key: String, _ line: String) throws -> Double {
        let document = try JSONReader.read(Array(Invocation(line).output.utf8))
        guard case .object(let members) = document.value,
            case .number(let text)? = members.first(where: { $0.key == key })?.node.value
        else { return .nan }
        return Double(text) ?? .nan
    }

    @Test("Every GPU of tensor and pipeline parallelism and of every replica is counted")
    func devices() throws {
        #expect(try scenario("--tp 2 --pp 4 --dp 3").deviceCount == 24)
        #expect(try scenario("--tp 2 --pp 2 -m qwen3-30b-a3b --ep 2").deviceCount == 4)
        #expect(try number("num_gpus", "run --json --num-prompts 5 --tp 2 --pp 4 --dp 3") == 24)
        // Nothing but idle: one request, then hours of waiting are not simulated, so the mean is between idle and cap.
        let line = "run --json --num-prompts 5 --rate 0.01 --tp 2 --pp 2 --dp 2"
        #expect(try abs(number("avg_gpu_power_w", line) - 120) < 5)
        #expect(try number("peak_gpu_power_w", line) <= 693)
    }

    @Test("Experts are divided among the GPUs that are there")
    func experts() {
        for (line, message) in [
            ("--ep 2", "--ep must be 1 as Llama-3.1-8B has no experts, got 2"),
            (
                "-m qwen3-30b-a3b --ep 2",
                "--ep must divide the 1 GPU of --tp and the 128 experts of Qwen3-30B-A3B, got 2. Try --tp 2"
            ),
            (
                "-m mixtral-8x7b --tp 4 --ep 8",
                "--ep must divide the 4 GPUs of --tp and the 8 experts of Mixtral-8x7B, got 8. Try --tp 8"
            ),
            (
                "--expert-routing balanced",
                "--expert-routing has no effect here: Llama-3.1-8B has no experts"
            ),
        ] {
            let invocation = Invocation("run " + line)
            #expect(invocation.errors == "wattline: error: \(message)\n")
            #expect(invocation.code == 2)
        }
    }

    @Test("A lower clock takes longer and draws less at its peak; outside the device's range it is refused")
    func clock() throws {
        let load = "run --json --scenario offline --num-prompts 64 --input-len 4096 --output-len 4"
        #expect(try number("duration", load + " --clock 990") > number("duration", load))
        #expect(try number("peak_gpu_power_w", load + " --clock 990") < number("peak_gpu_power_w", load))
        #expect(try number("duration", load + " --clock 1980") == number("duration", load))
        for asked in ["3000", "1"] {
            #expect(
                Invocation("run --clock \(asked)").errors
                    == "wattline: error: --clock must be from 210 to 1980 MHz on h100-sxm, got \(asked)\n")
        }
    }

    @Test("A cap stretches steps, and holds them to it")
    func cap() throws {
        let load = "run --json --scenario offline --num-prompts 64 --input-len 4096 --output-len 4"
        let free = try number("duration", load)
        #expect(try number("duration", load + " --power-cap 450") > free)
        #expect(try number("peak_gpu_power_w", load + " --power-cap 450 --tp 2 --pp 2") <= 450)
        #expect(Invocation(load + " --power-cap 450").errors.isEmpty)
    }

    @Test("Only what was compared with measurements has an error band")
    func band() throws {
        #expect(try scenario("").errorBand != nil)
        #expect(try scenario("--tp 2 --clock 1980").errorBand != nil)
        for line in [
            "--clock 1200", "--pp 2", "--kv-cache-dtype fp8", "--quantization fp8", "--power-cap 500",
        ] {
            #expect(try scenario(line).errorBand == nil, "\(line)")
        }
        let folder = TemporaryFolder()
        let constants = folder.write("{\"picojoulesPerFlop\": 0.66}", to: "constants.json")
        #expect(try scenario("--constants \(constants)").errorBand == nil)
    }

    @Test("A result names no place on the machine")
    func places() {
        let folder = TemporaryFolder()
        let constants = folder.write("{\"picojoulesPerFlop\": 0.66}", to: "mine.json")
        let output = Invocation("run --json --num-prompts 2 --constants \(constants)").output
        #expect(output.contains("\"constants\": \"mine.json\""))
        #expect(!output.contains(folder.path))
    }

    @Test("A KV cache is taken as an engine printed it, and refused beyond the memory")
    func kvCache() {
        // 428,592 is what the plan leaves; 80 GiB less 16.1 GB of weights hold 529,944 of 131,072 bytes.
        let invocation = Invocation("run --kv-cache-tokens 100000000")
        #expect(invocation.code == 3)
        #expect(
            invocation.errors
                == "wattline: error: --kv-cache-tokens 100000000 does not fit: beside the weights of Llama-3.1-8B there "
                + "is room for 529944 tokens in all the memory of 1 x h100-sxm\n")
        for text in ["428592", "428,592", "428,592 tokens", "428592 tokens", "4.28592e5"] {
            let run = Invocation(["run", "--dry-run", "--kv-cache-tokens", text])
            #expect(run.output.contains("\"kv-cache-tokens\": 428592,"), "\(text)")
        }
        #expect(Invocation("run --num-prompts 2 --kv-cache-tokens 428,592").errors.isEmpty)
        let more = Invocation("run --num-prompts 2 --kv-cache-tokens 440,000")
        #expect(more.code == 0)
        #expect(
            more.errors
                == "wattline: warning: --kv-cache-tokens is taken as given, though weights and reserve leave room for 428592 "
                + "tokens by the memory plan: another run is predicted than an engine would start\n")
    }

    @Test("Drawn lengths are tested as they are drawn: what cannot fit fails, and the others are served")
    func lengths() throws {
        // The law reaches 12,000 tokens; a request in about two hundred is above 4,000.
        let law = ["--input-len", "lognormal:1024,0.6", "--output-len", "16", "--num-prompts", "400"]
        func completed(_ flags: [String]) throws -> (completed: Int, failed: Int, errors: String) {
            let invocation = Invocation(["run", "--json"] + law + flags)
            #expect(invocation.code == 0)
            let object = try JSONObject(Array(invocation.output.utf8), name: "r", called: "r")
            return (
                try object.whole("completed", in: 0...400) ?? 0, try object.whole("failed", in: 0...400) ?? 0,
                invocation.errors
            )
        }
        let all = try completed([])
        #expect(all.completed == 400 && all.failed == 0)
        var failed = 0
        for limit in ["8000", "3000", "1000", "100"] {
            let some = try completed(["--max-model-len", limit])
            #expect(some.completed + some.failed == 400)
            #expect(some.failed >= failed)
            failed = some.failed
        }
        #expect(failed > 350)
        #expect(
            try completed(["--max-model-len", "1000"]).errors.contains("requests could never fit and failed"))
        // What not even the shortest draw fits is refused at once.
        let none = Invocation("run --input-len uniform:5000,9000 --max-model-len 4096")
        #expect(none.code == 3)
        #expect(none.errors.contains("a request of 5000 prompt and 128 output tokens is longer than 4096"))
    }
}
