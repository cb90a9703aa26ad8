/// A conversion of a file of requests.
extension SchemaDocument {
    static let traceConvert = SchemaDocument(
        "trace-convert", "A trace as it was written: what 'wattline trace convert --json' prints"
    ) {
        let count = Schema.whole(0...Int.max)
        return .object([
            .required("schema", .constant("wattline.trace_convert")),
            .required("schema_version", .constant(1)),
            .required("version", .text()),
            .required("path", .name.described("The file that was written")),
            .required("bytes", count.described("Its size")),
            .required("requests", count),
            .required("bad_rows", count.described("Rows that were left out, as the two below")),
            .required("rows_without_answer", count),
            .required("rows_without_prompt", count),
        ])
    }
}
