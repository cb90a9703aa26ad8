/// Two results side by side.
struct ResultComparison {
    let a: ComparedResult
    let b: ComparedResult
    /// What the table shows.
    let shown: [String]

    /// The figures that are asked for most.
    static let usual = [
        "completed", "duration", "request_throughput", "output_throughput", "request_goodput", "mean_ttft_ms",
        "p99_ttft_ms", "mean_tpot_ms", "p99_tpot_ms", "mean_e2el_ms", "p99_e2el_ms", "total_gpu_energy_j",
        "avg_gpu_power_w", "energy_per_output_token_j", "energy_per_request_j", "output_tokens_per_joule",
        "kwh_per_1m_output_tokens", "gco2e_per_request", "usd_per_1m_output_tokens", "preemptions",
    ]

    /// Keys of either, in the order of A.
    static func keys(_ a: ComparedResult, _ b: ComparedResult) -> [String] {
        let first = a.figures.map(\.key)
        let known = Set(first)
        return first + b.figures.map(\.key).filter { !known.contains($0) }
    }

    /// Figures without a number on either side are left out unless `asked` names them.
    init(_ a: ComparedResult, _ b: ComparedResult, asked: [String]?) {
        self.a = a
        self.b = b
        shown =
            asked
            ?? ResultComparison.usual.filter { key in a.value(key) != nil || b.value(key) != nil }
    }

    /// B over A; nil where either is missing or A is 0.
    func ratio(_ key: String) -> Double? {
        guard let left = a.value(key), let right = b.value(key), left != 0 else { return nil }
        return right / left
    }

    /// Settings that differ, as A and B have them.
    var differences: [(key: String, a: JSON, b: JSON)] {
        var keys = a.configuration.map(\.key)
        let known = Set(keys)
        keys += b.configuration.map(\.key).filter { !known.contains($0) }
        return keys.compactMap { key in
            let left = a.configuration.first { $0.key == key }?.value ?? .null
            let right = b.configuration.first { $0.key == key }?.value ?? .null
            return left == right ? nil : (key, left, right)
        }
    }

    /// What the comparison comes to, in one sentence.
    var sentence: String {
        let parts = [
            ("energy_per_output_token_j", "the energy per output token"), ("p99_ttft_ms", "the p99 TTFT"),
            ("p99_tpot_ms", "the p99 TPOT"), ("output_throughput", "the output throughput"),
        ].compactMap { (key, name) in
            ratio(key).map { "\(Figures.short($0)) x \(name) (\(ResultComparison.signed(($0 - 1) * 100)) %)" }
        }
        guard let last = parts.last else { return "A and B have no figures in common." }
        let start = parts.dropLast().joined(separator: ", ")
        return "B has " + (start.isEmpty ? "" : start + " and ") + last + " of A."
    }

    /// With its sign and one digit: `+2.0`.
    static func signed(_ percent: Double) -> String {
        let text = Figures.fixed(percent, 1)
        return percent >= 0 && !text.hasPrefix("-") ? "+" + text : text
    }

    private var table: TextTable {
        var table = TextTable()
        table.add(["", "A", "B", "B / A", "change"])
        for key in shown {
            let change = ratio(key).map { ResultComparison.signed(($0 - 1) * 100) + " %" } ?? Figures.none
            table.add([key, cell(a.value(key)), cell(b.value(key)), Figures.short(ratio(key)), change])
        }
        return table
    }

    /// Counts whole, the rest with four digits.
    private func cell(_ value: Double?) -> String {
        guard let value, let whole = Int(exactly: value) else { return Figures.short(value) }
        return String(whole)
    }

    var text: String {
        var text = "A: \(VisibleText.line(a.name))\nB: \(VisibleText.line(b.name))\n"
        for difference in differences {
            text +=
                "   "
                + VisibleText.line("\(difference.key): \(difference.a.cell) -> \(difference.b.cell)") + "\n"
        }
        if differences.isEmpty, !a.configuration.isEmpty {
            text +=
                a.fingerprint == b.fingerprint
                ? "   the same configuration\n"
                : "   the same settings and another run: of files with other contents, or by another version\n"
        }
        let notes = ProvenanceNote.lines([("A", a.note), ("B", b.note)])
        return text + "\n" + table.rendered() + "\n\(sentence)\n" + notes.map { $0 + "\n" }.joined()
    }

    private func sides(_ value: (ComparedResult) -> JSON) -> JSON {
        .object([("a", value(a)), ("b", value(b))])
    }

    func json(complaints: [String]) -> JSON {
        .object([
            ("schema", .text("wattline.compare")), ("schema_version", .whole(1)),
            ("version", .text(CommandLineTool.version)), ("a", .text(a.name)), ("b", .text(b.name)),
            ("energy_provenance", sides { .text($0.note.provenance) }),
            ("energy_error_band", sides { $0.note.json }),
            (
                "differences",
                .object(
                    differences.map { ($0.key, .object([("a", $0.a), ("b", $0.b)])) })
            ),
            (
                "metrics",
                .object(
                    ResultComparison.keys(a, b).map { key in
                        (
                            key,
                            .object([
                                ("a", .optional(a.value(key))), ("b", .optional(b.value(key))),
                                ("ratio", .optional(ratio(key))),
                            ])
                        )
                    })
            ),
            ("sentence", .text(sentence)), ("failed", .list(complaints.map { .text($0) })),
        ])
    }
}
