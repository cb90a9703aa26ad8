import SimCore
import WattlineText
import Workloads

/// How long prompts or answers are, as `--input-len` writes it: a law, or the name of measured traffic.
package enum LengthSpec: Equatable {
    case law(text: String, LengthDistribution)
    /// The preset has lengths for prompts and for answers.
    case preset(LengthPreset)

    /// Reads `512`, `lognormal:512,0.8`, `uniform:100,900`, `quantiles:...` and the names of presets.
    init(parsing text: String) throws(BadValue) {
        if NumberText.decimal(text) != nil {
            let tokens = try NumberText.whole(text, in: 1...LengthDistribution.tokenLimit)
            self = .law(text: String(tokens), .constant(tokens))
            return
        }
        if text.utf8.contains(UInt8(ascii: ":")) {
            do {
                self = .law(text: text, try LengthDistribution(parsing: text))
            } catch {
                throw .must("a length: \(error)")
            }
            return
        }
        try NumberText.refuseList(text)
        let wanted = NearMiss.folded(text)
        if let preset = LengthPreset.all.first(where: { NearMiss.folded($0.name) == wanted }) {
            self = .preset(preset)
            return
        }
        let presets = LengthPreset.all.map(\.name)
        let hint = NearMiss.hint(for: text, among: presets)
        throw .must(
            "a length >= 1 such as \(LengthDistribution.forms), or one of \(presets.joined(separator: ", ")), "
                + "got \(quoted(text))\(hint.isEmpty ? "" : "." + hint)")
    }

    /// A whole number stays one; the others are texts.
    var json: JSON {
        if case .law(let text, .constant(let tokens)) = self, text == String(tokens) { return .whole(tokens) }
        return .text(description)
    }

    var promptTokens: LengthDistribution {
        switch self {
        case .law(_, let law): law
        case .preset(let preset): preset.promptTokens
        }
    }

    var outputTokens: LengthDistribution {
        switch self {
        case .law(_, let law): law
        case .preset(let preset): preset.outputTokens
        }
    }
}

extension LengthSpec: CustomStringConvertible {
    /// As the flag takes it.
    package var description: String {
        switch self {
        case .law(let text, _): text
        case .preset(let preset): preset.name
        }
    }
}
