import WattlineLab

/// Named experiments: their files, and what comes of them.
extension SchemaDocument {
    static let study = SchemaDocument(
        "study",
        "A named experiment: what 'wattline study FILE.json' reads. Comments are allowed in the file",
        definitions: {
            [("setting", setting), ("quantity", quantity), ("sentence", sentence), ("panel", panel)]
        }
    ) {
        .object([
            .schemaOfFile, .required("title", .text()), .required("question", .text()),
            .optional("source", .text().orNull),
            .optional("base", .reference("setting").orNull.described("Flags of every run")),
            .optional("series", .list(.reference("setting")).orNull),
            .required("points", .list(.reference("setting"), count: 1...Int.max)),
            .required("axis", .text().described("What the points are along")),
            .required(
                "columns",
                .list(
                    .object([
                        .required("measure", measure), .required("title", .text()),
                        .optional("decimals", .whole(StudyColumn.decimalRange).orNull),
                    ]), count: 1...Int.max)),
            .optional(
                "charts",
                .list(
                    .object([
                        .required("name", .text("^[A-Za-z0-9-]+$")), .required("title", .text()),
                        .required("description", .text()),
                        .required("panels", .list(.reference("panel"), count: 1...Int.max)),
                    ])
                ).orNull),
            .optional("claims", .list(claim).orNull),
            .optional("discussion", .list(.reference("sentence")).orNull),
        ])
    }

    static let studyResult = SchemaDocument(
        "study-result", "What came of an experiment: NAME.results.json of 'wattline study NAME -o DIR'"
    ) {
        let value = Schema.either([.number, .text()]).orNull
        let ran = Schema.text("^([0-9a-f]{16})?$").described("Empty where nothing could be run")
        let claim = Schema.object([
            .required("claim", .text()), .required("expected", interval), .required("simulated", value),
            .required("unit", .text()), .required("verdict", .text()), .required("mechanism", .text()),
        ])
        let cell = Schema.object([
            .required("series", .text()), .required("point", .text()),
            .required("configuration_hash", ran), .required("fingerprint", ran),
            .required("figures", .object([], rest: value)),
        ])
        return .object([
            .required("schema", .constant("wattline.study")), .required("schema_version", .constant(1)),
            .required("version", .text()), .required("study", .text()), .required("title", .text()),
            .required("claims", .list(claim)), .required("cells", .list(cell)),
        ])
    }

    private static let interval = Schema.list(.number, count: 2...2).described("From low to high")

    private static var measure: Schema { .choice(StudyMeasure.names) }

    private static var setting: Schema {
        .object(
            [
                .optional("label", .text().orNull), .optional("flags", .text().orNull.described("Of run")),
                .optional("takes", .choice(StudySetting.sides).orNull),
                .optional("threshold_tokens", .whole(StudySetting.thresholdRange).orNull),
            ]
                + StudySetting.limits.sorted { $0.key < $1.key }.map {
                    .optional($0.key, Schema.number($0.value).orNull)
                })
    }

    private static var claim: Schema {
        .object([
            .required("claim", .text()), .optional("source", .text().orNull),
            .required("quantity", .reference("quantity")), .required("expected", interval),
            .optional("unit", .text().orNull), .required("mechanism", .text()), .optional("numbers", numbers),
            .optional("tolerance", Schema.number(0...StudyVerdict.tolerance).orNull),
        ])
    }

    private static var sentence: Schema {
        .object([.required("text", .text()), .optional("numbers", numbers)])
    }

    private static var numbers: Schema { .object([], rest: .reference("quantity")).orNull }

    private static var quantity: Schema {
        let series = Schema.Property.optional("series", .text().orNull)
        let cell = Schema.object([
            .required("measure", measure), series, .optional("point", .text().orNull),
        ])
        let summaries = StudyQuantity.Summary.allCases.map {
            Schema.object([.required($0.rawValue, measure), series])
        }
        let operations = StudyQuantity.Operation.allCases.map {
            Schema.object([.required($0.rawValue, .list(.reference("quantity"), count: 2...2))])
        }
        return .either([.number, cell] + summaries + operations)
    }

    private static var panel: Schema {
        let limit = Schema.object([
            .optional("x", .number.orNull), .optional("y", .number.orNull), .required("label", .text()),
        ])
        return .object([
            .required("kind", .choice(StudyPanel.Kind.allCases.map(\.rawValue))),
            .optional("title", .text().orNull), .required("measures", .list(measure, count: 1...Int.max)),
            .optional("names", .list(.text()).orNull), .optional("series", .list(.text()).orNull),
            .optional("along", measure.orNull), .optional("x_label", .text().orNull),
            .required("y_label", .text()),
            .optional("x_scale", .choice(StudyPanel.scales).orNull),
            .optional("y_scale", .choice(StudyPanel.scales.filter { $0 != "names" }).orNull),
            .optional("limits", .list(limit).orNull),
        ])
    }
}
