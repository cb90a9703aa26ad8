/// Which modules of a checkpoint an entry of `targets`, `ignore` or their like names: a class (`Linear`), a regular
/// expression after `re:`, a pattern with `*`, or a module's name, whole or in part.
///
/// Regular expressions match from the start of a name, as Python's `re.match`. They are run as finite automata: O(name x
/// expression), where those that backtrack may not end.
struct ModulePattern {
    enum Kind {
        /// Parts of a name that follow one another, after the number of the layer where it names one.
        case name([String])
        case automaton(NameAutomaton)
        case linearClass
    }

    let text: String
    let kind: Kind
    /// The only layer that it can name; nil for any.
    let layer: Int?

    /// Names win over expressions, and these over classes (compressed-tensors).
    var rank: Int {
        switch kind {
        case .name: 2
        case .automaton: 1
        case .linearClass: 0
        }
    }

    /// Whether it may tell layers apart by their number.
    var knowsLayers: Bool {
        guard case .automaton = kind, layer == nil else { return false }
        return text.contains { $0.isNumber || $0 == "[" } || text.contains("\\d")
    }

    /// nil for an expression that is not understood.
    init?(_ text: String) {
        self.text = text
        layer = ModulePattern.layer(of: text)
        if text.hasPrefix("re:") {
            let expression = ModulePattern.canonical(String(text.dropFirst(3)), dot: "\\.")
            guard let automaton = NameAutomaton(expression: expression, isWhole: false) else { return nil }
            kind = .automaton(automaton)
        } else if text.contains("*") {
            let escaped = ModulePattern.canonical(text, dot: ".").map { character in
                character == "*"
                    ? ".*" : character.isLetter || character.isNumber ? "\(character)" : "\\\(character)"
            }
            guard let automaton = NameAutomaton(expression: escaped.joined(), isWhole: true) else {
                return nil
            }
            kind = .automaton(automaton)
        } else if text == "Linear" {
            kind = .linearClass
        } else {
            var parts = text.split(separator: ".").map(String.init)
            if layer != nil, let start = parts.firstIndex(of: "layers") {
                parts.removeSubrange(...(start + 1))
            } else if let start = parts.lastIndex(where: { $0 == "model" || $0 == "language_model" }) {
                parts.removeSubrange(...start)
            }
            kind = .name(parts)
        }
    }

    /// Language models of those that also see are called by one of two paths; both are told as the plain one.
    private static func canonical(_ text: String, dot: String) -> String {
        for path in [["language_model", "model"], ["model", "language_model"], []] {
            let start = path.map { $0 + dot }.joined()
            if text.hasPrefix(start + "layers" + dot) {
                return "model" + dot + text.dropFirst(start.count)
            }
        }
        return text
    }

    /// The number that follows `layers.`, where a dot or nothing follows it.
    private static func layer(of text: String) -> Int? {
        let parts = text.filter { $0 != "\\" }.split(separator: ".").map(String.init)
        guard let start = parts.firstIndex(where: { $0 == "layers" || $0 == "re:layers" }),
            start + 1 < parts.count
        else { return nil }
        return Int(parts[start + 1])
    }

    /// Words of parts of a checkpoint that are no matrices of its language model's layers, which are never quantised or
    /// never counted: naming them says nothing.
    var isElsewhere: Bool {
        let lower = text.lowercased()
        return ModulePattern.elsewhere.contains { lower.contains($0) } || lower == "head"
            || lower.hasSuffix("gate")
            || lower.hasSuffix("gate$") || lower.hasSuffix(".*gate.*")
    }

    private static let elsewhere = [
        "lm_head", "embed", "norm", "router", "bias", "rotary", "vision", "visual", "image", "audio",
        "projector",
        "merger", "mm_", "mtp", "eh_proj", "shared_head", "shared_expert_gate",
    ]
}
