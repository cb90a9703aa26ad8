import SimCore
import Testing

@testable import SimCLI

@Suite("A row a request")
struct RequestRowsTests {
    private func rows(_ flags: String) -> [[String: String]] {
        let folder = TemporaryFolder()
        _ = Invocation(
            ["run", "-q", "-o", folder.file("r.csv")] + flags.split(separator: " ").map(String.init))
        let lines = folder.text(of: "r.csv").split(separator: "\n")
        guard let head = lines.first?.split(separator: ",").map(String.init) else { return [] }
        return lines.dropFirst().map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return Dictionary(uniqueKeysWithValues: zip(head, cells))
        }
    }

    @Test("Columns agree with each other")
    func consistent() throws {
        let rows = rows("--num-prompts 50 --output-len uniform:1,60")
        #expect(rows.count == 50)
        for row in rows {
            func number(_ key: String) throws -> Double { try #require(Double(row[key] ?? ""), "\(key)") }
            let ttft = try number("ttft_ms")
            let e2el = try number("e2el_ms")
            let tokens = try number("output_tokens")
            #expect(try number("queueing_ms") <= ttft)
            #expect(ttft <= e2el)
            if tokens > 1 {
                #expect(abs(try number("tpot_ms") - (e2el - ttft) / (tokens - 1)) < 1e-6)
            } else {
                #expect(row["tpot_ms"] == "")
            }
            #expect(try number("energy_prefill_j") > 0)
        }
    }

    @Test("Their energies add up to prefill and decode of the result")
    func energy() throws {
        let rows = rows("--num-prompts 50")
        let sum = rows.reduce(0.0) {
            $0 + (Double($1["energy_prefill_j"] ?? "") ?? 0) + (Double($1["energy_decode_j"] ?? "") ?? 0)
        }
        let document = try JSONReader.read(Array(Invocation("run --num-prompts 50 --json").output.utf8))
        guard case .object(let members) = document.value else { return }
        func figure(_ key: String) -> Double {
            guard case .number(let value)? = members.first(where: { $0.key == key })?.node.written else {
                return .nan
            }
            return value
        }
        #expect(abs(sum - figure("energy_prefill_j") - figure("energy_decode_j")) < 1e-9 * sum)
    }

    @Test(
        "Rows stand in the order of arrival, and as a trace they repeat the run",
        arguments: [
            "--num-prompts 60 --input-len lognormal:2000,1.5 --request-rate 30 --policy shortest-prompt",
            "--num-prompts 60 --output-len lognormal:200,1 --request-rate 50 --dp 3",
            "--num-prompts 40 --scenario offline --input-len uniform:1,4000 --kv-cache-tokens 6000",
            "--num-prompts 60 --input-len uniform:100,900 --max-model-len 600 --skip-bad-rows",
        ])
    func replay(flags: String) throws {
        let folder = TemporaryFolder()
        var words = ["run", "--json", "-o", folder.file("r.csv"), "-o", folder.file("r.jsonl")]
        var load = flags
        if flags.contains("max-model-len") {
            // Only a trace may have requests that do not fit.
            let lengths = (0..<60).map { "\(Double($0) / 8),\($0 % 7 == 3 ? 700 : 90 + $0 * 5),20" }
            let path = folder.write(
                "arrival_s,prompt_tokens,output_tokens\n" + lengths.joined(separator: "\n") + "\n",
                to: "t.csv")
            load = "--trace \(path) --max-model-len 600"
        }
        words += load.split(separator: " ").map(String.init)
        let run = try JSON(text: Invocation(words).output)
        let rows = folder.text(of: "r.csv").split(separator: "\n").dropFirst()
        let ids = rows.compactMap { Int($0.prefix { $0 != "," }) }
        #expect(ids == ids.sorted() && !ids.isEmpty)
        #expect(folder.text(of: "r.jsonl").split(separator: "\n").count == rows.count)
        let kept = Set(["--policy", "--dp", "--kv-cache-tokens", "--max-model-len"])
        let list = load.split(separator: " ").map(String.init)
        var system: [String] = []
        for (flag, value) in zip(list, list.dropFirst()) where kept.contains(flag) {
            system += [flag, value]
        }
        let replay = try JSON(
            text: Invocation(["run", "--json", "--trace", folder.file("r.csv")] + system).output)
        for key in ["completed", "total_gpu_energy_j", "p99_ttft_ms", "mean_e2el_ms", "steps"] {
            #expect(replay[key] == run[key], "\(key)")
        }
        #expect(run["failed"]?.real == (flags.contains("max-model-len") ? 9 : 0))
    }

    @Test("Arrivals have every picosecond, also after a day")
    func digits() throws {
        let folder = TemporaryFolder()
        let path = folder.write(
            "arrival_s,prompt_tokens,output_tokens\n86399.999999999999,5,2\n86400.123456789012,5,2\n",
            to: "t.csv")
        #expect(Invocation("run --trace \(path) -q -o \(folder.file("r.csv"))").code == 0)
        let text = folder.text(of: "r.csv")
        #expect(text.contains("0,0,86399.999999999999,") && text.contains("1,0,86400.123456789012,"))
    }

    @Test("JSON lines say the same, with null for what is missing")
    func jsonLines() throws {
        let folder = TemporaryFolder()
        _ = Invocation([
            "run", "-q", "--num-prompts", "3", "--output-len", "1", "-o", folder.file("r.jsonl"),
        ])
        let lines = folder.text(of: "r.jsonl").split(separator: "\n")
        #expect(lines.count == 3)
        for line in lines { #expect(line.contains("\"tpot_ms\":null")) }
    }

    @Test("Writing rows changes nothing in the result")
    func observed() {
        let folder = TemporaryFolder()
        let observed = Invocation(["run", "--json", "-o", folder.file("r.csv")])
        #expect(observed.output == Invocation("run --json").output)
    }
}
