import SimCore
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("Pareto fronts")
struct ParetoFrontTests {
    private func front(_ text: String) throws -> ParetoFront {
        try ParetoFront(parsing: text, SweepFixture.layout)
    }

    @Test func byHand() throws {
        let rows = [(1.0, 9.0), (2, 5), (3, 5), (4, 1), (4, 1), (0.5, 9)].enumerated().map { index, pair in
            SweepFixture.row(index, ["p99_ttft_ms": pair.0, "p99_tpot_ms": pair.1])
        }
        #expect(try front("p99_ttft_ms,p99_tpot_ms").points(rows) == [1, 3, 4, 5])
        #expect(try front("p99_ttft_ms:max,p99_tpot_ms:max").points(rows) == [0, 2, 3, 4])
    }

    @Test("Where more is better, the direction is known")
    func direction() throws {
        #expect(
            try front("output_throughput,p99_tpot_ms").summary
                == "highest output_throughput, lowest p99_tpot_ms")
    }

    @Test("The front is what the definition says, of random rows", arguments: 0..<20)
    func definition(seed: Int) throws {
        var stream = RandomStream(seed: UInt64(seed), purpose: "pareto")
        let pairs = (0..<40).map { _ in (stream.below(8), stream.below(8)) }
        let rows = pairs.enumerated().map { index, pair in
            SweepFixture.row(index, ["p99_ttft_ms": Double(pair.0), "p99_tpot_ms": Double(pair.1)])
        }
        let expected = pairs.indices.filter { index in
            !pairs.contains { other in
                other.0 <= pairs[index].0 && other.1 <= pairs[index].1 && other != pairs[index]
            }
        }
        #expect(try front("p99_ttft_ms,p99_tpot_ms").points(rows) == Set(expected))
    }

    @Test(
        "What is no pair",
        arguments: [
            (
                "p99_ttft_ms",
                "must be two metrics such as energy_per_output_token_j,p99_tpot_ms, got 'p99_ttft_ms'"
            ),
            (
                "p99_ttft_ms,",
                "must be two metrics such as energy_per_output_token_j,p99_tpot_ms, got 'p99_ttft_ms,'"
            ),
            ("tp,tp", "must be two different metrics, got 'tp,tp'"),
            ("tp:up,p99_ttft_ms", "knows the directions min and max, got 'tp:up'"),
            ("tp,latency_", "names the unknown metric 'latency_'. 'wattline list metrics' shows them"),
        ])
    func refused(text: String, message: String) {
        do {
            _ = try front(text)
            Issue.record("\(text) was taken")
        } catch {
            #expect((error as? BadValue)?.text == message)
        }
    }
}
