/// The models that are known by name.
public enum ModelCatalog {
    /// Every model: dense ones, mixtures of experts, and the imaginary one.
    public static let all: [ModelArchitecture] = dense + mixtures + [textbook]

    /// The model of this name.
    ///
    /// Matches the full id, the id without its owner, or the short name, blind to case, `-` and `_`, and with or
    /// without the mark of a tuning (`Instruct`; `-it`, `-pt`, `-hf`, `-chat`, `-base` at the end): tuning does not
    /// change a shape. `Meta-Llama-` may be written `Llama-`, and models of one shape share an entry: ``sameShapes``.
    ///
    /// - Throws: ``HardwareError/unknownName(kind:name:nearest:)`` with the nearest names.
    public static func model(named name: String) throws(HardwareError) -> ModelArchitecture {
        let wanted = canonical(name)
        for model in all where canonical(model.id) == wanted { return model }
        for model in all where canonical(model.name) == wanted { return model }
        throw HardwareError.unknownName(
            kind: "model", name: name,
            nearest: suggestions(for: name))
    }

    /// Names that one that is not known may be a misspelling of: the nearest of its own generation.
    public static func suggestions(for name: String) -> [String] {
        let wanted = ModelGeneration(name)
        let candidates = all.filter {
            ModelGeneration($0.name).isNear(wanted) || ModelGeneration($0.id).isNear(wanted)
        }
        return NearestName.suggestions(
            for: String(decoding: bare(name), as: UTF8.self), among: candidates.map { $0.name })
    }

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
        for (name, shape) in sameShapes where key.elementsEqual(name.utf8) { return Array(shape.utf8) }
        return key
    }

    /// Models that were trained on from another, or tuned with it, and kept its shape: their `config.json` differ in nothing
    /// that costs time.
    private static let sameShapes = [
        ("llama3.370b", "llama3.170b"), ("llama38b", "llama3.18b"), ("llama370b", "llama3.170b"),
        ("deepseekv3.1", "deepseekv3"), ("deepseekv30324", "deepseekv3"), ("deepseekr10528", "deepseekr1"),
        ("deepseekr1distillllama8b", "llama3.18b"), ("deepseekr1distillllama70b", "llama3.170b"),
        ("deepseekr1distillqwen1.5b", "qwen2.51.5b"), ("deepseekr1distillqwen7b", "qwen2.57b"),
        ("deepseekr1distillqwen14b", "qwen2.514b"), ("deepseekr1distillqwen32b", "qwen2.532b"),
        ("qwq32b", "qwen2.532b"),
    ]
}
