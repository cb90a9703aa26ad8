import HardwareModels
import SimCore
import Workloads

/// The names that flags accept, and what they stand for; `wattline list` prints the same ones.
enum Catalog {
    /// The model of the design's bare `wattline run`.
    static let defaultModel = "meta-llama/Meta-Llama-3.1-8B"

    static let models = NameList("model") {
        ModelCatalog.all.map(\.id)
    } resolver: { (text) throws(BadValue) in
        do throws(HardwareError) { return try ModelCatalog.model(named: text).id } catch {
            throw .sentence(error.description)
        }
    }

    static let gpus = NameList("gpu") {
        DeviceCatalog.all.map(\.name)
    } resolver: { (text) throws(BadValue) in
        do throws(HardwareError) { return try DeviceCatalog.device(named: text).name } catch {
            throw .sentence(error.description)
        }
    }

    static let engines = NameList("engine", fixed: EngineProfile.all.map(\.name))

    static let formats = NameList(
        "format", synonyms: ["bfloat16": "bf16", "auto": "bf16"], fixed: QuantizationFormat.all.map(\.name))

    static let scenarios = NameList("scenario", fixed: ["server", "offline", "single-stream"])

    static let arrivals = NameList(
        "arrival law", synonyms: ["exponential": "poisson"],
        fixed: ["poisson", "gamma", "constant", "uniform", "together"])

    static let policies = NameList(
        "policy", plural: "policies", synonyms: ["chunkedprefill": "chunked", "sjf": "shortest-prompt"],
        fixed: PolicyChoice.allCases.map(\.rawValue))

    static let preemptions = NameList("preemption", fixed: ["recompute", "swap"])

    static let routings = NameList("routing", fixed: ["round-robin", "least-outstanding"])

    static let steppings = NameList("stepping", fixed: ["leap", "single"])
}
