import SimCore
import Testing

@Suite struct SimulationSetupTests {
    private func fault(_ change: (inout SimulationSetup) -> Void) -> String? {
        var setup = SimulationSetup(limits: ReplicaLimits(kvBlocks: 100))
        change(&setup)
        do {
            _ = try Simulation(
                setup, arrivals: ListedArrivals([]), router: RoundRobin(), policy: ChunkedPrefill(),
                cost: AffineCostModel())
            return nil
        } catch { return error.description }
    }

    @Test func aPlainSetupIsFine() { #expect(fault { _ in } == nil) }

    @Test(arguments: [0, -1, Int.min])
    func everythingMustBeAtLeastOne(value: Int) {
        let end = "is \(value), it must be at least 1"
        #expect(fault { $0.replicas = value } == "replicas \(end)")
        #expect(fault { $0.maxConcurrency = value } == "maxConcurrency \(end)")
        #expect(fault { $0.limits.maxSequences = value } == "maxSequences \(end)")
        #expect(fault { $0.limits.maxBatchedTokens = value } == "maxBatchedTokens \(end)")
        #expect(fault { $0.limits.kvBlocks = value } == "kvBlocks \(end)")
        #expect(fault { $0.limits.blockSize = value } == "blockSize \(end)")
        #expect(fault { $0.limits.maxModelTokens = value } == "maxModelTokens \(end)")
    }

    @Test func nothingMayBeAbsurd() {
        let value = Int.max
        #expect(fault { $0.replicas = value } == "replicas is \(value), it must be at most 1048576")
        #expect(
            fault { $0.limits.maxSequences = value }
                == "maxSequences is \(value), it must be at most 16777216")
        #expect(fault { $0.limits.blockSize = value } == "blockSize is \(value), it must be at most 16777216")
        let limit = 1 << 40
        #expect(fault { $0.limits.kvBlocks = value } == "kvBlocks is \(value), it must be at most \(limit)")
        #expect(
            fault { $0.limits.maxBatchedTokens = value }
                == "maxBatchedTokens is \(value), it must be at most \(limit)")
        #expect(
            fault { $0.limits.maxModelTokens = value }
                == "maxModelTokens is \(value), it must be at most \(limit)")
        #expect(
            fault {
                $0.limits.kvBlocks = limit
                $0.limits.blockSize = 1 << 11
            } == "kvBlocks x blockSize is \(limit) x 2048, it must be at most 2^50 tokens")
        #expect(fault { $0.maxConcurrency = value } == nil)
    }

    @Test func aStepMustBeAbleToDecodeEveryone() {
        #expect(
            fault {
                $0.limits.maxSequences = 10
                $0.limits.maxBatchedTokens = 9
            }
                == "maxBatchedTokens is 9, less than maxSequences (10): a step could not decode everyone. Raise it to 10"
        )
    }

    /// The largest setup there may be runs.
    @Test func theLargestNumbersRun() throws {
        let largest = 1 << 40
        let limits = ReplicaLimits(
            maxSequences: 1 << 24, maxBatchedTokens: largest, kvBlocks: largest, blockSize: 16,
            maxModelTokens: largest)
        var simulation = try Simulation(
            SimulationSetup(limits: limits),
            arrivals: ListedArrivals([
                RequestSpec(arrival: .zero, promptTokens: largest - 1, outputTokens: 1),
                RequestSpec(arrival: .zero, promptTokens: 1, outputTokens: largest - 1),
            ]), router: RoundRobin(), policy: StaticBatching(timeout: .zero), cost: Quick())
        #expect(throws: SimulationFault.tooLong) { try simulation.run() }
    }

    private struct Quick: StepCostModel {
        let idlePower = Power.zero
        mutating func cost(of shape: BatchShape) -> StepCost {
            StepCost(durationBase: 1_000_000_000_000, energyBase: 1)
        }
    }
}
