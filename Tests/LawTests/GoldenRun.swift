import HardwareModels
import SimCore
import TestSupport
import Workloads

/// A run whose figures are kept in Tests/Goldens/NAME.txt and must come out the same on every platform.
///
/// Compiled twice: into the tests, and as Embedded Swift into the WebAssembly harness. So it uses the three libraries
/// only, typed throws only, and prints integers only.
struct GoldenRun: Sendable {
    let name: String
    private let report: @Sendable () throws(GoldenFault) -> String

    /// The whole golden file.
    func text() throws(GoldenFault) -> String { try report() }

    /// Each policy under pressure (a KV cache that is too small, so that it preempts), the calibrated and the textbook
    /// device, windowed attention with replicas and tensor parallel, random scenarios, and the arithmetic below all
    /// of them.
    static let all: [GoldenRun] = [
        synthetic("static-batching", .staticBatching(StaticBatching(timeout: .milliseconds(300)))),
        synthetic("continuous-batching", .continuous(ContinuousBatching())),
        synthetic("chunked-prefill", .chunked(ChunkedPrefill(preemption: .swap))),
        synthetic("shortest-prompt-first", .shortestPrompt(ShortestPromptFirst())),
        synthetic("priority-with-ageing", .priority(PriorityWithAgeing(ageing: .seconds(2)))),
        GoldenRun(name: "llama-8b-on-h100") { () throws(GoldenFault) in
            try onHardware(
                model: "Llama-3.1-8B", device: DeviceCatalog.h100SXM, engine: .vllm, tensorParallel: 1,
                replicas: 1, arrivals: .poisson(requestsPerSecond: 4), prompts: .constant(512),
                answers: .constant(128))
        },
        GoldenRun(name: "gemma-27b-on-two-replicas") { () throws(GoldenFault) in
            try onHardware(
                model: "gemma-3-27b", device: DeviceCatalog.h100SXM, engine: .vllm, tensorParallel: 2,
                replicas: 2, arrivals: .gamma(requestsPerSecond: 6, burstiness: 0.5),
                prompts: .lognormal(mean: 900, cv: 1.2, maximum: 8000),
                answers: .lognormal(mean: 150, cv: 0.7, maximum: 1000))
        },
        GoldenRun(name: "textbook-7b") { () throws(GoldenFault) in
            try onHardware(
                model: "textbook-7b", device: DeviceCatalog.textbook, engine: .ideal, tensorParallel: 1,
                replicas: 1, arrivals: .together, prompts: .constant(100), answers: .constant(100))
        },
        GoldenRun(name: "random-scenarios") { () throws(GoldenFault) in try scenarios(100) },
        GoldenRun(name: "arithmetic") { () throws(GoldenFault) in arithmetic() },
    ]

    /// 120 Poisson requests with priorities in turn, on the cost model of five round numbers.
    private static func synthetic(_ name: String, _ policy: BuiltinBatching) -> GoldenRun {
        GoldenRun(name: name) { () throws(GoldenFault) in
            var random = RandomStream(seed: 7, purpose: "golden")
            var arrival = 0.0
            var requests: [RequestSpec] = []
            for index in 0..<120 {
                arrival += 0.05 * random.exponential()
                guard let span = SimDuration(seconds: arrival) else { throw GoldenFault("too long") }
                requests.append(
                    RequestSpec(
                        arrival: .zero + span, promptTokens: Int(random.whole(in: 1...400)),
                        outputTokens: Int(random.whole(in: 1...200)), priority: index % 3))
            }
            return try simulated(
                SimulationSetup(
                    limits: ReplicaLimits(maxSequences: 24, maxBatchedTokens: 512, kvBlocks: 300)),
                ListedArrivals(requests), policy, AffineCostModel())
        }
    }

    private static func onHardware(
        model: String, device: DeviceSpec, engine: EngineProfile, tensorParallel: Int, replicas: Int,
        arrivals: ArrivalPattern, prompts: LengthDistribution, answers: LengthDistribution
    ) throws(GoldenFault) -> String {
        let cost: RooflineModel
        let limits: ReplicaLimits
        do throws(HardwareError) {
            let architecture = try ModelCatalog.model(named: model)
            cost = try RooflineModel(
                model: architecture, device: device, engine: engine, tensorParallel: tensorParallel)
            let memory = try MemoryPlan(
                model: architecture, device: device, engine: engine, tensorParallel: tensorParallel)
            limits = ReplicaLimits(
                maxSequences: engine.maxSequences, maxBatchedTokens: engine.tokenBudget,
                kvBlocks: memory.kvBlocks, blockSize: engine.blockSize)
        } catch { throw GoldenFault(error.description) }
        let requests: SyntheticWorkload
        do throws(WorkloadError) {
            requests = try SyntheticWorkload(
                arrivals: arrivals, promptTokens: prompts, outputTokens: answers, count: 200, seed: 0)
        } catch { throw GoldenFault(error.description) }
        return try simulated(
            SimulationSetup(limits: limits, replicas: replicas), requests, .chunked(ChunkedPrefill()), cost)
    }

