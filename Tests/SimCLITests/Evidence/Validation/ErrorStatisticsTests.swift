import Testing

@testable import WattlineEvidence

@Suite struct ErrorStatisticsTests {
    @Test func byHand() throws {
        var statistics = ErrorStatistics()
        // +10, -20, +30, -40 percent
        for predicted in [110.0, 80, 130, 60] { statistics.add(predicted: predicted, measured: 100) }
        #expect(statistics.count == 4)
        #expect(abs(try #require(statistics.mape) - 25) < 1e-9)
        #expect(abs(try #require(statistics.bias) + 5) < 1e-9)
        #expect(abs(try #require(statistics.median) - 25) < 1e-9)
        #expect(abs(try #require(statistics.p90) - 37) < 1e-9)
    }

    @Test func withoutValuesThereIsNone() {
        let statistics = ErrorStatistics()
        #expect(statistics.mape == nil && statistics.median == nil && statistics.p90 == nil)
        #expect(statistics.json.compact == #"{"n":0,"mape":null,"median":null,"p90":null,"bias":null}"#)
    }
}
