import HardwareModels

/// A step worked out line by line, so that a reader can check it with a pocket calculator: what each part computes and
/// moves, how long that takes, and what it draws. Figures are of one GPU unless a line says otherwise.
struct HandCalculation {
    /// A line of the calculation: what it is, how it comes about, the result.
    struct Line: Equatable {
        let name: String
        let formula: String
        let value: String
    }

    let step: RooflineStep
    let model: RooflineModel
    let title: String

    /// What the reader asked for: `decode:8`, `prefill:512`.
    ///
    /// - Throws: `BadValue` for another form, a batch that the KV cache does not hold, a prompt beyond the longest.
    init(parsing text: String, of study: RooflineStudy) throws(BadValue) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let phase = RooflineStep.Phase(rawValue: parts[0]) else {
            throw .must("decode:BATCH or prefill:TOKENS such as decode:8, got \(quoted(text))")
        }
        let limits = study.scenario.setup.limits
        let longest = phase == .decode ? study.cacheCapacity : limits.maxModelTokens
        guard let count = NumberText.whole(parts[1]), count >= 1, count <= longest else {
            throw .must(
                "\(phase.rawValue):N with N from 1 to \(longest), which "
                    + (phase == .decode ? "the KV cache holds" : "the model reads") + ", got \(quoted(text))")
        }
        self.init(
            RooflineStep(phase, count: count, context: study.context, of: study.model), study.model,
            system: study.title)
    }

    init(_ step: RooflineStep, _ model: RooflineModel, system: String) {
        self.step = step
        self.model = model
        let what =
            step.phase == .decode
            ? "Decode of \(Figures.count(step.count, "sequence")) with \(Figures.count(step.context, "token")) of "
                + "context each"
            : "Prefill of \(Figures.count(step.count, "prompt token"))"
        title = "\(what), \(system)"
    }

    var text: String {
        var text = title + "\n"
        for (heading, lines) in sections {
            var table = TextTable(indent: "  ")
            table.leftColumns = [1]
            for line in lines { table.add([line.name, line.formula, line.value]) }
            text += "\n\(heading)\n" + table.rendered()
        }
        return text
    }

    var sections: [(heading: String, lines: [Line])] {
        [
            ("FLOP, \(perGPU)", flopLines), ("Bytes through memory, \(perGPU)", byteLines),
            ("Roofline", roofLines), ("Time", timeLines), ("Energy", energyLines),
        ]
    }

    var json: JSON {
        .list(
            sections.map { section in
                .object([
                    ("heading", .text(section.heading)),
                    (
                        "lines",
                        .list(
                            section.lines.map { line in
                                .object([
                                    ("name", .text(line.name)), ("formula", .text(line.formula)),
                                    ("value", .text(line.value)),
                                ])
                            })
                    ),
                ])
            })
    }

    private var perGPU: String { model.sharding.devices > 1 ? "of one GPU" : "of the GPU" }

    /// Parts that compute or move something.
    private var working: [RooflineStep.Part] {
        step.parts.filter { $0.flop > 0 || $0.cost.bytes > 0 || $0.cost.microseconds > 0 }
    }

    private var flopLines: [Line] {
        lines(of: "FLOP", \.flop) + [Line(name: "together", formula: "", value: giga(step.flop, "FLOP"))]
    }

    private var byteLines: [Line] {
        lines(of: "B", \.bytes) + [Line(name: "together", formula: "", value: giga(step.bytes, "B"))]
    }

    /// A line for each product; what it is is said where its part has several.
    private func lines(of unit: String, _ accounts: (StepLine) -> [Account]) -> [Line] {
        StepPart.allCases.flatMap { part in
            let told = step.lines.filter { $0.part == part }.flatMap(accounts)
            return told.map { account in
                Line(
                    name: told.count > 1 || unit == "B" ? "\(part.label): \(account.what)" : part.label,
                    formula: account.formula, value: giga(account.value, unit))
            }
        }
    }

    private var roofLines: [Line] {
        let device = model.device
        let peak = model.peakFlopPerSecond
        let hasOneUnit = Set(step.lines.compactMap(\.unit)).count <= 1
        return [
            Line(
                name: "intensity",
                formula: "\(giga(step.flop, "FLOP")) / \(giga(step.bytes, "B"))",
                value: "\(Figures.short(step.intensity)) FLOP/byte"),
            Line(
                name: "ridge",
                formula:
                    "\(Figures.short(peak / 1e12)) TFLOP/s / \(Figures.short(device.memoryBytesPerSecond / 1e12)) TB/s",
                value: "\(Figures.short(peak / device.memoryBytesPerSecond)) FLOP/byte"),
            Line(
                name: "time of the FLOP",
                formula: hasOneUnit && step.busy == 1
                    ? "\(giga(step.flop, "FLOP")) / \(Figures.short(peak / 1e12)) TFLOP/s"
                    : "each part at the peak of its unit", value: milliseconds(step.computeFloor)),
            Line(
                name: "time of the bytes",
                formula: step.busy == 1
                    ? "\(giga(step.bytes, "B")) / \(Figures.short(device.memoryBytesPerSecond / 1e12)) TB/s"
                    : "all stages, one after the other", value: milliseconds(step.memoryFloor)),
            Line(
                name: "roofline",
                formula: "the longer of both, that of the "
                    + (step.memoryFloor >= step.computeFloor ? "bytes" : "FLOP"),
                value: milliseconds(max(step.memoryFloor, step.computeFloor))),
        ]
    }

    private var timeLines: [Line] {
        var lines = working.filter { $0.cost.microseconds > 0 }.map { part in
            Line(
                name: part.part.label, formula: "waits for \(part.bound.rawValue)",
                value: milliseconds(part.cost.microseconds))
        }
        if step.estimate.isCapped {
            lines.append(
                Line(
                    name: "clock",
                    formula:
                        "the highest that the cap of \(Figures.plain(model.device.capPower.watts)) W allows",
                    value: "\(Figures.short(step.estimate.megahertz)) MHz"))
        }
        let times = step.times
        let sums = RooflineStep.Bound.allCases.filter { times[$0, default: 0] > 0 }.map {
            "\($0.rawValue) \(Figures.short(times[$0, default: 0] / 1e3))"
        }
        return lines + [
            Line(
                name: "step waits for \(step.bound.rawValue)",
                formula: "where most of its time goes: \(sums.joined(separator: ", ")) ms", value: ""),
            Line(
                name: "step", formula: "\(Figures.percent(step.share, of: 1)) of the roofline",
                value: milliseconds(step.microseconds)),
        ]
    }

    private var energyLines: [Line] {
        let walk = EnergyWalk(step, model)
        return walk.lines + [
            Line(
                name: "per token",
                formula: "\(walk.total) J / \(step.count)", value: "\(Figures.short(step.joulesPerToken)) J")
        ]
    }

    private func giga(_ value: Double, _ unit: String) -> String { "\(Figures.short(value / 1e9)) G\(unit)" }

    private func milliseconds(_ microseconds: Double) -> String { "\(Figures.short(microseconds / 1e3)) ms" }
}

extension StepPart {
    /// In words.
    var label: String {
        switch self {
        case .swap: "KV blocks swapped"
        case .queryKeyValue: "query, key, value"
        case .prefillAttention: "prefill attention"
        case .decodeAttention: "decode attention"
        case .attentionOutput: "attention output"
        case .gateAndUp: "feed-forward gate, up"
        case .down: "feed-forward down"
        case .router: "router"
        case .sharedExperts: "shared experts"
        case .experts: "experts"
        case .elementwise: "norms, activation"
        case .allReduce: "all-reduce"
        case .pipeline: "pipeline hops"
        case .outputHead: "output head"
        case .sampler: "sampler"
        case .hostOverhead: "host"
        }
    }
}
