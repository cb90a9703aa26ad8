/// A result as JSON: which run it is of, then every figure under its own key, null where there is none.
enum ResultDocument {
    /// Raised when a key changes its meaning or goes away.
    static let schemaVersion = 1

    static func json(_ outcome: RunOutcome) -> JSON {
        let scenario = outcome.scenario
        var members: [(key: String, value: JSON)] = [
            ("schema", .text("wattline.run")),
            ("schema_version", .whole(schemaVersion)),
            ("version", .text(CommandLineTool.version)),
            ("configuration", scenario.publicConfiguration),
            ("configuration_hash", .text(outcome.configurationHash)),
            ("seed", .whole(Int(scenario.load.seed))),
            ("fingerprint", .text(outcome.result.fingerprint.hexadecimal)),
            ("window", .text("whole run")),
            ("energy_provenance", .text(scenario.provenance.rawValue)),
            ("energy_error_band", ProvenanceNote(outcome).json),
        ]
        for metric in Metrics.counts { members.append((metric.key, metric.value(outcome))) }
        let statistics = LatencyMetric.Statistic.all(scenario.percentiles)
        for latency in LatencyMetric.allCases {
            let histogram = latency.histogram(outcome.result)
            for statistic in statistics {
                let value = statistic.value(histogram)?.milliseconds
                members.append((latency.key(statistic), .optional(value)))
            }
        }
        for metric in Metrics.energy { members.append((metric.key, metric.value(outcome))) }
        members.append(("warnings", .list(outcome.warnings.map { .text($0) })))
        return .object(members)
    }
}
