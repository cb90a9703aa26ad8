import HardwareModels
import SimCore
import Workloads

/// A run whose cost is watched: Llama-3.1-8B on H100 replicas under vLLM's scheduler, and what is asked of it.
struct Benchmark: Sendable, CustomStringConvertible {
    let name: String
    /// Requests when it is measured.
    let count: Int
    var requestsPerSecond: Double? = 12
    var prompt: LengthDistribution = .constant(512)
    var output: LengthDistribution = .constant(512)
    var replicas = 1
    /// KV blocks of a replica; nil is what the device has room for.
    var kvBlocks: Int?
    var stepping = Stepping.leap

    /// The load of the goal: a Poisson process at 80 % of capacity, 256 sequences, chunked prefill.
    static let main = Benchmark(name: "main", count: 1_000_000)

    static let all: [Benchmark] = [
        main,
        Benchmark(name: "ten-times", count: 10_000_000),
        Benchmark(name: "short-answers", count: 1_000_000, output: .constant(64)),
        // About as many requests under way as with 512 tokens: more would not fit the KV cache.
        Benchmark(name: "long-answers", count: 100_000, requestsPerSecond: 0.8, output: .constant(4096)),
        // More than twice what can be served: the queue grows to 100,000.
        Benchmark(name: "overload", count: 200_000, requestsPerSecond: 30),
        // An answer takes 36 blocks in the end, and there are 720.
        Benchmark(
            name: "preemption-storm", count: 100_000, prompt: .constant(64), kvBlocks: 720),
        Benchmark(
            name: "long-prompts", count: 20_000, requestsPerSecond: 0.05, prompt: .constant(65_000)),
        Benchmark(name: "replicas", count: 1_000_000, requestsPerSecond: 64 * 12, replicas: 64),
        Benchmark(
            name: "mixed-lengths", count: 1_000_000, requestsPerSecond: 8, prompt: .uniform(1...1024),
            output: .uniform(1...1024)),
        Benchmark(name: "single-steps", count: 2_000, stepping: .single),
    ]

    var description: String { name }

    /// Runs `count` requests of it.
    func run(_ count: Int) throws -> SimulationResult {
        var simulation = try simulation(count)
        return try simulation.run()
    }

    typealias Run = Simulation<SyntheticWorkload, LeastOutstanding, BuiltinBatching, RooflineModel>

    func simulation(_ count: Int) throws -> Run {
        let model = try ModelCatalog.model(named: "Llama-3.1-8B")
        let device = DeviceCatalog.h100SXM
        let engine = EngineProfile.vllm
        let memory = try MemoryPlan(model: model, device: device, engine: engine)
        let setup = SimulationSetup(
            limits: ReplicaLimits(
                maxSequences: engine.maxSequences, maxBatchedTokens: engine.tokenBudget,
                kvBlocks: kvBlocks ?? memory.kvBlocks, blockSize: engine.blockSize),
            replicas: replicas, stepping: stepping)
        let load = try SyntheticWorkload(
            arrivals: requestsPerSecond.map { .poisson(requestsPerSecond: $0) } ?? .together,
            promptTokens: prompt, outputTokens: output, count: count, seed: 0)
        return try Simulation(
            setup, arrivals: load, router: LeastOutstanding(), policy: .chunked(ChunkedPrefill()),
            cost: RooflineModel(model: model, device: device, engine: engine))
    }
}
