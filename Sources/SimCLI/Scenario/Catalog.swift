/// The names that flags accept, by flag; `wattline list` prints the same ones.
enum Catalog {
    static let defaultModel = "meta-llama/Llama-3.1-8B"
    static let models = NameList("model") { ["meta-llama/Llama-3.1-8B", "textbook-7b"] }
    static let gpus = NameList("gpu") { ["h100-sxm", "textbook-gpu"] }
    static let engines = NameList("engine", fixed: ["vllm", "ideal"])
    static let formats = NameList("format", synonyms: ["bfloat16": "bf16", "auto": "bf16"], fixed: ["bf16"])
    static let scenarios = NameList("scenario", fixed: ["server", "offline", "single-stream"])
    static let arrivals = NameList(
        "arrival law", synonyms: ["exponential": "poisson", "burst": "together"],
        fixed: ["poisson", "gamma", "constant", "uniform", "together"])
    static let policies = NameList(
        "policy", synonyms: ["chunkedprefill": "chunked", "sjf": "shortest-prompt"],
        fixed: ["static", "continuous", "chunked", "shortest-prompt", "priority"])
    static let preemptions = NameList("preemption", fixed: ["recompute", "swap"])
    static let routings = NameList("routing", fixed: ["round-robin", "least-outstanding"])
    static let steppings = NameList("stepping", fixed: ["leap", "single"])
}
