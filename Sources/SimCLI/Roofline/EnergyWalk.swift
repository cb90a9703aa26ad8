import HardwareModels

/// A step's energy as a sum whose printed lines add up to its printed total.
///
/// The terms are HardwareModels' own. Lines are rounded to the last digit of the total: each down, and those with the
/// largest remainders up, until they add up to the rounded total.
struct EnergyWalk {
    /// A summand in joules of all GPUs.
    struct Term: Equatable {
        let name: String
        let formula: String
        let joules: Double
    }

    let terms: [Term]
    let joules: Double
    /// Digits after the point that lines are printed with.
    let decimals: Int

    init(_ step: RooflineStep, _ model: RooflineModel) {
        joules = step.joules
        terms = model.energyTerms(of: step.shape).map { term in
            Term(name: term.cause.label, formula: term.account.formula, joules: term.joules)
        }
        decimals = EnergyWalk.decimals(joules)
    }

    /// Five significant digits of the total.
    private static func decimals(_ joules: Double) -> Int {
        var decimals = 4
        var edge = 10.0
        while decimals > 0, joules >= edge {
            decimals -= 1
            edge *= 10
        }
        edge = 1
        while decimals < 12, joules < edge {
            decimals += 1
            edge /= 10
        }
        return decimals
    }

    /// The terms in units of the last digit, so that their sum is the total's.
    private var units: [Int] {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let exact = terms.map { $0.joules * scale }
        var units = exact.map { Int(min(max($0.rounded(.down), -9e17), 9e17)) }
        let total = Int(min((joules * scale).rounded(.toNearestOrAwayFromZero), 9e17))
        let remainders = exact.indices.sorted {
            let (left, right) = (exact[$0] - exact[$0].rounded(.down), exact[$1] - exact[$1].rounded(.down))
            return left > right || (left == right && $0 < $1)
        }
        let missing = min(max(total - units.reduce(0, &+), 0), units.count)
        for index in remainders.prefix(missing) { units[index] += 1 }
        return units
    }

    /// The total as printed, in joules.
    var total: String { Figures.fixed(joules, decimals) }

    /// A line for each term, and the total.
    var lines: [HandCalculation.Line] {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let printed = units.map { Figures.fixed(Double($0) / scale, decimals) }
        var lines = zip(terms, printed).map { term, value in
            HandCalculation.Line(name: term.name, formula: term.formula, value: "\(value) J")
        }
        lines.append(HandCalculation.Line(name: "energy of the step", formula: "", value: "\(total) J"))
        return lines
    }
}

extension EnergyTerm.Cause {
    /// In words.
    var label: String {
        switch self {
        case .awake: "GPU awake"
        case .flop: "FLOP"
        case .bytes: "bytes"
        case .paddedFlop: "padded FLOP"
        case .paddedBytes: "bytes of padding"
        case .sampler: "sampler"
        case .otherStages: "other stages' turn"
        case .waiting: "waiting for the host"
        }
    }
}

extension Account {
    /// `2 x 8 rows x 6144 x 4096 x 32 layers`; nothing for a bare figure.
    var formula: String {
        guard factors.count > 1 else { return "" }
        return factors.map { factor in
            let number =
                Int(exactly: factor.value).map { String($0) }
                ?? Figures.significant(factor.value, digits: 6, decimalsAtMost: 12)
            guard !factor.noun.isEmpty else { return number }
            return number + " " + (factor.value == 1 ? factor.noun.singular : factor.noun)
        }.joined(separator: " x ")
    }
}

extension String {
    /// `rows` of one: `row`.
    fileprivate var singular: String {
        ["rows", "tokens", "layers", "heads", "bytes", "blocks", "pairs", "passes", "experts"].contains(self)
            ? String(dropLast(self == "passes" ? 2 : 1)) : self
    }
}
