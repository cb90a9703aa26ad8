import Testing

@testable import WattlineEvidence

@Suite struct LengthHistogramTests {
    @Test func theMeanIsTheHistogramsForEverySeed() throws {
        // Bins 1...101 and 101...201 with 3 and 1 answers: means 51 and 151, together 76.
        let histogram = try #require(LengthHistogram(shortest: 1, longest: 201, counts: [3, 1]))
        for seed in 0..<5 {
            let lengths = histogram.lengths(400, seed: UInt64(seed))
            let mean = Double(lengths.reduce(0, +)) / 400
            #expect(abs(mean - 76) < 0.5)
        }
    }

    @Test func theSeedChangesTheOrderOnly() throws {
        let histogram = try #require(LengthHistogram(shortest: 2, longest: 4096, counts: [5, 0, 3, 1]))
        let first = histogram.lengths(100, seed: 1)
        let second = histogram.lengths(100, seed: 2)
        #expect(first != second)
        #expect(first.sorted() == second.sorted())
        #expect(first == histogram.lengths(100, seed: 1))
    }

    @Test func emptyBinsHaveNoAnswers() throws {
        let histogram = try #require(LengthHistogram(shortest: 1, longest: 301, counts: [1, 0, 1]))
        #expect(histogram.lengths(64, seed: 0).allSatisfy { $0 <= 101 || $0 >= 201 })
    }

    @Test(arguments: [(1.0, 10.0, [0, 0]), (10, 1, [1]), (0, 10, [1]), (1, 10, [])])
    func refusesWhatIsNone(shortest: Double, longest: Double, counts: [Int]) {
        #expect(LengthHistogram(shortest: shortest, longest: longest, counts: counts) == nil)
    }
}
