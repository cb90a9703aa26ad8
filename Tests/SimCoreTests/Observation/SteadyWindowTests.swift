import SimCore
import Testing

/// A step takes 10 ms and 1 ms for each prompt token, at 500 W.
@Suite struct SteadyWindowTests {
    private func observe(_ requests: [RequestSpec], sequences: Int) throws -> SteadyWindow {
        var simulation = try Simulation(
            SimulationSetup(
                limits: ReplicaLimits(maxSequences: sequences, maxBatchedTokens: 100, kvBlocks: 100)),
            arrivals: ListedArrivals(requests), router: RoundRobin(), policy: ChunkedPrefill(),
            cost: AffineCostModel.round)
        var window = SteadyWindow(requests: requests.count, sequences: sequences)
        _ = try simulation.run(observer: &window)
        return window
    }

    /// Six requests, two at a time: the window closes with the third that ends (6 - 2 - 1).
    ///
    ///     0 -> 30 -> 50     0 and 1: prompts, then two tokens each
    ///     50 -> 80 -> 100   2 and 3: with 2 at 100 the window closes
    @Test func fromTheFullBatchToTheLastButABatch() throws {
        let window = try observe((0..<6).map { _ in request(at: 0, prompt: 10, output: 3) }, sequences: 2)
        #expect(window.opened == .zero && window.closed == .milliseconds(100))
        #expect(window.duration == .milliseconds(100) && window.outputTokens == 12)
        #expect(window.energy.joules == 50 && window.meanPower == 500)
        #expect(window.meanBatch == 2 && window.outputThroughput == 120)
        #expect(window.itl.count == 8 && window.itl.maximum == .milliseconds(10))
    }

    @Test func aBatchThatIsNeverFullHasNoWindow() throws {
        let window = try observe([request(at: 0, prompt: 10, output: 3)], sequences: 2)
        #expect(window.opened == nil && window.duration == nil)
        #expect(window.meanBatch == nil && window.meanPower == nil && window.outputThroughput == nil)
    }
}
