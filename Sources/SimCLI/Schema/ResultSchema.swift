import HardwareModels

/// The result of a run, and the rows of its requests.
extension SchemaDocument {
    static let result = SchemaDocument(
        "result", "The result of a run: what 'wattline run --json' prints and -o FILE.json writes"
    ) {
        let identity: [Schema.Property] = [
            .required("schema", .constant("wattline.run")),
            .required("schema_version", .constant(ResultDocument.schemaVersion)),
            .required("version", .text().described("Of the Wattline that wrote this")),
            .required("configuration", .resolvedConfiguration),
            .required(
                "configuration_hash", .hash.described("The same for the same configuration, labels aside")),
            .required("seed", .whole(0...Int.max)),
            .required("fingerprint", .hash.described("The same for runs that are the same in every step")),
            .required("window", .constant("whole run").described("What the figures are of")),
            .required("energy_provenance", .provenance),
            .required("energy_error_band", Schema.errorBand.orNull),
        ]
        return .object(
            identity + Schema.figures(Metrics.counts) + Schema.latencies + Schema.figures(Metrics.energy) + [
                .required(
                    "warnings", .list(.text()).described("What a reader of the figures must know"))
            ],
            patterns: [Schema.percentiles])
    }

    static let requestRow = SchemaDocument(
        "request-row", "A request of a run: a line of what 'wattline run -o FILE.jsonl' writes"
    ) {
        .object(
            RequestRows.columns.map { column in
                let text = column.unit.isEmpty ? column.meaning : "\(column.meaning) [\(column.unit)]"
                return .required(column.name, column.schema.described(text))
            })
    }
}

extension RequestRows.Column {
    fileprivate var schema: Schema {
        switch form {
        case .count: .whole(0...Int.max)
        case .number: .number
        case .numberOrNull: .number.orNull
        }
    }
}

extension Schema {
    /// Where figures of energy come from.
    static var provenance: Schema { .choice(Provenance.allCases.map(\.rawValue)) }

    static var errorBand: Schema {
        let percent = Schema.number(0...1e6)
        return .object([
            .required("class", .choice(ErrorBand.Kind.allCases.map(\.rawValue))),
            .required("measured_runs", .whole(1...Int.max)),
            .required("time_percent", percent),
            .required("power_percent", percent),
            .required("energy_per_output_token_percent", percent),
        ]).described("Mean absolute errors over measured runs of the same kind; null where none was compared")
    }

    /// The figures of one run.
    static func figures(_ metrics: [Metric]) -> [Property] {
        metrics.map { metric in
            let schema: Schema =
                switch metric.form {
                case .count: .whole(0...Int.max)
                case .number: .number
                case .numberOrNull: .number.orNull
                }
            return .required(metric.key, schema.described(metric.text))
        }
    }

    /// The latencies' statistics that every result has.
    static var latencies: [Property] {
        LatencyMetric.allCases.flatMap { latency in
            LatencyMetric.Statistic.all([]).map { statistic in
                .required(
                    latency.key(statistic),
                    .number.orNull.described("\(statistic.name): \(latency.meaning) [ms]"))
            }
        }
    }

    /// The percentiles of --metric-percentiles: `p99_ttft_ms`.
    static let percentiles = (pattern: "^p\(percentilePattern)$", schema: Schema.number(0...1e15).orNull)

    /// `99_ttft_ms`, `99.9_tpot_ms`.
    static let percentilePattern =
        "[0-9][0-9.e-]*_(\(LatencyMetric.allCases.map(\.rawValue).joined(separator: "|")))_ms"
}

extension Metric {
    /// Its meaning with its unit.
    var text: String { unit.isEmpty ? meaning : "\(meaning) [\(unit)]" }
}
