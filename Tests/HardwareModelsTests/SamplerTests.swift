import SimCore
import Testing

@testable import HardwareModels

@Suite struct SamplerTests {
    @Test func sortingCostsEveryLogit() {
        // 1e6 logits: 30 us, 0.2456 ns each, 4 MB at 0.7 TB/s.
        let cost = Sampler(vocabulary: 1e5, profile: EngineProfile.reference.sampler).cost(
            rows: 10, on: Textbook.machine(.reference))
        #expect(agree(cost.microseconds, 30 + 245.55764106565267 + 4 / 0.7, within: 1e-12))
        #expect(cost.logits == 1e6)
        let free = Sampler(vocabulary: 1e5, profile: .free).cost(rows: 10, on: Textbook.machine())
        #expect(free == KernelCost(microseconds: 0, flop: 0, bytes: 0, logits: 1e6))
    }

    @Test func rowsBeyondAFullSortCostTheirOwn() {
        var sampler = SamplerProfile.free
        sampler.nanosecondsPerLogit = 3
        sampler.nanosecondsPerLaterLogit = 1
        func microseconds(_ rows: Double) -> Double {
            Sampler(vocabulary: 1000, profile: sampler).cost(rows: rows, on: Textbook.machine()).microseconds
        }
        #expect(microseconds(128) == 128 * 3)
        #expect(microseconds(130) == 128 * 3 + 2)
        #expect(microseconds(1) == 3)
    }
}
