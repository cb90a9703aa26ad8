import HardwareModels

/// The matrices of a model's layers as checkpoints name them, and how much of each kind of layer an entry of a
/// quantisation holds for.
struct QuantizedModules {
    /// A matrix, or all matrices of one name of a layer's experts.
    private struct Module {
        let kind: QuantizedLayers
        let parameters: Double
        /// Each way of writing it after the number of its layer.
        let names: [[String]]
    }

    private let layers: Int
    private let experts: Int
    private let isExpertLayer: (Int) -> Bool
    private let modules: [Module]

    static let kinds: [QuantizedLayers] = [.attention, .feedForward, .experts, .sharedExperts]

    init(of model: ModelArchitecture) {
        layers = model.layers
        experts = model.mixture?.experts ?? 1
        let mixture = model.mixture
        isExpertLayer = { layer in
            mixture.map { layer >= $0.denseLayers && (layer - $0.denseLayers + 1) % $0.every == 0 } ?? false
        }
        let hidden = Double(model.hiddenSize)
        let heads = Double(model.heads)
        var modules: [Module] = []
        func add(_ kind: QuantizedLayers, _ parameters: Double, _ blocks: [String], _ leaves: [String]) {
            let names = blocks.flatMap { block in
                leaves.map { block.split(separator: ".").map(String.init) + [$0] }
            }
            modules.append(Module(kind: kind, parameters: parameters, names: names))
        }
        let attention = ["self_attn", "attn", "attention"]
        if let latent = model.latentAttention {
            let rope = Double(latent.ropeDimension)
            let plain = Double(latent.plainDimension)
            let rank = Double(latent.kvRank)
            let queries = Double(latent.queryDepth(hiddenSize: model.hiddenSize)) * heads * (plain + rope)
            let isWhole = latent.queryRank == 0
            add(
                .attention, isWhole ? 0 : hidden * Double(latent.queryRank), attention,
                ["q_a_proj", "fused_qkv_a_proj"])
            add(.attention, queries, attention, isWhole ? ["q_proj"] : ["q_b_proj"])
            add(.attention, hidden * (rank + rope), attention, ["kv_a_proj_with_mqa", "fused_qkv_a_proj"])
            add(
                .attention, rank * heads * (plain + Double(latent.valueDimension)), attention, ["kv_b_proj"])
            add(.attention, heads * Double(latent.valueDimension) * hidden, attention, ["o_proj"])
        } else {
            let queries = hidden * heads * Double(model.headDimension)
            let keys = hidden * Double(model.kvHeads * model.headDimension)
            add(.attention, queries, attention, ["q_proj", "qkv_proj"])
            add(.attention, keys, attention, ["k_proj", "qkv_proj"])
            add(.attention, keys, attention, ["v_proj", "qkv_proj"])
            add(.attention, queries, attention, ["o_proj"])
        }
        let blocks = ["mlp", "feed_forward", "block_sparse_moe", "ffn"]
        let matrices = [
            ["gate_proj", "gate_up_proj", "w1"], ["up_proj", "gate_up_proj", "w3"], ["down_proj", "w2"],
        ]
        let expert = Double(model.mixture?.expertSize ?? 0) * hidden * Double(experts)
        let shared = Double(model.mixture?.sharedExpertSize ?? 0) * hidden
        for leaves in matrices {
            add(.feedForward, hidden * Double(model.feedForwardSize), blocks, leaves)
            add(.experts, expert, blocks.map { $0 + ".experts.0" } + blocks.map { $0 + ".experts" }, leaves)
            add(
                .sharedExperts, shared,
                blocks.flatMap { [$0 + ".shared_experts", $0 + ".shared_expert"] }, leaves)
        }
        self.modules = modules
    }

    /// How much of a kind of layer, in parameters.
    struct Coverage {
        /// All of it.
        var all = 0.0
        /// Of each entry, in their order.
        var entries: [Double]
    }

