import Testing

@testable import SimCore

@Suite struct TokenGapsTests {
    private func time(_ femtoseconds: Int64) -> ExactTime {
        ExactTime(.zero).advanced(byFemtoseconds: femtoseconds)
    }

    /// Random joins, leaves and steps against one last token a sequence.
    @Test func agreesWithOneTimeASequence() {
        var stream = RandomStream(seed: 91, purpose: "gaps")
        for _ in 0..<200 {
            var gaps = TokenGaps()
            var histogram = LatencyCounter()
            var expected = LatencyHistogram()
            var lastTokens: [ExactTime] = []
            var now: Int64 = 0
            for _ in 0..<50 {
                switch stream.whole(in: 0...3) {
                case 0:
                    gaps.add(lastToken: time(now))
                    lastTokens.append(time(now))
                case 1:
                    guard !lastTokens.isEmpty else { break }
                    let index = Int(stream.whole(in: 0...Int64(lastTokens.count - 1)))
                    gaps.remove(lastToken: lastTokens.remove(at: index))
                case 2: now += stream.whole(in: 1...5_000)
                default:
                    gaps.close(at: time(now), into: &histogram)
                    for last in lastTokens {
                        expected.add(femtoseconds: time(now).femtoseconds(since: last), weight: 1)
                    }
                    lastTokens = lastTokens.map { _ in time(now) }
                    #expect(gaps.groupCount <= 1)
                }
                #expect(gaps.sequences == Int64(lastTokens.count))
            }
            #expect(histogram.histogram == expected)
        }
    }

    @Test func advancingMovesTheGroupWithoutCounting() {
        var gaps = TokenGaps()
        var histogram = LatencyCounter()
        gaps.advance(to: time(7_000))
        #expect(gaps.groupCount == 0)
        gaps.add(lastToken: time(0))
        gaps.advance(to: time(7_000))
        gaps.close(at: time(9_000), into: &histogram)
        #expect(histogram.histogram.count == 1)
        #expect(histogram.histogram.maximum == SimDuration(picoseconds: 2))
    }
}
