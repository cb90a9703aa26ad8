import SimCore
import Testing

@testable import Workloads

@Suite struct PrioritisedArrivalsTests {
    typealias Share = PrioritisedArrivals<SyntheticWorkload>.Share

    @Test(arguments: [1, 2, 3] as [UInt64]) func sharesAreKept(seed: UInt64) throws {
        let count = 20_000
        let shares = [
            Share(priority: 0, weight: 9), Share(priority: 7, weight: 0), Share(priority: 5, weight: 1),
        ]
        let source = try PrioritisedArrivals(chat(count: count, seed: seed), shares: shares, seed: seed)
        let priorities = try drain(source).map(\.priority)
        #expect(Set(priorities) == [0, 5], "seed \(seed)")
        let urgent = Double(priorities.count { $0 == 5 })
        // Binomial, 5 standard deviations.
        #expect(abs(urgent - 2_000) < 5 * (Double(count) * 0.1 * 0.9).squareRoot(), "seed \(seed)")
    }

    @Test func theRestStays() throws {
        let shares = [Share(priority: 3, weight: 1), Share(priority: 4, weight: 1)]
        let drawn = try drain(PrioritisedArrivals(chat(count: 100, seed: 1), shares: shares, seed: 1))
        let plain = try drain(chat(count: 100, seed: 1))
        #expect(drawn.map(\.arrival) == plain.map(\.arrival))
        #expect(drawn.map(\.outputTokens) == plain.map(\.outputTokens))
    }

    @Test func onePriorityForAll() throws {
        let source = PrioritisedArrivals(try chat(count: 10, seed: 1), priority: -2)
        #expect(try drain(source).allSatisfy { $0.priority == -2 })
    }

    @Test func badSharesAreRefused() throws {
        let source = try chat(count: 1, seed: 1)
        for weights in [[], [0.0], [-1, 2], [Double.nan], [Double.infinity], [1e308, 1e308]] {
            let shares = weights.map { Share(priority: 0, weight: $0) }
            #expect(throws: WorkloadError.self) { try PrioritisedArrivals(source, shares: shares) }
        }
    }
}
