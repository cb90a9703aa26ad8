/// The timelines and pictures of a run, as they were written.
extension SchemaDocument {
    static let timeline = SchemaDocument(
        "timeline", "Which timelines of a run were written: what 'wattline trace --json' prints"
    ) {
        .object([
            .required("schema", .constant("wattline.trace")),
            .required("schema_version", .constant(1)),
            .required("version", .text()),
            .required("configuration_hash", .hash),
            .required("seed", .whole(0...Int.max)),
            .required("fingerprint", .hash.described("The same for runs that are the same in every step")),
            .required("duration", .number.described("Of the run [s]")),
            .required("total_gpu_energy_j", .number),
            .required("files", .list(.either([events, gantt]), count: 1...Int.max)),
            .required("warnings", .list(.text())),
        ])
    }

    private static var events: Schema {
        let count = Schema.whole(0...Int.max)
        return .object([
            .required("path", .name),
            .required("format", .constant("trace.json")),
            .required("bytes", count),
            .required("events", count),
            .required("step_slices", count),
            .required("merged_slices", count.described("Slices that stand for a leap over several steps")),
            .required("steps", count.described("Steps that the slices stand for")),
            .required("requests", count),
            .required("counter_samples", count),
            .required("replicas", count),
            .required("from_s", .number.orNull.described("The first moment shown")),
            .required("to_s", .number.orNull.described("The last moment shown")),
        ])
    }

    private static var gantt: Schema {
        let count = Schema.whole(0...Int.max)
        return .object([
            .required("path", .name),
            .required("format", .constant("gantt.svg")),
            .required("requests", count.described("Of the run")),
            .required("rows", count.described("Requests that are drawn")),
        ])
    }
}
