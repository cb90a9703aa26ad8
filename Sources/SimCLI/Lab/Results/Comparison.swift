/// How a figure stands to a limit, as conditions write it.
package enum Comparison: String, Sendable, CaseIterable {
    // Longer ones first: the reader takes the first that fits.
    case atMost = "<="
    case atLeast = ">="
    case equal = "=="
    case different = "!="
    case below = "<"
    case above = ">"

    func holds(_ value: Double, _ limit: Double) -> Bool {
        switch self {
        case .atMost: value <= limit
        case .atLeast: value >= limit
        case .equal: value == limit
        case .different: value != limit
        case .below: value < limit
        case .above: value > limit
        }
    }

    /// The one that a text begins with.
    init?(beginning text: Substring) {
        guard let found = Comparison.allCases.first(where: { text.hasPrefix($0.rawValue) }) else {
            return nil
        }
        self = found
    }
}
