import HardwareModels

/// The lines and the document of a sweep.
extension SchemaDocument {
    static let sweep = SchemaDocument(
        "sweep",
        "Which points a sweep has: the header in the first line of its .jsonl, and what 'wattline sweep --dry-run' prints"
    ) {
        .object(header)
    }

    static let sweepRow = SchemaDocument(
        "sweep-row",
        "A point of a sweep: a line of what 'wattline sweep -o FILE.jsonl' writes"
    ) {
        row(besides: [
            .optional(
                SweepHeader.rowKey,
                .object(header).described("Which sweep it is; in the first line of a file"))
        ])
    }

    static let sweepReport = SchemaDocument(
        "sweep-report",
        "A sweep as it is shown: what --json of sweep and merge prints and -o FILE.json writes",
        definitions: { [("row", row(besides: [.optional("pareto", .bool)]))] }
    ) {
        .object(
            header + [
                .required("pareto", .text().orNull.described("The two metrics whose front is marked")),
                .required(
                    "best", .whole(0...Int.max).orNull.described("Number of the point that --goal chose")),
                .required(
                    "ties",
                    .list(.whole(0...Int.max)).described(
                        "Points that are as good, or whose 95 % interval meets that of the best")),
                .required("rows", .list(.reference("row"))),
            ])
    }

    private static var header: [Schema.Property] {
        let names = RunFlags.all.filter(\.isConfiguration).map(\.name)
        let search = Schema.object([
            .required("flag", .choice(names)), .required("low", .number), .required("high", .number),
            .required("goal", .choice(["max", "min"])),
            .required("subject_to", .list(.text(), count: 1...Int.max)),
        ])
        return [
            .required("schema", .constant(SweepHeader.schema)),
            .required("sweep", .hash.described("The same for every shard of a sweep and for no other sweep")),
            .required(
                "shard", .text("^[0-9]+/[0-9]+$").orNull.described("K/N: every N-th point from the K-th")),
            .required("schema_version", .constant(SweepHeader.schemaVersion)),
            .required("version", .text()),
            .required("points", .whole(0...SweepFlags.pointLimit)),
            .required(
                "axes",
                .object(
                    RunFlags.all.filter(\.isConfiguration).map {
                        .optional($0.name, .list($0.kind.schema.orNull))
                    }
                ).described("What is varied: the values of each flag")),
            .required("zip", .bool.described("The lists are taken together, first with first")),
            .required("search", search.orNull.described("The flag whose highest or lowest value is sought")),
            .required("replications", .whole(1...Int.max)),
            .required("seed", .whole(0...Int.max)),
            .required("percentiles", .list(.number)),
            .required("configuration", .someConfiguration.described("What was set beside the axes")),
            .optional("files", .object([], rest: .hash).described("Digests of the files that points read")),
        ]
    }

    /// `besides` is what a row of one document has more.
    private static func row(besides: [Schema.Property]) -> Schema {
        let metrics = Metrics.counts + Metrics.energy
        let axes = RunFlags.all.filter(\.isConfiguration).map {
            Schema.Property.optional($0.name, $0.kind.schema.orNull.described($0.help))
        }
        let head: [Schema.Property] = [
            .required("point", .whole(0...SweepFlags.pointLimit)),
            .required("status", .choice(SweepRow.Status.allCases.map(\.rawValue))),
            .required("reason", .text().orNull.described("Why it is not ok")),
            .required("configuration_hash", .hash.orNull),
            .required("fingerprint", .hash.orNull),
            .required("energy_provenance", Schema.provenance.orNull),
            .required(
                "error_band",
                .choice(ErrorBand.Kind.allCases.map(\.rawValue)).orNull.described(
                    "Measured runs that figures like these were compared with; null where there are none")),
            .optional("evaluations", .whole(0...Int.max).orNull.described("Runs that a search took")),
            .required("warnings", .list(.text())),
        ]
        // Means over replications are no counts.
        let figures = metrics.map { Schema.Property.optional($0.key, .number.orNull.described($0.text)) }
        let latencies = Schema.latencies.map { Schema.Property.optional($0.key, $0.schema) }
        let keys = (metrics.map(\.key) + latencies.map(\.key)).joined(separator: "|")
        let suffix = SweepLayout.intervalKey("")
        let shape = Schema.object(
            head + axes + figures + latencies + besides,
            patterns: [
                Schema.percentiles,
                ("^(\(keys)|p\(Schema.percentilePattern))\(suffix)$", .number.orNull),
            ])
        // A point that did not run has no figures, every other one has all.
        let refused = [SweepRow.Status.infeasible, .invalid].map(\.rawValue)
        return .all([
            shape,
            .either([
                .object([.required("status", .choice(refused))], rest: .anything),
                .having(metrics.map(\.key) + latencies.map(\.key)),
            ]),
        ])
    }
}
