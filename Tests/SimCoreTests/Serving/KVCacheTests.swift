import Testing

@testable import SimCore

@Suite struct KVCacheTests {
    /// A cache that counts each sequence's tokens one by one.
    private struct Naive {
        var total: Int64
        var blockSize: Int64
        /// Tokens of each decoding sequence at the present step.
        var tokens: [Int64] = []

        func blocks(_ tokens: Int64) -> Int64 { (tokens + blockSize - 1) / blockSize }
        var used: Int64 { tokens.reduce(0) { $0 + blocks($1) } }
        var demand: Int64 { Int64(tokens.filter { $0 % blockSize == 0 }.count) }
    }

    /// Random sequences that join, leave and decode: every count against the naive cache's.
    @Test func agreesWithCountingEverySequence() {
        var stream = RandomStream(seed: 71, purpose: "cache")
        for _ in 0..<300 {
            let blockSize = [1, 2, 3, 16, 64][Int(stream.whole(in: 0...4))]
            let total = stream.whole(in: 1...200)
            var cache = KVCache(totalBlocks: Int(total), blockSize: blockSize)
            var naive = Naive(total: total, blockSize: Int64(blockSize))
            var step: Int64 = stream.whole(in: 0...1_000_000)
            var peak: Int64 = 0
            for _ in 0..<40 {
                switch stream.whole(in: 0...3) {
                case 0:
                    let tokens = stream.whole(in: 1...100)
                    guard naive.used + naive.blocks(tokens) <= total else { break }
                    cache.take(cache.blocks(forTokens: tokens))
                    cache.startDecoding(offset: tokens - step)
                    naive.tokens.append(tokens)
                case 1:
                    guard !naive.tokens.isEmpty else { break }
                    let tokens = naive.tokens.remove(
                        at: Int(stream.whole(in: 0...Int64(naive.tokens.count - 1))))
                    cache.stopDecoding(offset: tokens - step)
                    cache.release(cache.blocks(forTokens: tokens))
                default:
                    #expect(cache.demand(step: step) == naive.demand)
                    for tokens in naive.tokens {
                        #expect(
                            cache.needsBlock(offset: tokens - step, step: step)
                                == (tokens % naive.blockSize == 0))
                    }
                    let limit = stream.whole(in: 1...300)
                    let count = cache.steps(from: step, atMost: limit)
                    // The naive cache takes the steps one at a time, until one does not fit.
                    var taken: Int64 = 0
                    while taken < limit, naive.used + naive.demand <= total {
                        naive.tokens = naive.tokens.map { $0 + 1 }
                        taken += 1
                    }
                    #expect(count == taken)
                    cache.takeForDecoding(from: step, count: taken)
                    step += taken
                }
                peak = max(peak, naive.used)
                #expect(cache.usedBlocks == naive.used)
                #expect(cache.freeBlocks == total - naive.used)
                #expect(cache.peakBlocks == peak)
            }
        }
    }

    @Test func stepsWithoutSequencesAreOnlyLimited() {
        var cache = KVCache(totalBlocks: 4, blockSize: 16)
        #expect(cache.steps(from: 7, atMost: 1 << 30) == 1 << 30)
    }

    @Test func blocksRoundUp() {
        let cache = KVCache(totalBlocks: 4, blockSize: 16)
        #expect([0, 1, 15, 16, 17, 32, 33].map { cache.blocks(forTokens: $0) } == [0, 1, 1, 1, 2, 2, 3])
    }
}
