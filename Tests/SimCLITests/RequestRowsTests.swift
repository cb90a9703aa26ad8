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
