import SimCore

/// Writes one row for each finished request, in the order in which they finish, as CSV or JSON lines.
///
/// Rows go to the file while the run goes on, so a run of any length needs no memory for them.
final class RequestRows {
    enum Format {
        case csv
        case jsonLines
    }

    /// A value of a row: its key, its unit, and how it comes out of a record.
    struct Column {
        let name: String
        let unit: String
        let meaning: String
        let form: Metric.Form
        let value: @Sendable (RequestRecord) -> JSON

        static func count(
            _ name: String, _ unit: String, _ meaning: String,
            _ value: @escaping @Sendable (RequestRecord) -> Int
        ) -> Column {
            Column(name: name, unit: unit, meaning: meaning, form: .count) { .whole(value($0)) }
        }

        static func number(
            _ name: String, _ unit: String, _ meaning: String,
            _ value: @escaping @Sendable (RequestRecord) -> Double
        ) -> Column {
            Column(name: name, unit: unit, meaning: meaning, form: .number) { .number(value($0)) }
        }
    }

    static let columns: [Column] = [
        .count("id", "", "Number of the request, in the order of arrival, from 0") { Int($0.id) },
        .count("replica", "", "Number of the replica that served it, from 0") { $0.replica },
        .number("arrival_s", "s", "When it arrived") { ($0.arrival - .zero).seconds },
        .number("queueing_ms", "ms", LatencyMetric.queueing.meaning) { $0.queueing.milliseconds },
        .number("ttft_ms", "ms", LatencyMetric.ttft.meaning) { $0.ttft.milliseconds },
        Column(name: "tpot_ms", unit: "ms", meaning: LatencyMetric.tpot.meaning, form: .numberOrNull) {
            .optional($0.tpot?.milliseconds)
        },
        .number("e2el_ms", "ms", LatencyMetric.e2el.meaning) { $0.e2e.milliseconds },
        .count("input_tokens", "tokens", "Of its prompt") { $0.promptTokens },
        .count("output_tokens", "tokens", "Of its answer") { $0.outputTokens },
        .count("preemptions", "", "How often it lost its place to make room") { $0.preemptions },
        .number("energy_prefill_j", "J", "Its shares of steps for its prompt, static power included") {
            $0.prefillEnergy.joules
        },
        .number("energy_decode_j", "J", "Its shares of steps for its answer, static power included") {
            $0.decodeEnergy.joules
        },
        .number("energy_padding_waste_j", "J", "Of both: spent on padding") { $0.paddingEnergy.joules },
        .number("energy_recompute_waste_j", "J", "Of prefill: tokens computed again after a preemption") {
            $0.recomputeEnergy.joules
        },
    ]

    private let format: Format
    private var file: OutputFile

    /// Creates the file and writes the head of a CSV.
    init(path: String, format: Format) throws(CLIError) {
        var file = try OutputFile(path: path)
        if format == .csv { try file.write(RequestRows.columns.map(\.name).joined(separator: ",") + "\n") }
        self.format = format
        self.file = file
    }

    func write(_ record: RequestRecord) throws(CLIError) {
        let values = RequestRows.columns.map { $0.value(record) }
        switch format {
        case .csv:
            // A missing value is an empty cell, which every reader of CSV takes for one.
            try file.write(values.map { $0 == .null ? "" : $0.compact }.joined(separator: ",") + "\n")
        case .jsonLines:
            let members = zip(RequestRows.columns, values).map { (key: $0.name, value: $1) }
            try file.write(JSON.object(members).compact + "\n")
        }
    }

    func commit() throws(CLIError) { try file.commit() }
}
