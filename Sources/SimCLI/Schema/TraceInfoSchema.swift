/// What a file of requests holds.
extension SchemaDocument {
    static let traceInfo = SchemaDocument(
        "trace-info", "What a file of requests holds: what 'wattline trace info --json' prints",
        definitions: { [("law", law)] }
    ) {
        let count = Schema.whole(0...Int.max)
        return .object([
            .required("schema", .constant("wattline.trace_info")),
            .required("schema_version", .constant(1)),
            .required("version", .text()),
            .required("file", .text()),
            .required("format", .choice(TraceFormat.allCases.map(\.rawValue))),
            .required("rows", count),
            .required("requests", count.described("Rows that are not left out")),
            .required("bad_rows", count),
            .required("rows_without_answer", count),
            .required("rows_without_prompt", count),
            .required("first_bad_row", .text().orNull.described("Where it is, and what is wrong with it")),
            .required("first_arrival_s", .number),
            .required("span_s", .number.described("From the first arrival to the last")),
            .required("request_rate", .number.orNull.described("null without a span")),
            .required(
                "busiest_minute_request_rate", .number.orNull.described("null for less than a minute")),
            .required(
                "burstiness",
                .either([.number, .constant("inf")]).orNull.described(
                    "1 is Poisson, less comes in bursts; inf for equal gaps, null without two of them")),
            .required("total_input_tokens", count),
            .required("total_output_tokens", count),
            .required("warnings", .list(.text()).described("What the file has that is not read")),
            .required("input_tokens", .reference("law")),
            .required("output_tokens", .reference("law")),
            .required("gap_ms", .reference("law")),
        ])
    }

    private static var law: Schema {
        .object(
            (["mean", "min"] + TraceInfo.fractions.map(\.key) + ["max"]).map {
                .required($0, .number.orNull)
            })
    }
}
