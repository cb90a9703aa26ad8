import SimCore

/// Writes one row for each finished request, in the order in which they arrived, as CSV or JSON lines. As a trace the file
/// repeats the run: arrivals have all their picoseconds.
///
/// Rows go to the file while the run goes on, and wait only for requests that arrived earlier and are still under way, so
/// a run of any length needs no more memory than the load that it carries.
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
        /// The value's digits, where a number of the file has more of them than `Double`.
        var digits: (@Sendable (RequestRecord) -> String)?

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
        Column(
            name: "arrival_s", unit: "s", meaning: "When it arrived", form: .number,
            value: { .number(($0.arrival - .zero).seconds) },
            digits: { DecimalText.exact(Int128(($0.arrival - .zero).picoseconds), decimals: 12) }),
        .number("queueing_ms", "ms", LatencyMetric.queueing.meaning) { $0.queueing.milliseconds },
        .number("ttft_ms", "ms", LatencyMetric.ttft.meaning) { $0.ttft.milliseconds },
        Column(name: "tpot_ms", unit: "ms", meaning: LatencyMetric.tpot.meaning, form: .numberOrNull) {
            .optional($0.tpot?.milliseconds)
        },
        .number("e2el_ms", "ms", LatencyMetric.e2el.meaning) { $0.e2e.milliseconds },
        .count("prompt_tokens", "tokens", "Of its prompt") { $0.promptTokens },
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
    /// The first request that has neither a row nor failed.
    private var next: Int64 = 0
    /// What became of later ones; nil of one that failed.
    private var held: [Int64: RequestRecord?] = [:]

    /// Creates the file and writes the head of a CSV.
    init(path: String, format: Format) throws(CLIError) {
        var file = try OutputFile(path: path)
        if format == .csv { try file.write(RequestRows.columns.map(\.name).joined(separator: ",") + "\n") }
        self.format = format
        self.file = file
    }

    func write(_ record: RequestRecord) throws(CLIError) { try settle(record.id, record) }

    /// A request that could never fit has no row, and none waits for it.
    func leaveOut(_ id: Int64) throws(CLIError) { try settle(id, nil) }

    private func settle(_ id: Int64, _ record: RequestRecord?) throws(CLIError) {
        held[id] = .some(record)
        while let settled = held.removeValue(forKey: next) {
            if let settled { try file.write(line(settled)) }
            next += 1
        }
    }

    private func line(_ record: RequestRecord) -> String {
        let texts = RequestRows.columns.map { $0.digits?(record) ?? $0.value(record).compact }
        switch format {
        case .csv:
            // A missing value is an empty cell, which every reader of CSV takes for one.
            return texts.map { $0 == JSON.null.compact ? "" : $0 }.joined(separator: ",") + "\n"
        case .jsonLines:
            let members = zip(RequestRows.columns, texts).map { "\"\($0.name)\":\($1)" }
            return "{\(members.joined(separator: ","))}\n"
        }
    }

    func commit() throws(CLIError) { try file.commit() }
}
