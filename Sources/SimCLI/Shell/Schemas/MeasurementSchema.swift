import WattlineEvidence
import WattlineLab

/// What comes of measured tables: errors of the model, and constants that were fitted.
extension SchemaDocument {
    static let validation = SchemaDocument(
        "validation", "The model's error over a measured table: what 'wattline validate --json' prints",
        definitions: { [("errors", errors)] }
    ) {
        report
    }

    static let calibration = SchemaDocument(
        "calibration", "A fit of constants and its errors: what 'wattline calibrate --json' prints",
        definitions: { [("errors", errors), ("report", report)] }
    ) {
        .object([
            .required(
                "constants",
                .list(
                    .object([
                        .required("name", .choice(Constant.all.map(\.name))), .required("unit", .text()),
                        .required("before", .number.orNull), .required("after", .number.orNull),
                        .required("relative_standard_error", .number.orNull),
                        .required("identified", .bool.described("The data tells this constant")),
                    ]))),
            .required("before", .reference("report")),
            .required("after", .reference("report")),
            .required(
                "held_out",
                .reference("report").orNull.described("Every group predicted by a fit to the others")),
        ])
    }

    private static var report: Schema {
        let skipped = Schema.object([.required("row", .whole(1...Int.max)), .required("why", .text())])
        return .object([
            .required("rows", .whole(0...Int.max).described("Rows that were compared")),
            .required("skipped", .list(skipped)),
            .required("metrics", .reference("errors")),
            .required("groups", .object([], rest: .reference("errors"))),
        ])
    }

    private static var errors: Schema {
        let statistics = Schema.object([
            .required("n", .whole(1...Int.max)),
            .required("mape", .number.orNull.described("Mean absolute error in percent")),
            .required("median", .number.orNull), .required("p90", .number.orNull),
            .required("bias", .number.orNull.described("Mean error in percent")),
        ])
        return .object(ValidationMetric.reported.map { .optional($0.rawValue, statistics) })
    }
}
