import Testing

@testable import SimCLI

@Suite("Columns that cost something and are not read")
struct UnreadLoadTests {
    @Test(
        "Names that mean load, and names that do not",
        arguments: [
            ("NumImages", true), ("num_images", true), ("audio_seconds", true), ("hash_ids", true),
            ("n_blocks_seen_before", true), ("recorded_cache_read_tokens", true), ("cached_tokens", true),
            ("Model", false), ("Log Type", false), ("request_id", false), ("session", false), ("turn", false),
            ("batch_size", false), ("prompt_tokens", false),
        ])
    func names(name: String, isLoad: Bool) {
        #expect((UnreadLoad.kind(of: name) != nil) == isLoad)
    }

    private func warnings(_ text: String, _ name: String = "t.csv") -> String {
        let folder = TemporaryFolder()
        let path = folder.write(text, to: name)
        let run = Invocation(["run", "-m", "textbook-7b", "--trace", path])
        let info = Invocation(["trace", "info", path])
        let copy = Invocation(["trace", "convert", path, "-o", "-"])
        #expect(run.code == 0 && info.code == 0 && copy.code == 0)
        // All three say what they leave out, in the same words.
        #expect(info.errors == copy.errors)
        #expect(info.errors.isEmpty || run.errors.contains(info.errors))
        return info.errors
    }

    @Test("Images are named with how many there are")
    func images() {
        let head = "TIMESTAMP,NumImages,ContextTokens,GeneratedTokens\n"
        #expect(
            warnings(
                head + "2024-10-15 00:00:00,0,5,4\n2024-10-15 00:00:01,3,5,4\n2024-10-15 00:00:02,1,5,4\n")
                == "wattline: warning: the trace's 'NumImages' is not read: 4 in 2 of 3 rows. Their tokens and the encoder "
                + "that makes them are left out, so latencies and energy come out too low\n")
        #expect(warnings(head + "2024-10-15 00:00:00,0,5,4\n2024-10-15 00:00:01,,5,4\n").isEmpty)
    }

    @Test("Shared blocks are named with their share")
    func blocks() {
        func line(_ time: Int, _ blocks: String) -> String {
            "{\"timestamp\": \(time), \"input_length\": 900, \"output_length\": 3, \"hash_ids\": \(blocks)}\n"
        }
        #expect(
            warnings(line(0, "[1, 2]") + line(1000, "[1, 2]") + line(2000, "[1, 3]"), "t.jsonl")
                == "wattline: warning: the trace's 'hash_ids' is not modelled: 50.00 % of 6 blocks of prompts were in an "
                + "earlier one, and an engine that caches prefixes does not compute those again. Here every prompt is "
                + "computed whole, so TTFT and prefill energy come out too high\n")
        #expect(warnings(line(0, "[1, 2]") + line(1000, "[3]"), "t.jsonl").isEmpty)
        let table =
            "timestamp_ms,input_length,output_length,n_blocks,n_blocks_seen_before\n0,900,3,2,0\n9,900,3,2,1\n"
        #expect(warnings(table).contains("'n_blocks_seen_before' is not modelled: 25.00 % of 4 blocks"))
    }

    @Test("Cached tokens are named with their sum")
    func cached() {
        #expect(
            warnings("arrival_s,prompt_tokens,output_tokens,cached_tokens\n0,90,3,48\n1,90,3,32\n")
                .contains("'cached_tokens' is not read: 80 in 2 of 2 rows"))
    }

    @Test("A line with a new key each time does not fill the memory")
    func manyKeys() {
        var load = UnreadLoad()
        for index in 0..<5_000 { _ = load.index(of: "image\(index)") }
        #expect(load.columns.count == 256)
    }
}
