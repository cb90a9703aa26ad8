import SimCLITestSupport
import Testing

@testable import WattlineLab
@testable import WattlineShell

@Suite("Where decode turns compute-bound")
struct RooflineStudyTests {
    private func study(_ line: String) throws -> RooflineStudy {
        let words = line.split(separator: " ").map(String.init)
        let given = try ArgumentParser(flags: RooflineFlags.all, verb: "roofline").parse(words).given
        return try RooflineStudy(Settings(given))
    }

    @Test("Without a context the textbook's weights and its whole step turn at the ridge, batch 100")
    func ridge() throws {
        let study = try study("-m textbook-7b -g textbook-gpu --engine ideal --input-len 1")
        #expect(study.ridge == 100)
        #expect(study.weightCrossover == 100)
        #expect(study.crossover == 100 || study.crossover == 101)
        #expect(study.ridgeLine == "Ridge: 100.0 FLOP/byte = 100.0 TFLOP/s of bf16 / 1.000 TB/s.")
    }

    /// b (13e9 + 4 x 4000 x 25 x 512) FLOP / 100e12 = (13e9 + b 512 x 200,000) bytes / 1e12 gives b = 13e9/(29.6e6) = 438.4
    @Test("A context of 512 moves the textbook's crossing to 439")
    func context() throws {
        let study = try study("-m textbook-7b -g textbook-gpu --engine ideal")
        #expect(study.crossover == 439)
        #expect(study.weightCrossover == 100)
        #expect(study.verdict.contains("turns compute-bound at batch 439, above the --max-num-seqs of 256."))
        #expect(study.verdict.hasSuffix("Its products with weights alone do so at batch 100."))
    }

    @Test("Long contexts never turn, and it says where memory is full")
    func never() throws {
        let study = try study("--input-len 4000")
        #expect(study.crossover == nil)
        #expect(
            study.verdict.contains(
                "never turns compute-bound: memory is full at batch \(study.cacheCapacity)"))
        #expect(study.decode.last?.count == min(study.cacheCapacity, 256))
    }

    @Test("A crossing is the first batch that holds, whatever lies around it")
    func minimal() throws {
        let study = try study("-m llama-3.2-1b --input-len 16")
        let batch = try #require(study.crossover)
        let at = RooflineStep(.decode, count: batch, context: 16, of: study.model)
        let before = RooflineStep(.decode, count: batch - 1, context: 16, of: study.model)
        #expect(at.computeFloor >= at.memoryFloor)
        #expect(before.computeFloor < before.memoryFloor)
    }

    @Test("Prompts end at the token budget, and a context beyond memory is refused")
    func limits() throws {
        #expect(try study("--max-num-batched-tokens 1000").prefill.map(\.count) == [128, 512])
        #expect(try study("--input-len 700").prefill.map(\.count) == [128, 512, 700, 2048, 8192])
    }

    @Test(
        "A context beyond memory or model is refused, word for word",
        arguments: [
            (
                "--input-len 5000 --kv-cache-tokens 4000",
                "a context of 5000 tokens does not fit the KV cache of 4000 tokens. Lower --input-len, or raise "
                    + "--kv-cache-tokens"
            ),
            (
                "--input-len 131073",
                "a context of 131073 tokens is longer than 131072, the limit of Llama-3.1-8B. Lower --input-len"
            ),
            (
                "--max-model-len 100",
                "a context of 512 tokens is longer than 100, the limit of Llama-3.1-8B. Lower --input-len, or raise "
                    + "--max-model-len"
            ),
        ])
    func refusals(flags: String, message: String) {
        let page = Invocation("roofline " + flags)
        #expect(page.code == 3)
        #expect(page.output.isEmpty)
        #expect(page.errors == "wattline: error: \(message)\n")
    }

    @Test("The longest context that a model reads can be looked at")
    func longest() throws {
        #expect(try study("--input-len 131072").context == 131_072)
        #expect(try study("--input-len uniform:100,300").context == 200)
    }
}
