import HardwareModels
import SimCore

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
        let prompts = ClosedLoopReplay.promptLengths(row.requests, mean: row.promptTokens)
        requests = zip(prompts, row.outputLengths.lengths(row.requests, seed: 0)).map {
            RequestSpec(arrival: .zero, promptTokens: $0, outputTokens: $1)
        }
        window = SteadyWindow(requests: row.requests, sequences: row.maxSequences)
    }

    /// So many prompts whose mean is the row's: lognormal with a coefficient of variation of 2, as chats have, and none
    /// beyond 32 times the mean. Of prompts that are all alike the median gap jumps to the steps with a prompt in them as
    /// soon as those are every second one.
    private static func promptLengths(_ count: Int, mean: Int) -> [Int] {
        var random = RandomStream(seed: 0, purpose: "prompt lengths")
        let drawn = (0..<count).map { _ in min(32, random.lognormal(mean: 1, cv: 2)) }
        let scale = Double(mean) * Double(count) / drawn.reduce(0, +)
        return drawn.map { max(1, Int(($0 * scale).rounded())) }
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
            if case .cost(let shape, _) = error, let refusal = RunCommand.refusal(of: shape, cost) {
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
