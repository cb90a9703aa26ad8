/// Two results side by side.
extension SchemaDocument {
    static let compare = SchemaDocument(
        "compare", "Two results side by side: what 'wattline compare --json' prints"
    ) {
        .object([
            .required("schema", .constant("wattline.compare")),
            .required("schema_version", .constant(1)),
            .required("version", .text()),
            .required("a", .text().described("What A is: a file, or what was run")),
            .required("b", .text()),
            .required(
                "energy_provenance",
                .object([.required("a", .text()), .required("b", .text())])),
            .required(
                "energy_error_band",
                .object([
                    .required("a", Schema.errorBand.orNull), .required("b", Schema.errorBand.orNull),
                ])),
            .required(
                "differences",
                .object([], rest: .object([.required("a", .anything), .required("b", .anything)]))
                    .described("Settings that differ")),
            .required(
                "metrics",
                .object(
                    [],
                    rest: .object([
                        .required("a", .number.orNull), .required("b", .number.orNull),
                        .required("ratio", .number.orNull.described("B over A")),
                    ]))),
            .required("sentence", .text()),
            .required("failed", .list(.text()).described("What --fail-on found; empty where nothing")),
        ])
    }
}
