import HardwareModels

/// A step's energy as a sum whose printed lines add up to its printed total.
///
/// E = busy (P0 t + e_f (FLOP + padding) + e_b (bytes + padding) + e_s logits) + (1 - busy) P_idle t + P_idle t_wait + cap,
/// t without the waits t_wait for the host, of one GPU, as in HardwareModels' PowerModel; times the GPUs. Lines are rounded to the last digit of the total: each
/// down, and those with the largest remainders up, until they add up to the rounded total.
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
        let device = model.device
        let estimate = step.estimate
        let gpus = Double(model.sharding.devices)
        let factor = gpus == 1 ? "" : " x \(Figures.plain(gpus)) GPUs"
        let whole = estimate.breakdown.total
        let wait = whole.idleMicroseconds
        let active = whole.microseconds - wait
        let floor = estimate.awakeWatts
        let perFlop = estimate.picojoulesPerFlop
        let perByte = estimate.picojoulesPerByte
        let padded = whole.paddedFlop * step.busy
        let share = step.busy == 1 ? "" : " x \(Figures.short(step.busy)) at work"
        var terms = [
            Term(
                name: "GPU awake",
                formula:
                    "\(Figures.short(floor)) W x \(Figures.short(active / 1e3)) ms"
                    + share + factor,
                joules: floor * active * 1e-6 * step.busy * gpus),
            Term(
                name: "FLOP",
                formula:
                    "\(Figures.short(estimate.flop / 1e9)) GFLOP of 16 bits x \(Figures.short(perFlop)) pJ"
                    + factor, joules: perFlop * 1e-12 * estimate.flop * gpus),
            Term(
                name: "bytes",
                formula:
                    "\(Figures.short(estimate.bytes / 1e9)) GB x \(Figures.short(perByte)) pJ"
                    + factor, joules: perByte * 1e-12 * estimate.bytes * gpus),
        ]
        if padded > 0 {
            terms.append(
                Term(
                    name: "padded FLOP",
                    formula:
                        "\(Figures.short(padded / 1e9)) GFLOP in tiles and unpacking x \(Figures.short(perFlop)) pJ"
                        + factor, joules: perFlop * 1e-12 * padded * gpus))
        }
        let again = whole.paddedBytes * step.busy
        if again > 0 {
            terms.append(
                Term(
                    name: "bytes read again",
                    formula:
                        "\(Figures.short(again / 1e9)) GB for padding x \(Figures.short(perByte)) pJ"
                        + factor, joules: perByte * 1e-12 * again * gpus))
        }
        let perLogit = estimate.nanojoulesPerLogit
        if perLogit > 0, estimate.logits > 0 {
            terms.append(
                Term(
                    name: "sampler",
                    formula:
                        "\(Figures.short(estimate.logits / 1e6)) M logits x \(Figures.short(perLogit)) nJ"
                        + share + factor, joules: perLogit * 1e-9 * estimate.logits * step.busy * gpus))
        }
        let idle = estimate.idleWatts
        if step.busy < 1 {
            terms.append(
                Term(
                    name: "other stages' turn",
                    formula: "\(Figures.short(idle)) W x \(Figures.short(active / 1e3)) ms x "
                        + "\(Figures.short(1 - step.busy))" + factor,
                    joules: idle * active * 1e-6 * (1 - step.busy) * gpus))
        }
        if wait > 0 {
            terms.append(
                Term(
                    name: "waiting for the host",
                    formula: "\(Figures.short(idle)) W x \(Figures.short(wait / 1e3)) ms" + factor,
                    joules: idle * wait * 1e-6 * gpus))
        }
        let uncapped = terms.reduce(0) { $0 + $1.joules }
        joules = step.joules
        if model.capMode == .clip, estimate.isCapped {
            terms.append(
                Term(
                    name: "power cap",
                    formula:
                        "\(Figures.plain(device.capPower.watts)) W x \(Figures.short(estimate.microseconds / 1e3)) ms"
                        + "\(factor), less the above", joules: joules - uncapped))
        }
        self.terms = terms
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