    /// What is named of every kind of layer by entries of patterns, less what `ignored` names; and which patterns name
    /// nothing that is known, with those of `ignored` after those of the entries. `isTie` is called with a pattern where
    /// two entries name the same module with patterns of the same rank.
    ///
    /// O(layers x matrices x patterns).
    func coverage(
        of entries: [[ModulePattern]], ignoring ignored: [ModulePattern], isTie: (Int, Int) -> Bool
    ) -> (coverage: [Coverage], strangers: [String], tied: String?) {
        let patterns =
            entries.enumerated().flatMap { index, list in list.map { (entry: index, pattern: $0) } }
            + ignored.map { (entry: -1, pattern: $0) }
        var byLayer: [Int: [Int]] = [:]
        var everywhere: [Int] = []
        for (index, item) in patterns.enumerated() {
            if let layer = item.pattern.layer {
                byLayer[layer, default: []].append(index)
            } else {
                everywhere.append(index)
            }
        }
        var isKnown = patterns.map { item in
            item.pattern.isElsewhere || item.pattern.layer.map { $0 >= layers } ?? false
        }
        var coverage = QuantizedModules.kinds.map { _ in
            Coverage(entries: Array(repeating: 0, count: entries.count))
        }
        var tied: String?
        var memory: [Memo: Double] = [:]
        for layer in 0..<layers {
            for (number, module) in modules.enumerated() {
                let place = QuantizedModules.kinds.firstIndex(of: module.kind) ?? 0
                let isThere =
                    module.kind == .attention || isExpertLayer(layer) == (module.kind != .feedForward)
                var skipped = 0.0
                var named: [(entry: Int, share: Double)?] = [nil, nil, nil]
                for index in everywhere + (byLayer[layer] ?? []) {
                    let item = patterns[index]
                    let memo = Memo(
                        pattern: index, module: number,
                        layer: item.pattern.knowsLayers ? layer : -String(layer).utf8.count)
                    let share: Double
                    if let known = memory[memo] {
                        share = known
                    } else {
                        share = matched(item.pattern, module, layer)
                        memory[memo] = share
                    }
                    guard share > 0 else { continue }
                    isKnown[index] = true
                    guard item.entry >= 0 else {
                        skipped = min(1, skipped + share)
                        continue
                    }
                    let rank = item.pattern.rank
                    if let known = named[rank], known.entry != item.entry {
                        if isThere, !isTie(known.entry, item.entry) { tied = tied ?? item.pattern.text }
                    } else {
                        named[rank] = (item.entry, min(1, share + (named[rank]?.share ?? 0)))
                    }
                }
                guard isThere else { continue }
                coverage[place].all += module.parameters
                // The highest rank first, and what it leaves to the next.
                var rest = 1 - skipped
                for case let (entry, share)? in named.reversed() {
                    coverage[place].entries[entry] += module.parameters * min(share, rest)
                    rest -= min(share, rest)
                }
            }
        }
        let strangers = zip(patterns, isKnown).filter { !$0.1 }.map { $0.0.pattern.text }
        return (coverage, strangers, tied)
    }

    private struct Memo: Hashable {
        let pattern: Int
        let module: Int
        let layer: Int
    }

    /// The share of a module that a pattern names: 1, 0, or one expert's.
    private func matched(_ pattern: ModulePattern, _ module: Module, _ layer: Int) -> Double {
        switch pattern.kind {
        case .linearClass: return 1
        case .automaton(let automaton):
            let isNamed = module.names.contains {
                automaton.matches("model.layers.\(layer).\($0.joined(separator: "."))")
            }
            return isNamed ? 1 : 0
        case .name(var parts):
            if parts.isEmpty { return pattern.layer == nil ? 0 : 1 }
            var share = 1.0
            if let start = parts.firstIndex(of: "experts"), start + 1 < parts.count,
                let number = Int(parts[start + 1])
            {
                guard (0..<experts).contains(number) else { return 0 }
                parts[start + 1] = "0"
                share = 1 / Double(experts)
            }
            let isNamed = module.names.contains { name in
                guard name.count >= parts.count else { return false }
                return (0...(name.count - parts.count)).contains { start in
                    name[start..<(start + parts.count)].elementsEqual(parts)
                }
            }
            return isNamed ? share : 0
        }
    }
}
