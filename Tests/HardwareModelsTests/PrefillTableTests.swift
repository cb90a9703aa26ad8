import SimCore
import Testing

@testable import HardwareModels

@Suite struct PrefillTableTests {
    /// A cost that tells shapes apart by everything that prefill attention may depend on.
    private func cost(of shape: BatchShape) -> KernelCost {
        KernelCost(
            microseconds: Double(shape.prefillTokens), onChipMicroseconds: Double(shape.prefillChunks),
            flop: Double(shape.prefillPairs) + 1e6 * Double(shape.windowedPrefillPairs),
            bytes: Double(shape.prefillPastTokens) + 1e6 * Double(shape.windowedPrefillPastTokens),
            paddedFlop: shape.decodeSequences > 0 ? 1 : 0)
    }

    /// Few values of each number, so that keys differ in one of them and collide in the table.
    @Test func answersWhatWouldBeComputed() {
        var stream = RandomStream(seed: 5, purpose: "prefill table")
        var table = PrefillTable()
        var computations = 0
        for _ in 0..<20_000 {
            var shape = BatchShape()
            shape.prefillTokens = stream.whole(in: 1...3)
            shape.prefillChunks = stream.whole(in: 1...3)
            shape.prefillPairs = stream.whole(in: 1...3)
            shape.windowedPrefillPairs = stream.whole(in: 1...3)
            shape.prefillPastTokens = stream.whole(in: 0...2)
            shape.windowedPrefillPastTokens = stream.whole(in: 0...2)
            shape.decodeSequences = stream.whole(in: 0...2)
            let found = table.cost(shape) {
                computations += 1
                return cost(of: shape)
            }
            #expect(found == cost(of: shape))
        }
        #expect(computations < 20_000)
    }

    @Test func whatRepeatsIsComputedOnce() {
        var table = PrefillTable()
        var shape = BatchShape()
        shape.prefillTokens = 512
        shape.prefillChunks = 1
        var computations = 0
        for rows in 1...100 as ClosedRange<Int64> {
            shape.decodeSequences = rows
            _ = table.cost(shape) {
                computations += 1
                return cost(of: shape)
            }
        }
        #expect(computations == 1)
    }
}
