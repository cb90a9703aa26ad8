import SimCore
import Testing

@testable import HardwareModels

@Suite struct PrefillAttentionTests {
    private func cost(
        _ constants: RooflineConstants, past: Double = 0, shares: Bool = false
    ) -> KernelCost {
        PrefillAttention(
            geometry: AttentionGeometry(heads: 10, kvHeads: 5, headDimension: 100), kvBytes: 2,
            window: .infinity
        ).cost(
            PrefillChunks(tokens: 1000, chunks: 1, pairs: 500_500, pastTokens: past, sharesKernel: shares),
            on: Textbook.machine(constants))
    }

    @Test func idealByHand() {
        // 4 x 10 heads x 100 x 500,500 pairs = 2.002 GFLOP, 20.02 us; keys and values written: 2 MB, 2 us.
        let ideal = cost(.ideal)
        #expect(ideal.flop == 2.002e9)
        #expect(ideal.bytes == 2e6)
        #expect(agree(ideal.microseconds, 20.02, within: 1e-12))
    }

    @Test func realAddsLaunchAndTraffic() {
        // Per token (2 x 10 + 4 x 5) x 100 x 2 bytes: 8 MB at 0.43 TB/s; 2.002 GFLOP at 65 TFLOP/s; 12.5 us.
        let real = cost(.reference)
        #expect(real.bytes == 8e6)
        #expect(agree(real.microseconds, 12.5 + 20.02 / 0.65 + 8 / 0.43, within: 1e-12))
        let shared = cost(.reference, shares: true)
        #expect(agree(real.microseconds - shared.microseconds, 12.5, within: 1e-12))
    }

    @Test func earlierChunksAreReadBack() {
        // 2 x 5 heads x 100 x 2 bytes for each token before the chunk.
        #expect(cost(.ideal, past: 300).bytes - cost(.ideal).bytes == 300 * 2000)
    }
}
