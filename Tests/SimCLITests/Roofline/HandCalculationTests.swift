import Foundation
import Testing

@testable import SimCLI

@Suite("The calculation behind a dot")
struct HandCalculationTests {
    private func page(_ flags: String) -> String { Invocation("roofline " + flags).output }

    private let textbook = "-m textbook-7b -g textbook-gpu --engine ideal --input-len 1000 "

    @Test("Decode of the textbook, as in a lecture")
    func decode() {
        let text = page(textbook + "--by-hand decode:1")
        for line in [
            "Decode of 1 sequence with 1000 tokens of context each, textbook-7b bf16 on 1 x textbook-gpu",
            "  query, key, value      2 x 1 row x 8000 x 4000 x 25 layers      1.600 GFLOP",
            "  decode attention       2 x 40 heads x 200 columns x 1000 tokens x 25 layers  0.4000 GFLOP",
            "  output head: weights             125000 x 4000 x 2 bytes                           1.000 GB",
            "  decode attention: KV cache read  1000 tokens x 4000 elements x 25 layers x 2 bytes  0.2000 GB",
            "  roofline           the longer of both, that of the bytes         13.20 ms",
            "  GPU awake           100 W x 13.2000 ms              1.3200 J",
            "  FLOP                13.4000 GFLOP of bf16 x 3 pJ    0.0402 J",
            "  bytes               13.2000 GB x 100 pJ             1.3200 J",
            "  energy of the step                                  2.6802 J",
        ] {
            #expect(text.contains(line), "\(line)")
        }
    }

    @Test("A prompt of the textbook: 123.002 ms and 50.2238 J")
    func prefill() {
        let text = page(textbook + "--by-hand prefill:1000")
        #expect(text.contains("prefill attention      2 x 40 heads x 200 columns x 500500 pairs x 25 layers"))
        #expect(text.contains("50.224 J"))
        #expect(text.contains("the longer of both, that of the FLOP"))
    }

    @Test(
        "What a step waits for is the word of its row, and the sums of its parts say so",
        arguments: [
            "--input-len 512", "-m qwen3-30b-a3b --input-len 100", "--engine transformers", "--engine ideal",
            "-m textbook-7b -g textbook-gpu --engine ideal --max-num-seqs 8",
            "-m llama-3.1-70b --tp 8 --quantization fp8",
        ])
    func waits(flags: String) throws {
        let rows = try #require(JSON(text: Invocation("roofline --json " + flags).output)["steps"])
        guard case .list(let steps) = rows else { return }
        for step in steps {
            guard case .text(let phase)? = step["phase"], case .whole(let count)? = step["count"],
                case .text(let bound)? = step["waits_for"]
            else { continue }
            let text = page("\(flags) --by-hand \(phase):\(count)")
            #expect(text.contains("  step waits for \(bound) "), "\(phase) \(count)")
            #expect(!text.contains("-bound"))
            // The largest sum is the bound's.
            let line = text.split(separator: "\n").first { $0.contains("step waits for") } ?? ""
            let sums = line.split(separator: ":").last.map { $0.split(separator: ",") } ?? []
            var largest = (word: "", value: -1.0)
            for sum in sums {
                let words = sum.split(separator: " ")
                if let value = words.dropFirst().first.flatMap({ Double($0) }), value > largest.value {
                    largest = (String(words[0]), value)
                }
            }
            #expect(largest.word == bound, "\(line)")
        }
    }

    /// The formula of a line, its factors multiplied.
    private func product(_ formula: Substring) -> Double? {
        var result = 1.0
        for factor in formula.split(separator: " ") where factor != "x" {
            if let number = Double(factor) { result *= number }
        }
        return result == 1 ? nil : result
    }

    @Test(
        "Every formula gives the figure beside it",
        arguments: [
            "decode:1", "decode:64", "prefill:512", "decode:8 -m qwen3-30b-a3b --tp 2",
            "decode:8 -m deepseek-v3 --tp 8 -g h200",
            "prefill:100 -m gpt-oss-20b", "decode:4 -m llama-3.1-70b --tp 4 --quantization fp8",
        ])
    func formulas(flags: String) {
        var checked = 0
        let giga = ["GFLOP", "GB"]
        for line in page("--by-hand " + flags).split(separator: "\n") where line.hasPrefix("  ") {
            let words = line.split(separator: " ")
            guard let unit = words.last, giga.contains(String(unit)), words.count > 4,
                let value = Double(words[words.count - 2]), line.contains(" x ")
            else { continue }
            // The formula stands between the label and the figure, two blanks from both.
            guard let start = line.dropFirst(2).range(of: "  ")?.upperBound,
                let end = line.range(of: " \(words[words.count - 2]) ", options: .backwards)?.lowerBound,
                let product = product(line[start..<end])
            else { continue }
            checked += 1
            #expect(abs(product / 1e9 - value) <= value * 6e-4, "\(line)")
        }
        #expect(checked >= 3, "\(flags)")
    }

    @Test("What is asked for must be a phase and a count that fits")
    func errors() {
        func message(_ text: String) -> String { Invocation(["roofline", "--by-hand", text]).errors }
        let form = "wattline: error: --by-hand must be decode:BATCH or prefill:TOKENS such as decode:8, got "
        #expect(message("decode") == form + "'decode'\n")
        #expect(message("decod:1") == form + "'decod:1'\n")
        #expect(message("decode:1:2") == form + "'decode:1:2'\n")
        let range =
            "wattline: error: --by-hand must be prefill:N with N from 1 to 131072, which the model reads, got "
        for count in ["0", "-1", "x", "", "1e3x", "99999999999999999999"] {
            #expect(message("prefill:\(count)") == range + "'prefill:\(count)'\n")
        }
        #expect(message("decode:1000000").contains("which the KV cache holds"))
    }
}
