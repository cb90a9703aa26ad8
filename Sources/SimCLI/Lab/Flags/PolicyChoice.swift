import HardwareModels
import SimCore

/// The built-in batching policies by the names that `--policy` takes.
enum PolicyChoice: String, CaseIterable {
    case staticBatching = "static"
    case continuous
    case chunked
    case shortestPrompt = "shortest-prompt"
    case priority

    /// The one an engine uses unless told otherwise.
    init(_ style: BatchingStyle) {
        switch style {
        case .chunkedPrefill: self = .chunked
        case .prefillFirst: self = .continuous
        case .staticBatch: self = .staticBatching
        }
    }

    /// In one line, for `list` and `show`.
    var summary: String {
        switch self {
        case .staticBatching: "waits for a full batch or a timeout, pads to the longest, runs to the last"
        case .continuous: "requests join and leave at every step, whole prompts before decodes (Orca, TGI)"
        case .chunked: "decodes first, then chunks of prompts up to a token budget (Sarathi, vLLM v1)"
        case .shortestPrompt: "chunked, the shortest waiting prompt first"
        case .priority: "chunked, by priority; waiting raises it"
        }
    }

    func policy(
        batchTimeout: SimDuration, ageing: SimDuration, preemption: BatchPlan.Preemption
    ) -> BuiltinBatching {
        switch self {
        case .staticBatching: .staticBatching(StaticBatching(timeout: batchTimeout))
        case .continuous: .continuous(ContinuousBatching(preemption: preemption))
        case .chunked: .chunked(ChunkedPrefill(preemption: preemption))
        case .shortestPrompt: .shortestPrompt(ShortestPromptFirst(preemption: preemption))
        case .priority: .priority(PriorityWithAgeing(ageing: ageing, preemption: preemption))
        }
    }
}
