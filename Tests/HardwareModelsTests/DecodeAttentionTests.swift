import SimCore
import Testing

@testable import HardwareModels

@Suite struct DecodeAttentionTests {
    @Test func byHand() {
        // 2 x 5 KV heads x 100 x 2 bytes = 2 kB a token; 4 x 10 heads x 100 FLOP.
        let token = DecodeAttention.perContextToken(
            heads: 10, kvHeads: 5, headDimension: 100, kvBytes: 2, on: Textbook.machine())
        #expect(token.bytes == 2000)
        #expect(token.flop == 4000)
        #expect(agree(token.microseconds, 0.002, within: 1e-12))
    }

    @Test func manyQueryHeadsToAKVHeadAreComputeBound() {
        // 300 heads to one: 120,000 FLOP against 400 bytes is 300 FLOP/byte, above the ridge of 100.
        let token = DecodeAttention.perContextToken(
            heads: 300, kvHeads: 1, headDimension: 100, kvBytes: 2, on: Textbook.machine())
        #expect(agree(token.microseconds, 120_000 / 1e8, within: 1e-12))
    }

    @Test func latencyGrowsWithSequencesAndHeads() {
        let fixed = DecodeAttention.fixed(sequences: 100, kvHeads: 8, on: Textbook.machine(.h100VLLM))
        #expect(agree(fixed.microseconds, 11.6 + 0.0212 * 800, within: 1e-12))
        #expect(fixed.bytes == 0)
    }
}
