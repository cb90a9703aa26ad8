import WattlineLab

/// Files of checks.
extension SchemaDocument {
    static let check = SchemaDocument(
        "check",
        "Named runs with what is expected of them: what 'wattline check' reads. Comments are allowed in the file",
        definitions: {
            CheckFile.settings.map { ($0.name, $0.schema) } + [
                ("settings", settings), ("condition", Expectation.schema), ("check", singleCheck),
            ]
        }
    ) {
        .object([
            .schemaOfFile,
            .optional("defaults", .reference("settings")),
            .required("checks", .list(.reference("check"), count: 1...Int.max)),
        ])
    }

    private static var settings: Schema {
        .object(
            CheckFile.settings.map { .optional($0.name, .reference($0.name)) },
            patterns: CheckFile.settings.compactMap { flag in
                flag.spellingPattern.map { ($0, .reference(flag.name)) }
            })
    }

    private static var singleCheck: Schema {
        let shape = Schema.object([
            .required("name", .name.described("Unlike every other in the file")),
            .optional("run", .reference("settings")),
            .optional("expect", .either([figures, refusal])),
            .optional(
                "golden", .name.described("A result that the run must repeat: a file, seen from this one")),
        ])
        // A check without either could not fail.
        return .all([shape, .either([.having(["expect"]), .having(["golden"])])])
    }

    private static var figures: Schema {
        let metrics = Metrics.counts + Metrics.energy
        let condition = Schema.either([
            .reference("condition"), .list(.reference("condition"), count: 1...Int.max),
        ])
        var properties: [Schema.Property] = []
        for metric in metrics { properties.append(.optional(metric.key, condition.described(metric.text))) }
        for latency in Schema.latencies { properties.append(.optional(latency.key, condition)) }
        properties.append(
            .optional(
                MaxOvertaken.key,
                condition.described(
                    "By how many later requests one was overtaken, at most, on the way to its first token")))
        return .object(
            properties, patterns: [(Schema.percentiles.pattern, condition)], leastCount: 1)
    }

    private static var refusal: Schema {
        .object([
            .required("error", .name.described("A part of the message with which the run must be refused"))
        ])
    }
}

extension CheckFile {
    /// What `defaults` and `run` may set.
    static let settings = ConfigFile.keys.filter(\.isConfiguration)
}

extension Expectation {
    /// A number, or one of the forms that the reader takes.
    static var schema: Schema {
        let width = "([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?"
        let number = "[-+]?\(width)"
        let comparisons = Comparison.allCases.map(\.rawValue).joined(separator: "|")
        let forms = [
            "(\(comparisons))? *\(number)", "\(number) *(\\+-|\u{b1}) *\(width) *%?",
            "\(number) *\\.\\. *\(number)",
        ]
        return .either([.number, .text("^ *(\(forms.joined(separator: "|"))) *$")])
    }
}
