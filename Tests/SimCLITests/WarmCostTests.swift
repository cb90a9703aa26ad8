import HardwareModels
import SimCore
import Testing

@testable import SimCLI

@Suite("Cost models that outlive a run")
struct WarmCostTests {
    private func fingerprints(_ line: String) throws -> [String?] {
        let json = try JSON(
            JSONReader.read(Array(Invocation("sweep --num-prompts 30 --json \(line)").output.utf8)))
        guard case .list(let rows)? = json["rows"] else { return [] }
        return rows.map { row in
            if case .text(let text)? = row["fingerprint"] { text } else { nil }
        }
    }

    @Test("A run does not depend on the runs before it: forwards and backwards are the same")
    func order() throws {
        for (flag, values) in [
            ("tp", ["1", "2", "4", "8"]), ("engine", ["vllm", "ideal", "vllm"]),
            ("request-rate", ["1", "9", "90"]),
            ("power-cap", ["350", "500", "700"]), ("max-num-seqs", ["1", "4", "64"]), ("dp", ["1", "3"]),
            ("model", ["llama-3.1-8b", "qwen3-8b", "llama-3.2-1b"]),
            ("gpu", ["h100-sxm", "a100-sxm-80gb", "h200"]),
            ("input-len", ["16", "9000", "500"]), ("policy", ["static", "chunked", "continuous"]),
        ] {
            let distinct = values.enumerated().filter { values.firstIndex(of: $1) == $0 }.map(\.element)
            let forwards = try fingerprints("--jobs 1 --\(flag) \(distinct.joined(separator: ","))")
            let backwards = try fingerprints(
                "--jobs 1 --\(flag) \(distinct.reversed().joined(separator: ","))")
            #expect(forwards == backwards.reversed(), "\(flag)")
            #expect(forwards.count == distinct.count)
        }
    }

    @Test(
        "Sharded is whole and eight threads are one, over windows, caps, clocks, pipelines and hosts",
        arguments: 0..<6)
    func drawn(seed: Int) throws {
        var stream = RandomStream(seed: UInt64(seed), purpose: "test.warm")
        func pick(_ choices: String...) -> String { choices[stream.below(choices.count)] }
        let line =
            "--tp 2,4 --power-cap \(pick("300,450", "350,693", "250,700")) --request-rate 2,200 --seed \(seed) "
            + "-m \(pick("gemma-3-12b", "gpt-oss-20b", "llama-3.1-8b")) -g \(pick("h200", "b200")) "
            + "--pp \(pick("1", "2", "1,2")) "
            + "--clock \(pick("1900", "1900,900")) --engine \(pick("vllm", "transformers", "vllm,ideal")) "
            + "--input-len \(pick("2000", "lognormal:900,1")) --output-len \(pick("40", "uniform:1,300"))"
        let whole = try fingerprints("--jobs 1 \(line)")
        #expect(whole.count >= 8 && whole.allSatisfy { $0 != nil }, "\(line)")
        #expect(try fingerprints("--jobs 8 \(line)") == whole, "\(line)")
        var parts: [String: Int] = [:]
        for shard in 1...3 {
            for fingerprint in try fingerprints("--jobs 2 --shard \(shard)/3 \(line)") {
                parts[fingerprint ?? "none", default: 0] += 1
            }
        }
        #expect(parts == whole.reduce(into: [:]) { $0[$1 ?? "none", default: 0] += 1 }, "\(line)")
    }

    @Test("An equal model is found again, another is not")
    func shelf() throws {
        let shelf = WarmCost.Shelf()
        func model(_ tp: Int) throws -> RooflineModel {
            try RooflineModel(
                model: ModelCatalog.model(named: "llama-3.1-8b"), device: DeviceCatalog.h100SXM,
                engine: .vllm,
                tensorParallel: tp)
        }
        var shape = BatchShape()
        shape.decodeSequences = 3
        shape.contextTokens = 900
        for _ in 0..<2 {
            for tp in [1, 2, 4, 8] {
                var warm = shelf.model(like: try model(tp))
                var fresh = try model(tp)
                #expect(warm.cost(of: shape) == fresh.cost(of: shape))
                #expect(warm.idlePower == fresh.idlePower)
                #expect(warm.spans == fresh.spans)
            }
        }
    }
}
