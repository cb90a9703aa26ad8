import Testing

@testable import SimCore

@Suite struct RandomStreamTests {
    /// The first outputs of the authors' xoshiro256plusplus.c (prng.di.unimi.it) from the state 1, 2, 3, 4.
    @Test func agreesWithTheReference() {
        var stream = RandomStream(state: (1, 2, 3, 4))
        let expected: [UInt64] = [
            41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386, 9_228_616_714_210_784_205,
        ]
        #expect(expected.map { _ in stream.next() } == expected)
    }

    /// The published test vector of SplitMix64 for the seed 1234567.
    @Test func seederAgreesWithTheReference() {
        var seeder = SplitMix64(state: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect(expected.map { _ in seeder.next() } == expected)
    }

    /// Pinned, because every stored result depends on it; from the same independent calculation as the fingerprints.
    @Test func aNamedStreamIsPinned() {
        var stream = RandomStream(seed: 7, purpose: "arrivals")
        #expect(
            [stream.next(), stream.next(), stream.next()]
                == [0x29e8_8610_0860_a80b, 0x9d81_6cb0_56c5_3c78, 0xcd59_edfd_6715_0d7c])
    }

    @Test func aCopyRepeats() {
        var stream = RandomStream(seed: 1, purpose: "x")
        _ = stream.next()
        var copy = stream
        #expect((0..<10).map { _ in stream.next() } == (0..<10).map { _ in copy.next() })
    }

    /// Streams with another name share nothing: their bits agree half of the time.
    @Test func namesMakeIndependentStreams() {
        let names: [(UInt64, String, UInt64)] = [
            (0, "arrivals", 0), (1, "arrivals", 0), (0, "lengths", 0), (0, "arrivals", 1), (0, "", 0),
            (0, "arrivalt", 0),
        ]
        for (index, left) in names.enumerated() {
            for right in names.dropFirst(index + 1) {
                var one = RandomStream(seed: left.0, purpose: left.1, replication: left.2)
                var two = RandomStream(seed: right.0, purpose: right.1, replication: right.2)
                var same = 0
                for _ in 0..<4_000 { same += 64 - (one.next() ^ two.next()).nonzeroBitCount }
                // 256,000 fair coins: the standard deviation is 253; five of them.
                #expect(abs(same - 128_000) < 1_265, "\(left) \(right)")
            }
        }
    }

    /// Pearson's chi-squared for several ranges; the bound is the mean plus five standard deviations.
    @Test(arguments: [2, 3, 6, 10, 100, 1_000] as [Int64])
    func wholeNumbersAreUniform(sides: Int64) {
        var stream = RandomStream(seed: 11, purpose: "dice")
        var counts = [Double](repeating: 0, count: Int(sides))
        let draws = 200_000
        for _ in 0..<draws { counts[Int(stream.whole(in: -5...(sides - 6)) + 5)] += 1 }
        let expected = Double(draws) / Double(sides)
        let statistic = counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
        let freedom = Double(sides - 1)
        #expect(statistic < freedom + 5 * (2 * freedom).squareRoot())
        #expect(statistic > freedom - 5 * (2 * freedom).squareRoot())
    }

    /// With a span of 3 x 2^62 a plain remainder would give the low third twice as often.
    @Test func hugeRangesHaveNoBias() {
        var stream = RandomStream(seed: 12, purpose: "dice")
        let range = Int64.min...(Int64.min + (3 << 61) - 1 + (3 << 61))
        var low = 0
        for _ in 0..<30_000 where stream.whole(in: range) < Int64.min + (1 << 62) { low += 1 }
        // 30,000 draws with probability 1/3: the standard deviation is 82; five of them.
        #expect(abs(low - 10_000) < 410)
    }

    @Test func rangesOfEverySizeWork() {
        var stream = RandomStream(seed: 13, purpose: "ranges")
        #expect(stream.whole(in: 5...5) == 5)
        #expect(stream.whole(in: Int64.max...Int64.max) == .max)
        var signs = 0
        for _ in 0..<1_000 where stream.whole(in: Int64.min...Int64.max) < 0 { signs += 1 }
        #expect((400...600).contains(signs))
        for _ in 0..<10_000 {
            let bounds = [stream.whole(in: .min ... .max), stream.whole(in: .min ... .max)].sorted()
            #expect((bounds[0]...bounds[1]).contains(stream.whole(in: bounds[0]...bounds[1])))
        }
    }

    @Test func unitsStayInTheirInterval() {
        var stream = RandomStream(seed: 14, purpose: "units")
        var sum = 0.0
        for _ in 0..<100_000 {
            let half = stream.unit()
            let open = stream.openUnit()
            #expect(half >= 0 && half < 1 && open > 0 && open < 1)
            sum += half + open
        }
        // The mean of 200,000 uniforms has a standard deviation of 6.5e-4.
        #expect(abs(sum / 200_000 - 0.5) < 5 * 6.5e-4)
    }
}
