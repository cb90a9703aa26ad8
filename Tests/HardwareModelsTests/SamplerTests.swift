import SimCore
import Testing

@testable import HardwareModels

@Suite struct SamplerTests {
    @Test func sortingCostsEveryLogit() {
        // 1e6 logits: 30 us, 0.2456 ns each, 4 MB at 0.7 TB/s.
        let cost = Sampler.cost(
            logits: 1e6, sampler: EngineProfile.vllm.sampler, on: Textbook.machine(.reference))
        #expect(agree(cost.microseconds, 30 + 245.55764106565267 + 4 / 0.7, within: 1e-12))
        #expect(Sampler.cost(logits: 1e6, sampler: .free, on: Textbook.machine()) == .zero)
    }
}
