import SimCore
import Testing

@testable import SimCLI

@Suite("A request as events")
struct RequestEventsTests {
    /// `ph name ts` of the events of the second request of a run.
    private func events(_ flags: String) throws -> [String] {
        let timeline = try #require(try ParsedTimeline(Invocation("trace \(flags) -o -").output))
        return timeline.events.filter { $0.request == "1" }.map { "\($0.phase) \($0.name)" }
    }

    @Test("Phases lie in the request, with the moments between them")
    func phases() throws {
        #expect(
            try events("--num-prompts 5 --max-concurrency 9 --arrival together") == [
                "b request", "n first scheduled", "b prefill", "e prefill", "n first token", "b decode",
                "e decode",
                "e request",
            ])
        #expect(
            try events("--num-prompts 5 --max-num-seqs 1 --arrival together").prefix(4) == [
                "b request", "b queued", "e queued", "n first scheduled",
            ])
        #expect(
            try events("--num-prompts 2 --output-len 1 --arrival together").suffix(2) == [
                "n first token", "e request",
            ])
    }

    @Test("Figures are those of the row that run writes")
    func figures() throws {
        let folder = TemporaryFolder()
        let invocation = Invocation([
            "run", "--num-prompts", "30", "-q", "--kv-cache-tokens", "6000", "--max-num-seqs", "12",
            "--request-rate", "30", "-o",
            folder.file("a.jsonl"), "-o", folder.file("a.trace.json"),
        ])
        #expect(invocation.code == 0)
        let timeline = try #require(try ParsedTimeline(folder.text(of: "a.trace.json")))
        // Rows stand in the order of arrival, requests of a timeline in that of their ends.
        let begins = timeline.events.filter { $0.phase == "b" && $0.name == "request" }.sorted {
            Int($0.arguments["id"] ?? "") ?? 0 < Int($1.arguments["id"] ?? "") ?? 0
        }
        let rows = folder.text(of: "a.jsonl").split(separator: "\n")
        #expect(rows.count == 30 && begins.count == 30)
        var preempted = 0
        for (row, begin) in zip(rows, begins) {
            guard case .object(let members) = try JSONReader.read(Array(row.utf8)).value else { continue }
            func figure(_ key: String) -> Double {
                guard case .number(let value)? = members.first(where: { $0.key == key })?.node.written else {
                    return 0
                }
                return value
            }
            for (ours, theirs) in [
                ("id", "id"), ("prompt_tokens", "prompt_tokens"), ("output_tokens", "output_tokens"),
                ("ttft_ms", "ttft_ms"), ("tpot_ms", "tpot_ms"), ("e2el_ms", "e2el_ms"),
                ("queueing_ms", "queueing_ms"), ("prefill_J", "energy_prefill_j"),
                ("decode_J", "energy_decode_j"),
                ("preemptions", "preemptions"),
            ] {
                let value = Double(begin.arguments[ours] ?? "0") ?? .nan
                #expect(abs(value - figure(theirs)) <= 1e-6 + figure(theirs) * 1e-9, "\(ours)")
            }
            if begin.arguments["preemptions"] != nil { preempted += 1 }
        }
        #expect(preempted > 0)
    }
}
