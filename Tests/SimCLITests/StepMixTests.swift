import HardwareModels
import SimCore
import Testing

@testable import SimCLI

@Suite struct StepMixTests {
    /// A run with enough KV cache, and one that preempts for want of it.
    @Test(arguments: [100_000, 300])
    func agreesWithTheReplay(kvBlocks: Int) throws {
        let histogram = try #require(LengthHistogram(shortest: 2, longest: 602, counts: [9, 4, 2, 1]))
        let requests = histogram.lengths(120, seed: 0).map {
            RequestSpec(arrival: .zero, promptTokens: 300, outputTokens: $0)
        }
        let setup = SimulationSetup(
            limits: ReplicaLimits(maxSequences: 16, maxBatchedTokens: 8192, kvBlocks: kvBlocks))
        var cost = try RooflineModel(
            model: ModelCatalog.model(named: "Qwen3-8B"), device: DeviceCatalog.h100SXM, engine: .vllm)
        var window = SteadyWindow(requests: 120, sequences: 16)
        var simulation = try Simulation(
            setup, arrivals: ListedArrivals(requests), router: RoundRobin(), policy: ChunkedPrefill(),
            cost: cost)
        _ = try simulation.run(observer: &window)

        let mix = try #require(try StepMix(setup, requests: requests, attentionWindow: nil))
        let figures = try #require(try mix.figures(&cost))
        func agree(_ got: Double, _ expected: Double?, _ tolerance: Double) throws {
            #expect(
                abs(got / (try #require(expected)) - 1) < tolerance,
                "\(got) is not \(String(describing: expected))")
        }
        try agree(figures.meanBatch, window.meanBatch, 0.01)
        try agree(figures.outputThroughput, window.outputThroughput, 0.01)
        try agree(figures.watts, window.meanPower, 0.01)
        try agree(figures.medianITLMilliseconds, window.itl.quantile(0.5)?.milliseconds, 0.02)
    }

    @Test func aRunWithoutAWindowHasNoMix() throws {
        let requests = [RequestSpec(arrival: .zero, promptTokens: 10, outputTokens: 10)]
        let setup = SimulationSetup(
            limits: ReplicaLimits(maxSequences: 8, maxBatchedTokens: 8192, kvBlocks: 100))
        let mix = try StepMix(setup, requests: requests, attentionWindow: nil)
        #expect(mix == nil)
    }
}
