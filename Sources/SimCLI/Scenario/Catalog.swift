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
        if ModelFile.isPath(text) { return text }
        do throws(HardwareError) { return try ModelCatalog.model(named: text).id } catch {
            // A folder such as models/mine, which no model is called.
            if InputFile.exists(text + "/config.json") { return text }
            try refusePath(text, "model")
            throw .sentence(error.description)
        }
    }

    static let gpus = NameList("gpu") {
        DeviceCatalog.all.map(\.name)
    } resolver: { (text) throws(BadValue) in
        if DeviceFile.isPath(text) { return text }
        do throws(HardwareError) { return try DeviceCatalog.device(named: text).name } catch {
            try refusePath(text, "gpu")
            throw .sentence(error.description)
        }
    }

    /// What to say of a text that is no name and that something is called on the disk.
    static func refusePath(_ text: String, _ noun: String) throws(BadValue) {
        let names = "the names of 'wattline list \(noun)s'"
        if InputFile.isFolder(text) {
            throw .sentence(
                noun == "model"
                    ? "\(quoted(text)) is a folder without a config.json. Name the folder of a model, or one of \(names)"
                    : "\(quoted(text)) is a folder. Name a JSON file, or one of \(names)")
        }
        if InputFile.exists(text) {
            throw .sentence(
                "\(quoted(text)) does not end in .json, by which a file is told from a name. Rename it, or take one of "
                    + names)
        }
    }

    static let engines = NameList("engine", fixed: EngineProfile.all.map(\.name))

    static let dtypes = NameList(
        "dtype",
        synonyms: [
            "bfloat16": "bf16", "float16": "fp16", "half": "fp16", "float32": "fp32", "float": "fp32",
        ],
        strangers: Dictionary(
            uniqueKeysWithValues: FormatChoice.quantized.map {
                (NearMiss.folded($0.name), "It quantises weights: --quantization \($0.name)")
            }),
        fixed: ["auto"] + FormatChoice.plain.map(\.name))

    static let quantizations = NameList(
        "quantization",
        synonyms: [
            "fp8e4m3": "fp8", "w8a8": "int8", "smoothquant": "int8", "w8a16": "int8-wo", "awq": "int4-awq",
            "int4": "int4-awq", "w4a16": "int4-awq", "gptq": "int4-gptq", "bitsandbytes": "bnb-nf4",
            "nf4": "bnb-nf4", "fp4": "bnb-fp4", "llm.int8": "llm-int8", "bnbint8": "llm-int8",
        ],
        strangers: Dictionary(
            uniqueKeysWithValues: FormatChoice.plain.map {
                (NearMiss.folded($0.name), "It quantises nothing: --quantization none --dtype \($0.name)")
            }), placeholder: "FORMAT",
        fixed: ["auto", "none"] + FormatChoice.quantized.map(\.name))

    static let kvFormats = NameList(
        "KV cache dtype",
        synonyms: [
            "bfloat16": "bf16", "float16": "fp16", "half": "fp16", "fp8e4m3": "fp8",
            "fp8e5m2": "fp8",
        ], fixed: ["auto", "bf16", "fp16", "fp8"])

    static let styles = NameList("style", fixed: ["table", "vllm"])

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
