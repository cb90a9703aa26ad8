import Testing

@testable import SimCLI

@Suite struct TraceFormatTests {
    @Test(arguments: [
        (["TIMESTAMP", "ContextTokens", "GeneratedTokens"], TraceFormat.azure),
        (["Timestamp", "Model", "Request tokens", "Response tokens", "Total tokens", "Log Type"], .burstGPT),
        (
            ["Timestamp", "Session ID", "Elapsed time", "Model", "Request tokens", "Response tokens"],
            .burstGPT
        ),
        (["timestamp_ms", "input_length", "output_length", "n_blocks", "n_blocks_seen_before"], .mooncake),
        (["arrived_at", "num_prefill_tokens", "num_decode_tokens"], .vidur),
        (["arrival_s", "prompt_tokens", "output_tokens"], .wattline),
        (
            [
                "request_id", "request_type", "application_id", "arrival_timestamp", "batch_size",
                "prompt_size", "token_size",
            ],
            .splitwise
        ),
        (["priority", "output_tokens", " Prompt_Tokens ", "arrival_s"], .wattline),
    ])
    func headersAreRecognised(header: [String], format: TraceFormat) {
        #expect(TraceFormat.recognise(header) == format)
    }

    @Test func othersAreNot() {
        #expect(TraceFormat.recognise([]) == nil)
        #expect(TraceFormat.recognise(["TIMESTAMP", "ContextTokens"]) == nil)
        #expect(TraceFormat.recognise(["2023-11-16 18:15:46", "374", "44"]) == nil)
    }

    @Test(arguments: [
        (["timestamp", "input_length", "output_length", "hash_ids"], TraceFormat.mooncakeLines),
        (
            [
                "chat_id", "parent_chat_id", "timestamp", "input_length", "output_length", "type", "turn",
                "hash_ids",
            ], .bailianLines
        ),
        (["input_toks", "output_toks", "arrival_time_ns", "input_tok_ids"], .servingSimLines),
    ])
    func linesAreRecognised(keys: [String], format: TraceFormat) {
        #expect(TraceFormat.recognise(keys: keys) == format)
        #expect(TraceFormat.recognise(keys: keys.map { $0.uppercased() }) == nil)
        #expect(TraceFormat.recognise(keys) == nil)
    }

    @Test func adviceForLines() {
        #expect(
            TraceFormat.advice(for: ["timestamp", "input_len"], isLines: true)
                == "The nearest is Mooncake JSONL, which also needs input_length, output_length")
        #expect(
            TraceFormat.advice(for: ["input_toks", "output_toks"], isLines: true)
                == "The nearest is LLMServingSim JSONL, which also needs arrival_time_ns")
    }

    @Test func namesAreComparedWithoutCaseAndBlanksAround() {
        #expect(TraceFormat.plain("  Prompt Tokens ") == "prompt tokens")
        #expect(TraceFormat.plain("   ") == "" && TraceFormat.plain("") == "")
        #expect(TraceFormat.plain("\u{c4}B") == "\u{e4}b")
    }

    @Test(.timeLimit(.minutes(1))) func whatIsNoHeaderIsRefusedAtOnce() {
        let long = String(repeating: "a", count: 6_000_000)
        #expect(TraceFormat.recognise([long]) == nil)
        #expect(TraceFormat.advice(for: [long]).hasPrefix("Known are"))
        let many = [String](repeating: "", count: CSVReader.mostCells)
        #expect(TraceFormat.recognise(many) == nil)
        #expect(TraceFormat.advice(for: many).hasPrefix("Known are"))
    }

    @Test func adviceNamesTheNearest() {
        #expect(
            TraceFormat.advice(for: ["TIMESTAMP", "ContextTokens", "GeneratedToken"])
                == "The nearest is Azure, which also needs GeneratedTokens")
        #expect(
            TraceFormat.advice(for: ["arrival", "prompt_tokens", "output_tokens"])
                == "The nearest is Wattline, which also needs arrival_s")
        let none = TraceFormat.advice(for: ["1", "2"])
        for format in TraceFormat.allCases { #expect(none.contains(format.columns.joined(separator: ","))) }
    }
}
