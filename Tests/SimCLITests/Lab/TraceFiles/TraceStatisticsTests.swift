import SimCore
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("Figures of a trace")
struct TraceStatisticsTests {
    private func statistics(_ arrivals: [Double]) throws -> TraceStatistics {
        var text = "arrival_s,prompt_tokens,output_tokens\n"
        for arrival in arrivals { text += "\(arrival),10,20\n" }
        return try TraceStatistics(of: TraceSource(text: text, name: "t.csv"))
    }

    @Test("Rate and busiest minute by hand")
    func rates() throws {
        let some = try statistics([5, 10, 20, 64, 66, 67, 125])
        #expect(some.rate == 6 / 120.0)
        // 5, 10, 20, 64 | 66, 67 | 125, from the first arrival on.
        #expect(some.busiestMinuteRate == 4 / 60.0)
        #expect(try statistics([0, 59]).busiestMinuteRate == nil)
        #expect(try statistics([3]).rate == nil)
        #expect(try statistics([3, 3]).rate == nil)
    }

    @Test("Burstiness: equal gaps have none, Poisson about 1, bursts less")
    func burstiness() throws {
        #expect(try statistics([0, 1, 2, 3]).burstiness == .infinity)
        #expect(try statistics([0, 1]).burstiness == nil)
        #expect(try statistics([0, 0, 0]).burstiness == nil)
        // Gaps 1 and 3: mean 2, variance 1.
        #expect(try statistics([0, 1, 4]).burstiness == 4)
        var stream = RandomStream(seed: 2, purpose: "burstiness")
        var now = 0.0
        var poisson: [Double] = []
        for _ in 0..<20_000 {
            now += stream.exponential()
            poisson.append(now)
        }
        let shape = try #require(try statistics(poisson).burstiness)
        #expect(abs(shape - 1) < 0.05)
    }

    @Test("Lengths and rows are those of the file")
    func lengths() throws {
        let statistics = try statistics([0, 1, 2])
        #expect(statistics.prompts.quantile(0.5) == 10)
        #expect(statistics.outputs.quantile(0.5) == 20)
        #expect(statistics.gaps.count == 2)
        #expect(statistics.summary.rows == 3)
    }
}
