import SimCore
import Testing

@testable import WattlineLab

@Suite("Bins of time")
struct TimelineBinTests {
    private func filled(_ spans: [(from: Int64, to: Int64)]) -> TimelineBins {
        var bins = TimelineBins()
        for span in spans {
            bins.visit(from: span.from, to: span.to) { bin, from, to in bin.running += Int128(to - from) }
        }
        return bins
    }

    @Test("A span is cut where a bin ends")
    func cut() {
        let bins = filled([(500_000, 2_250_000)])
        #expect(bins.width == 1_000_000)
        #expect(bins.bins.map(\.running) == [500_000, 1_000_000, 250_000])
    }

    @Test("The end of a bin belongs to it, and so does a span without length there")
    func edges() {
        #expect(filled([(0, 1_000_000)]).bins.count == 1)
        #expect(filled([(0, 1_000_000), (1_000_000, 1_000_000)]).bins.count == 1)
        #expect(filled([(0, 0)]).bins.count == 1)
        #expect(filled([]).bins.isEmpty)
    }

    @Test("Bins double when the run outgrows them, and lose nothing")
    func doubling() {
        let bins = filled([(0, 1_000_000), (0, 401_000_000), (5_000_000_000, 5_000_000_001)])
        #expect(bins.width == 16_000_000)
        #expect(bins.bins.count == 313)
        #expect(bins.bins[0].running == 17_000_000)
        #expect(bins.bins.reduce(0) { $0 + $1.running } == 402_000_001)
    }

    @Test("The longest run there is has bins")
    func longest() {
        let end = SimInstant.limit.picoseconds
        let bins = filled([(0, end)])
        #expect(bins.bins.count <= TimelineBins.capacity)
        #expect(bins.bins.reduce(0) { $0 + $1.running } == Int128(end))
    }

    @Test("A span that is the wrong way round has no place")
    func wrong() { #expect(filled([(5, 4), (-1, 3)]).bins.isEmpty) }
}
