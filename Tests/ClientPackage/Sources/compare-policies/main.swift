/// The policy on an H100 instead of the round numbers of the tests: only the cost model is another one.
import Gathering
import HardwareModels
import SimCore

let model = try RooflineModel(
    model: ModelCatalog.model(named: "Llama-3.1-8B"), device: DeviceCatalog.h100SXM, engine: .vllm)
let requests = (0..<200).map {
    RequestSpec(
        arrival: .zero + .milliseconds(Int64(100 * $0)), promptTokens: 512, outputTokens: 8 + $0 % 16)
}

func report<Policy: BatchingPolicy>(_ name: String, _ policy: Policy) throws {
    var simulation = try Simulation(
        SimulationSetup(limits: ReplicaLimits(kvBlocks: 20_000)), arrivals: ListedArrivals(requests),
        router: RoundRobin(), policy: policy, cost: model)
    let result = try simulation.run()
    let working = Energy(femtojoules: (result.energy.total - result.energy.idle).femtojoules / 200)
    let total = Energy(femtojoules: result.energy.total.femtojoules / 200)
    print("\(name)  \(total) a request (\(working) without idle), mean TTFT \(result.ttft.mean ?? .zero)")
}

try report("chunked prefill", ChunkedPrefill())
try report("gathering", Gathering())
