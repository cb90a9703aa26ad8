import SimCore
import Testing

@testable import Workloads

@Suite struct MergedArrivalsTests {
    @Test func inOrderAndTheFirstSourceFirst() throws {
        let second = PrioritisedArrivals(listed([0, 5, 20, 30]), priority: 1)
        let merged = try drain(MergedArrivals(listed([0, 10, 20]), second))
        #expect(milliseconds(merged) == [0, 0, 5, 10, 20, 20, 30])
        #expect(merged.map(\.priority) == [0, 1, 1, 0, 0, 1, 1])
    }

    @Test func anEmptySideChangesNothing() throws {
        #expect(milliseconds(try drain(MergedArrivals(listed([]), listed([1, 2])))) == [1, 2])
        #expect(milliseconds(try drain(MergedArrivals(listed([1, 2]), listed([])))) == [1, 2])
        #expect(try drain(MergedArrivals(listed([]), listed([]))).isEmpty)
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func nothingIsLostAndCopiesContinue(seed: UInt64) throws {
        var merged = MergedArrivals(try chat(count: 300, seed: seed), try chat(count: 200, seed: seed + 100))
        for _ in 0..<50 { _ = try merged.next() }
        let rest = try drain(merged)
        #expect(rest.count == 450, "seed \(seed)")
        #expect(zip(rest, rest.dropFirst()).allSatisfy { $0.arrival <= $1.arrival }, "seed \(seed)")
        #expect(try drain(merged) == rest, "seed \(seed)")
    }
}
