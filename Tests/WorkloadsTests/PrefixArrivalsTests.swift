import SimCore
import Testing

@testable import Workloads

@Suite struct PrefixArrivalsTests {
    @Test(arguments: [0, 1, 99, 100, 101, Int.max]) func theFirstSoMany(count: Int) throws {
        let all = try drain(chat(count: 100, seed: 3))
        #expect(
            try drain(PrefixArrivals(chat(count: 100, seed: 3), count: count)) == Array(all.prefix(count)))
    }

    @Test func negativeCountsAreRefused() {
        #expect(throws: WorkloadError.badCount(-1)) { try PrefixArrivals(listed([]), count: -1) }
    }
}
