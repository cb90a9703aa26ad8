import HardwareModels
import SimCore
import WattlineLab
import WattlineText

/// A serving benchmark's run, simulated as it was: every request at once, so many running, and the figures of the
/// steady window.
struct ClosedLoopReplay {
    let setup: SimulationSetup
    let requests: [RequestSpec]
    private let window: SteadyWindow

    /// What the window says; each nil where no window opened and closed.
    struct Figures {
        let meanBatch: Double
        let outputThroughput: Double
        let medianITLMilliseconds: Double
        let watts: Double

        var stepTimeMilliseconds: Double { meanBatch / outputThroughput * 1e3 }
        var joulesPerToken: Double { watts / outputThroughput }
    }

    init(_ row: ServingRow, kvBlocks: Int, engine: EngineProfile) {
        setup = SimulationSetup(
            limits: ReplicaLimits(
                maxSequences: row.maxSequences, maxBatchedTokens: max(engine.tokenBudget, row.maxSequences),
                kvBlocks: kvBlocks, blockSize: engine.blockSize))
        requests = row.outputLengths.lengths(row.requests, seed: 0).map {
            RequestSpec(arrival: .zero, promptTokens: row.promptTokens, outputTokens: $0)
        }
        window = SteadyWindow(requests: row.requests, sequences: row.maxSequences)
    }

    /// - Throws: `CLIError` for a run that the simulator refuses.
    /// - Returns: nil for a run too short to have a steady window.
    func run(_ cost: RooflineModel) throws(CLIError) -> Figures? {
        var window = window
        do throws(SimulationFault) {
            var simulation = try Simulation(
                setup, arrivals: ListedArrivals(requests), router: RoundRobin(), policy: ChunkedPrefill(),
                cost: cost)
            _ = try simulation.run(observer: &window)
        } catch {
            if case .cost(let shape, _) = error, let refusal = Scenario.refusal(of: shape, cost) {
                throw refusal
            }
            throw CLIError(.internalDefect, error.description)
        }
        guard let batch = window.meanBatch, let throughput = window.outputThroughput,
            let watts = window.meanPower, let gap = window.itl.quantile(0.5)
        else { return nil }
        return Figures(
            meanBatch: batch, outputThroughput: throughput, medianITLMilliseconds: gap.milliseconds,
            watts: watts)
    }
}
