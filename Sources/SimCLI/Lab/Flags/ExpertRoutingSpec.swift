import HardwareModels
import WattlineText

/// How tokens spread over experts, as `--expert-routing` has it.
package struct ExpertRoutingSpec: Equatable {
    let routing: ExpertRouting

    package static let words = ["measured", "balanced", "uniform"]
    package static let laws = ["skewed", "power-law"]

    /// What the flag takes, for messages and help.
    static let expectation = "measured, balanced, uniform, skewed:SHAPE or power-law:EXPONENT"

    init(parsing text: String) throws(BadValue) {
        let colon = text.firstIndex(of: ":")
        let name = NearMiss.folded(String(text[..<(colon ?? text.endIndex)]))
        guard let colon else {
            switch name {
            case "measured": routing = .measured
            case "balanced": routing = .balanced
            case "uniform": routing = .uniform
            case "skewed", "powerlaw":
                let law = name == "skewed" ? "skewed" : "power-law"
                throw .must("\(law) with a number, such as \(law):1.2, got \(quoted(text))")
            default:
                let near = NearMiss.hint(for: text, among: ExpertRoutingSpec.words + ExpertRoutingSpec.laws)
                throw .must(
                    "\(ExpertRoutingSpec.expectation), got \(quoted(text))\(near.isEmpty ? "" : "." + near)")
            }
            return
        }
        let number = String(text[text.index(after: colon)...])
        switch name {
        case "skewed":
            routing = .skewed(try ExpertRoutingSpec.value(number, 0.001...1000, "for skewed a shape"))
        case "powerlaw":
            routing = .powerLaw(try ExpertRoutingSpec.value(number, 1.01...1.99, "for power-law an exponent"))
        default:
            let near = NearMiss.hint(for: String(text[..<colon]), among: ExpertRoutingSpec.laws)
            throw .must(
                "\(ExpertRoutingSpec.expectation), got \(quoted(text))\(near.isEmpty ? "" : "." + near)")
        }
    }

    private static func value(
        _ text: String, _ range: ClosedRange<Double>, _ subject: String
    ) throws(BadValue) -> Double {
        guard let value = NumberText.decimal(text), range.contains(value) else {
            throw .predicate(
                "needs \(subject) from \(Figures.plain(range.lowerBound)) to \(Figures.plain(range.upperBound)), got "
                    + quoted(text))
        }
        return value
    }
}

extension ExpertRoutingSpec: CustomStringConvertible {
    /// Reads back as the same.
    package var description: String {
        switch routing {
        case .measured: "measured"
        case .balanced: "balanced"
        case .uniform: "uniform"
        case .skewed(let shape): "skewed:\(Figures.plain(shape))"
        case .powerLaw(let exponent): "power-law:\(Figures.plain(exponent))"
        }
    }
}
