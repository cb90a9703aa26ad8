/// A run as a short text, a figure a line, all of them integers, so that it is the same on every machine. Keep it in a
/// test, or in a file beside it; a change that nobody meant then shows as the figures that moved.
///
///     completed 200
///     steps 498
///     duration_ps 9929390750000
public struct GoldenFigures: Hashable, Sendable {
    /// In the order of the text.
    public let figures: [Figure]

    public struct Figure: Hashable, Sendable {
        public let name: String
        public let value: Int128
    }

    public init(_ run: PolicyRun) { self.init(run.result) }

    public init(_ result: SimulationResult) {
        var figures: [Figure] = []
        for (name, value) in [
            ("completed", result.completed), ("failed", result.failed), ("steps", result.steps),
            ("duration_ps", result.duration.picoseconds), ("decode_rows", result.decodeRows),
            ("prefill_tokens", result.prefillTokens), ("padded_tokens", result.paddedTokens),
            ("recomputed_tokens", result.recomputedTokens), ("preemptions", result.preemptions),
            ("kv_peak_blocks", result.kvPeakBlocks),
        ] { figures.append(Figure(name: name, value: Int128(value))) }
        for (name, histogram) in [
            ("queueing", result.queueing), ("ttft", result.ttft), ("e2e", result.e2e),
        ] {
            for (figure, value) in [("mean", histogram.mean), ("max", histogram.maximum)] {
                if let value {
                    figures.append(Figure(name: "\(name)_\(figure)_ps", value: Int128(value.picoseconds)))
                }
            }
        }
        for (name, energy) in [
            ("energy_fj", result.energy.total), ("idle_energy_fj", result.energy.idle),
        ] { figures.append(Figure(name: name, value: energy.femtojoules)) }
        self.figures = figures
    }

    /// A figure a line.
    public var text: String {
        var text = ""
        for figure in figures { text += "\(figure.name) \(figure.value)\n" }
        return text
    }

    /// What is different in `golden`, a figure a line; empty when it is the same. Blank lines do not count, and a golden
    /// may leave figures out: those are not compared. One without any figure is different.
    public func differences(from golden: String) -> [String] {
        var differences = differences(from: golden, called: "golden", "now")
        if !differences.isEmpty {
            differences.append("if that is meant, the golden is now:\n" + text)
        }
        return differences
    }

    func differences(from other: String, called before: String, _ after: String) -> [String] {
        var differences: [String] = []
        var count = 0
        for line in other.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" }) {
            let words = line.split(separator: " ")
            if words.isEmpty { continue }
            count += 1
            guard words.count == 2, let expected = Int128(words[1]) else {
                differences.append("the line '\(line)' is no figure; one is a name and a whole number")
                continue
            }
            guard let figure = figures.first(where: { $0.name == words[0] }) else {
                differences.append("there is no figure '\(words[0])' in this run")
                continue
            }
            if figure.value != expected {
                differences.append(
                    "\(figure.name): \(before) \(expected), \(after) \(figure.value)"
                        + GoldenFigures.change(from: expected, to: figure.value))
            }
        }
        return count == 0 ? ["the golden has no figures"] : differences
    }

    /// ` (+12, +0.34 %)`, in hundredths of a percent towards zero.
    private static func change(from before: Int128, to after: Int128) -> String {
        // Goldens come from outside: their difference may not fit.
        let (difference, overflow) = after.subtractingReportingOverflow(before)
        guard !overflow else { return "" }
        let sign = difference < 0 ? "-" : "+"
        let text = " (\(sign)\(difference.magnitude)"
        let (scaled, overflows) = difference.magnitude.multipliedReportingOverflow(by: 10_000)
        guard before != 0, !overflows else { return text + ")" }
        let hundredths = scaled / before.magnitude
        let rest = hundredths % 100
        return text + ", \(sign)\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) %)"
    }
}

extension PolicyRun {
    /// What another run of the same did otherwise: its figures, or failing that the first request.
    func differences(from other: PolicyRun, called name: String) -> [String] {
        let figures = GoldenFigures(self).differences(
            from: GoldenFigures(other).text, called: name, "this run")
        if !figures.isEmpty { return figures }
        for (mine, its) in zip(records, other.records) where mine != its {
            return [
                "request \(mine.id) ended at \(mine.finish) after its first token at \(mine.firstToken); in \(name) at "
                    + "\(its.finish) after \(its.firstToken)"
            ]
        }
        return result == other.result ? [] : ["a figure that is not among these differs from \(name)"]
    }
}
