/// The models that are known by name.
public enum ModelCatalog {
    /// Every model, ordered by id.
    public static let all: [ModelArchitecture] = published + [textbook]

    /// The model of this name.
    ///
    /// Matches the full id, the id without its owner, or the short name, blind to case, `-` and `_`, and with or
    /// without the mark of a tuning (`Instruct`; `-it`, `-pt`, `-hf`, `-chat`, `-base` at the end): tuning does not
    /// change a shape. `Meta-Llama-` may be written `Llama-`, and Llama-3.3-70B has the shape of Llama-3.1-70B.
    ///
    /// - Throws: ``HardwareError/unknownName(kind:name:nearest:)`` with the nearest names, or
    ///   ``HardwareError/notSupported(name:reason:)``.
    public static func model(named name: String) throws(HardwareError) -> ModelArchitecture {
        let wanted = canonical(name)
        for model in all where canonical(model.id) == wanted { return model }
        for known in mixtures where canonical(known) == wanted {
            throw HardwareError.notSupported(name: known, reason: "mixture of experts")
        }
        throw HardwareError.unknownName(
            kind: "model", name: name,
            nearest: NearestName.suggestions(
                for: String(decoding: bare(name), as: UTF8.self), among: all.map { $0.name }))
    }

    /// Published models whose feed-forward block is a mixture of experts, which is not modelled.
    private static let mixtures = [
        "Qwen/Qwen3-30B-A3B", "Qwen/Qwen3-235B-A22B", "Qwen/Qwen3-235B-A22B-FP8",
        "Qwen/Qwen3-Coder-30B-A3B", "Qwen/Qwen3-Coder-480B-A35B",
        "Qwen/Qwen3-Coder-480B-A35B-FP8", "deepseek-ai/DeepSeek-V3",
        "deepseek-ai/DeepSeek-R1", "meta-llama/Llama-4-Maverick-17B-128E",
        "meta-llama/Llama-4-Scout-17B-16E", "mistralai/Mixtral-8x22B-v0.1", "mistralai/Mixtral-8x7B-v0.1",
        "moonshotai/Kimi-K2", "openai/gpt-oss-120b", "openai/gpt-oss-20b",
    ]

    /// What follows the owner: `Meta-Llama-3.1-8B` of `meta-llama/Meta-Llama-3.1-8B`.
    private static func bare(_ name: String) -> [UInt8] {
        let bytes = Array(name.utf8)
        let start = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        return Array(bytes[start...])
    }

    /// The part of a name that says what the shape is.
    private static func canonical(_ name: String) -> [UInt8] {
        var key = Array(NearestName.key(String(decoding: bare(name), as: UTF8.self)).utf8.prefix(256))
        let tuned = Array("instruct".utf8)
        for start in key.indices where key[start...].starts(with: tuned) && key.count > tuned.count {
            key.removeSubrange(start..<start + tuned.count)
            break
        }
        for suffix in ["it", "pt", "hf", "chat", "base"] {
            let ending = Array(suffix.utf8)
            if key.count > ending.count, key.suffix(ending.count).elementsEqual(ending) {
                key.removeLast(ending.count)
            }
        }
        if key.starts(with: "metallama".utf8) { key.removeFirst(4) }
        return key.elementsEqual("llama3.370b".utf8) ? Array("llama3.170b".utf8) : key
    }
}
