import SimCore
import Testing
import Workloads

@testable import SimCLI

@Suite struct TraceStoredTests {
    @Test func everyRequestComesBack() {
        var stream = RandomStream(seed: 12, purpose: "test.stored")
        let most = LengthDistribution.tokenLimit
        var requests: [RequestSpec] = []
        for lengths in [(1, 1), (most, most), (1, most), (most, 1)] {
            for priority in [-1_000, 0, 1_000] {
                requests.append(
                    RequestSpec(
                        arrival: .limit, promptTokens: lengths.0, outputTokens: lengths.1, priority: priority)
                )
            }
        }
        for _ in 0..<500 {
            requests.append(
                RequestSpec(
                    arrival: SimInstant(picoseconds: stream.whole(in: 0...Int64.max)),
                    promptTokens: Int(stream.whole(in: 1...Int64(most))),
                    outputTokens: Int(stream.whole(in: 1...Int64(most))),
                    priority: Int(stream.whole(in: -1_000...1_000))))
        }
        var stored = StoredRequests()
        #expect(stored.isEmpty)
        for request in requests { stored.append(request) }
        for request in requests { #expect(stored.next() == request, "seed 12") }
        #expect(stored.next() == nil)
    }
}