    private static func simulated<Source: ArrivalSource, Cost: StepCostModel>(
        _ setup: SimulationSetup, _ arrivals: Source, _ policy: BuiltinBatching, _ cost: Cost
    ) throws(GoldenFault) -> String {
        do throws(SimulationFault) {
            var simulation = try Simulation(
                setup, arrivals: arrivals, router: LeastOutstanding(), policy: policy, cost: cost)
            return lines(try simulation.run())
        } catch { throw GoldenFault(error.description) }
    }

    private static func lines(_ result: SimulationResult) -> String {
        let ledger = result.energy
        var text = "fingerprint \(result.fingerprint.hexadecimal)\n"
        for (name, value) in [
            ("completed", result.completed), ("failed", result.failed),
            ("duration_ps", result.duration.picoseconds), ("prompt_tokens", result.promptTokens),
            ("output_tokens", result.outputTokens), ("steps", result.steps),
            ("decode_rows", result.decodeRows), ("prefill_tokens", result.prefillTokens),
            ("padded_tokens", result.paddedTokens), ("recomputed_tokens", result.recomputedTokens),
            ("preemptions", result.preemptions), ("swapped_blocks", result.swappedBlocks),
            ("kv_peak_blocks", result.kvPeakBlocks), ("max_running", result.maxRunning),
            ("peak_power_mw", result.peakPower.milliwatts),
        ] { text += "\(name) \(value)\n" }
        for (name, energy) in [
            ("idle_fj", ledger.idle), ("prefill_fj", ledger.prefill), ("decode_fj", ledger.decode),
            ("padding_fj", ledger.paddingWaste), ("recompute_fj", ledger.recomputeWaste),
        ] { text += "\(name) \(energy.femtojoules)\n" }
        for (name, histogram) in [
            ("ttft", result.ttft), ("tpot", result.tpot), ("itl", result.itl), ("e2e", result.e2e),
        ] {
            for (figure, value) in [("mean", histogram.mean), ("p99", histogram.quantile(0.99))] {
                if let value { text += "\(name)_\(figure)_ps \(value.picoseconds)\n" }
            }
        }
        return text
    }

    /// A fingerprint for every ten random scenarios.
    private static func scenarios(_ count: UInt64) throws(GoldenFault) -> String {
        var text = ""
        var ten = Fingerprint()
        for seed in 0..<count {
            do throws(SimulationFault) {
                var simulation = try Scenario(seed: seed).simulation()
                ten.combine(try simulation.run().fingerprint.value)
            } catch { throw GoldenFault("scenario \(seed): \(error.description)") }
            if seed % 10 == 9 {
                text += "seeds_\(seed - 9)_to_\(seed) \(ten.hexadecimal)\n"
                ten = Fingerprint()
            }
        }
        return text
    }

    /// The bits of 2,000 values of every function and distribution that results are made of.
    private static func arithmetic() -> String {
        var text = ""
        func line(_ name: String, _ draw: (inout RandomStream) -> Double) {
            var random = RandomStream(seed: 11, purpose: name)
            var print = Fingerprint()
            for _ in 0..<2000 { print.combine(draw(&random).bitPattern) }
            text += "\(name) \(print.hexadecimal)\n"
        }
        line("unit") { $0.unit() }
        line("log") { PortableMath.log(1e6 * $0.openUnit()) }
        line("exp") { PortableMath.exp(100 * ($0.unit() - 0.5)) }
        line("pow") { PortableMath.pow(10 * $0.openUnit(), 4 * $0.unit()) }
        line("exponential") { $0.exponential() }
        line("normal") { $0.normal() }
        line("lognormal") { $0.lognormal(mean: 500, cv: 1.5) }
        line("gamma_below_1") { $0.gamma(shape: 0.3) }
        line("gamma_above_1") { $0.gamma(shape: 4) }
        return text
    }
}

/// Why a golden run did not come to its end.
struct GoldenFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
