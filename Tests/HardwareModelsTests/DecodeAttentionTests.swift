import SimCore
import Testing

@testable import HardwareModels

@Suite struct DecodeAttentionTests {
    private func cost(
        _ constants: RooflineConstants, sequences: Double, context: Double, heads: Double, kvHeads: Double,
        headDimension: Double = 100
    ) -> KernelCost {
        DecodeAttention(
            geometry: AttentionGeometry(heads: heads, kvHeads: kvHeads, headDimension: headDimension),
            kvBytes: 2
        ).cost(sequences: sequences, context: context, on: Textbook.machine(constants))
    }

    @Test func copyingTheCacheByHand() {
        var constants = RooflineConstants.ideal
        func bytes(heads: Double, kvHeads: Double, context: Double) -> Double {
            cost(constants, sequences: 2, context: context, heads: heads, kvHeads: kvHeads).bytes
        }
        let cache = Textbook.machine(constants).cacheBytes
        // 2 rows, keys and values of 100 elements for each KV head, 2 bytes each.
        let (plain, large) = (
            bytes(heads: 8, kvHeads: 8, context: 10), bytes(heads: 8, kvHeads: 2, context: 1e9)
        )
        #expect(plain == 2 * 10 * 8 * 200 * 2)
        constants.copiesCache = true
        // Read and written to append.
        #expect(bytes(heads: 8, kvHeads: 8, context: 10) == 3 * plain)
        // And written 4 times; those and the appended one are read back, but for what the L2 cache holds of them.
        let copied = bytes(heads: 8, kvHeads: 2, context: 1e9)
        #expect(agree(copied, large * 11 - 5 * cache / 4, within: 1e-12))
        #expect(cost(constants, sequences: 2, context: 10, heads: 8, kvHeads: 2).microseconds > 0)
    }

    @Test func byHand() {
        // 2 x 5 KV heads x 100 x 2 bytes = 2 kB a token; 4 x 10 heads x 100 FLOP.
        let token = cost(.ideal, sequences: 1, context: 1, heads: 10, kvHeads: 5)
        #expect(token.bytes == 2000)
        #expect(token.flop == 4000)
        #expect(agree(token.microseconds, 0.002, within: 1e-12))
    }

    @Test func manyQueryHeadsToAKVHeadAreComputeBound() {
        // 300 heads to one: 120,000 FLOP against 400 bytes is 300 FLOP/byte, above the ridge of 100.
        let token = cost(.ideal, sequences: 1, context: 1, heads: 300, kvHeads: 1)
        #expect(agree(token.microseconds, 120_000 / 1e8, within: 1e-12))
    }

    @Test func latencyGrowsWithSequencesAndHeads() {
        let fixed = cost(.reference, sequences: 100, context: 0, heads: 32, kvHeads: 8)
        #expect(agree(fixed.microseconds, 11.6 + 0.0212 * 800, within: 1e-12))
        #expect(fixed.bytes == 0)
    }

    @Test func latentCacheIsReadOnceForAllHeads() throws {
        // DeepSeek-V3: 512 + 64 elements of 2 bytes a token and layer on each device, whatever the split.
        let model = try ModelCatalog.model(named: "DeepSeek-V3")
        for size in [1, 8] {
            let geometry = AttentionGeometry(try Sharding(model, tensorParallel: size))
            #expect(geometry.cachedElements == 576)
            #expect(geometry.decodeFlop == 2 * 128 / Double(size) * (576 + 512))
        }
        #expect(model.kvBytesPerToken(.bf16) == 61 * 576 * 2)
    }
}
