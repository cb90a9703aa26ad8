import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("explain energy")
struct EnergyExplanationTests {
    @Test(
        "The printed lines of a step's energy add up to its printed total",
        arguments: [
            "", "-m textbook-7b -g textbook-gpu --engine ideal", "--tp 2 --request-rate 20",
            "--engine transformers",
            "-m gpt-oss-20b --power-cap 450", "-m qwen3-30b-a3b --tp 2 --quantization fp8",
            "-m llama-3.1-70b --tp 4 --pp 2",
        ])
    func sums(flags: String) throws {
        let page = Invocation("explain energy --num-prompts 30 " + flags)
        #expect(page.code == 0, "\(page.errors)")
        let lines = page.output.split(separator: "\n")
        let start = try #require(lines.firstIndex { $0 == "Energy" })
        let end = try #require(lines.firstIndex { $0.hasPrefix("  energy of the step") })
        func units(_ line: Substring) throws -> Int {
            let words = line.split(separator: " ")
            #expect(words.last == "J")
            return try #require(Int(words[words.count - 2].filter { $0 != "." }), "\(line)")
        }
        let sum = try lines[(start + 1)..<end].reduce(0) { try $0 + units($1) }
        #expect(sum == (try units(lines[end])))
        #expect(end - start >= 4)
    }

    @Test("JSON carries the terms in full, and they sum up too")
    func json() throws {
        let document = JSON(
            try JSONReader.read(Array(Invocation("explain energy --num-prompts 30 --json").output.utf8)))
        guard case .list(let terms)? = document["energy_terms"] else {
            Issue.record("no terms")
            return
        }
        let sum = terms.reduce(0) { $0 + ($1["joules"]?.real ?? .nan) }
        let total = try #require(document["energy_j"]?.real)
        #expect(abs(sum - total) <= total * 1e-12)
        let batch = try #require(document["batch"]?.real)
        #expect(document["energy_per_output_token_j"]?.real == total / batch)
    }

    @Test("Of several replicas it says that the step is of one")
    func replicas() {
        let page = Invocation("explain energy --num-prompts 30 --dp 2").output
        #expect(page.contains("2 replicas, engine vllm, policy chunked, a step of one replica\n"))
        #expect(!Invocation("explain energy --num-prompts 30").output.contains("replica"))
    }
}
