import SimCore

/// Writes one row for each finished request, in the order in which they finish, as CSV or JSON lines.
///
/// Rows go to the file while the run goes on, so a run of any length needs no memory for them.
final class RequestRows {
    enum Format {
        case csv
        case jsonLines
    }

    private static let columns = [
        "id", "replica", "arrival_s", "queueing_ms", "ttft_ms", "tpot_ms", "e2el_ms", "input_tokens",
        "output_tokens", "preemptions", "energy_prefill_j", "energy_decode_j", "energy_padding_waste_j",
        "energy_recompute_waste_j",
    ]

    private let format: Format
    private var file: OutputFile

    /// Creates the file and writes the head of a CSV.
    init(path: String, format: Format) throws(CLIError) {
        var file = try OutputFile(path: path)
        if format == .csv { try file.write(RequestRows.columns.joined(separator: ",") + "\n") }
        self.format = format
        self.file = file
    }

    func write(_ record: RequestRecord) throws(CLIError) {
        let values = RequestRows.values(of: record)
        switch format {
        case .csv:
            // A missing value is an empty cell, which every reader of CSV takes for one.
            try file.write(values.map { $0 == .null ? "" : $0.compact }.joined(separator: ",") + "\n")
        case .jsonLines:
            let members = zip(RequestRows.columns, values).map { (key: $0, value: $1) }
            try file.write(JSON.object(members).compact + "\n")
        }
    }

    func commit() throws(CLIError) { try file.commit() }

    private static func values(of record: RequestRecord) -> [JSON] {
        [
            .whole(Int(record.id)),
            .whole(record.replica),
            .number((record.arrival - .zero).seconds),
            .number(record.queueing.milliseconds),
            .number(record.ttft.milliseconds),
            .optional(record.tpot?.milliseconds),
            .number(record.e2e.milliseconds),
            .whole(record.promptTokens),
            .whole(record.outputTokens),
            .whole(record.preemptions),
            .number(record.prefillEnergy.joules),
            .number(record.decodeEnergy.joules),
            .number(record.paddingEnergy.joules),
            .number(record.recomputeEnergy.joules),
        ]
    }
}
