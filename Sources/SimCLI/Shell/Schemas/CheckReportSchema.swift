/// What checks came to.
extension SchemaDocument {
    static let checkReport = SchemaDocument(
        "check-report", "What checks came to: what 'wattline check --json' prints",
        definitions: { [("check", checked)] }
    ) {
        .object([
            .required("schema", .constant("wattline.check")),
            .required("schema_version", .constant(1)),
            .required("version", .text()),
            .required("passed", .whole(0...Int.max)),
            .required("failed", .whole(0...Int.max)),
            .required("checks", .list(.reference("check"))),
        ])
    }

    private static var checked: Schema {
        let expectation = Schema.object([
            .required("metric", .text()), .required("expected", .text()),
            .required("value", .number.orNull.described("null where the run has no such figure")),
            .required("holds", .bool),
        ])
        let failure = Schema.object([
            .required("line", .whole(1...Int.max)), .required("column", .whole(1...Int.max)),
            .required("message", .text()), .required("details", .list(.text())),
        ])
        return .object([
            .required("name", .text()),
            .required("file", .text().described("The file of checks")),
            .required("line", .whole(1...Int.max).described("Of the check's name")),
            .required("passed", .bool),
            .required("configuration_hash", .hash.orNull.described("null where the run was refused")),
            .required("fingerprint", .hash.orNull.described("null where the run was refused")),
            .required("refusal", .text().orNull.described("Why there was no run")),
            .required("expectations", .list(expectation)),
            .required("golden", golden.orNull),
            .required("failures", .list(failure).described("Empty where the check passed")),
            .required("warnings", .list(.text())),
        ])
    }

    private static var golden: Schema {
        let difference = Schema.object([
            .required("key", .text().described("A figure, or a setting of the run")),
            .required("golden", .anything), .required("now", .anything),
        ])
        return .object([
            .required("file", .text()),
            .required("status", .choice(["same", "missing", "different"])),
            .required("differences", .list(difference)),
        ])
    }
}
