/// What is compared with a measurement.
enum ValidationMetric: String, CaseIterable {
    /// Mean running batch over tokens a second: the mean time of a step.
    case stepTime = "step_time"
    case medianITL = "median_itl"
    case power
    case energyPerOutputToken = "energy_per_output_token"
    /// Of one kernel, or of whatever a row measured the time of.
    case latency
    /// Running requests. Not an error of time or energy, so it is in the rows alone.
    case meanBatch = "mean_batch"

    /// Those that are summed up.
    static let reported = allCases.filter { $0 != .meanBatch }
}

/// Predictions beside measurements, row by row, summed up by group.
struct ValidationReport {
    /// One row that could be compared.
    struct Row {
        /// Counted from 1, the header aside.
        let number: Int
        let group: String
        let label: String
        let values: [Value]
    }

    struct Value {
        let metric: ValidationMetric
        let predicted: Double
        let measured: Double

        /// In percent of the measurement.
        var error: Double { (predicted / measured - 1) * 100 }
    }

    struct Skipped: Equatable {
        let number: Int
        let why: String
    }

    private(set) var rows: [Row] = []
    private(set) var skipped: [Skipped] = []
    /// What must be known of all predictions, a sentence each.
    var warnings: [String] = []

    mutating func add(_ row: Row) { rows.append(row) }

    mutating func skip(_ number: Int, why: String) { skipped.append(Skipped(number: number, why: why)) }

    /// Groups in the order of their first row.
    var groups: [String] {
        var seen: Set<String> = []
        return rows.map(\.group).filter { seen.insert($0).inserted }
    }

    /// The metrics that some row has, in their order.
    var metrics: [ValidationMetric] {
        ValidationMetric.reported.filter { metric in
            rows.contains { $0.values.contains { $0.metric == metric } }
        }
    }

    /// `group` nil is all rows.
    func statistics(_ metric: ValidationMetric, group: String? = nil) -> ErrorStatistics {
        var statistics = ErrorStatistics()
        for row in rows where group == nil || row.group == group {
            for value in row.values where value.metric == metric {
                statistics.add(predicted: value.predicted, measured: value.measured)
            }
        }
        return statistics
    }

    /// The row of a group whose prediction is farthest off.
    func worst(_ metric: ValidationMetric, group: String) -> (row: Row, value: Value)? {
        var worst: (row: Row, value: Value)?
        for row in rows where row.group == group {
            for value in row.values where value.metric == metric {
                if value.error.magnitude > worst?.value.error.magnitude ?? -1 { worst = (row, value) }
            }
        }
        return worst
    }

    /// The largest MAPE of a metric over all rows, for `--max-mape`; nil where nothing was compared.
    var largestMAPE: (metric: ValidationMetric, value: Double)? {
        var largest: (metric: ValidationMetric, value: Double)?
        for metric in metrics {
            if let value = statistics(metric).mape, value > largest?.value ?? -1 { largest = (metric, value) }
        }
        return largest
    }
}

extension ValidationReport {
    var json: JSON {
        .object([
            ("rows", .whole(rows.count)),
            (
                "skipped",
                .list(skipped.map { .object([("row", .whole($0.number)), ("why", .text($0.why))]) })
            ),
            ("metrics", summary(group: nil)),
            ("groups", .object(groups.map { ($0, summary(group: $0)) })),
        ])
    }

    private func summary(group: String?) -> JSON {
        .object(
            metrics.compactMap { metric in
                let statistics = statistics(metric, group: group)
                return statistics.count == 0 ? nil : (metric.rawValue, statistics.json)
            })
    }

    /// A table of errors in percent, a line for each group and metric, then all rows together.
    var text: String {
        var table = TextTable()
        table.leftColumns = [1, 7]
        table.add(["group", "metric", "n", "MAPE %", "median", "p90", "bias", "worst row"])
        for group in groups {
            for metric in metrics {
                guard let worst = worst(metric, group: group) else { continue }
                let value = worst.value
                table.add(
                    line(group, metric, statistics(metric, group: group)) + [
                        "\(worst.row.label): \(Figures.short(value.predicted)) for "
                            + "\(Figures.short(value.measured)) (\(Figures.signed(value.error)) %)"
                    ])
            }
        }
        for metric in metrics { table.add(line("all", metric, statistics(metric)) + [""]) }
        return table.rendered() + skippedText
    }

    private func line(_ group: String, _ metric: ValidationMetric, _ statistics: ErrorStatistics) -> [String]
    {
        [
            group, metric.rawValue, String(statistics.count), Figures.fixed(statistics.mape, 1),
            Figures.fixed(statistics.median, 1), Figures.fixed(statistics.p90, 1),
            statistics.bias.map(Figures.signed) ?? Figures.none,
        ]
    }

    /// A line for each prediction: what plots of predicted against measured are made from.
    var csv: String {
        var text = "row,group,label,metric,predicted,measured,error_percent\n"
        for row in rows {
            for value in row.values {
                let cells = [
                    String(row.number), row.group, row.label, value.metric.rawValue,
                    value.predicted.description,
                    value.measured.description, Figures.fixed(value.error, 3),
                ]
                text += cells.map(CSVText.cell).joined(separator: ",") + "\n"
            }
        }
        return text
    }

    private var skippedText: String { reasons.map { VisibleText.line($0) + "\n" }.joined() }

    /// Rows left out, a line for each reason.
    var reasons: [String] {
        var reasons: [(why: String, rows: [Int])] = []
        for row in skipped {
            if let index = reasons.firstIndex(where: { $0.why == row.why }) {
                reasons[index].rows.append(row.number)
            } else {
                reasons.append((row.why, [row.number]))
            }
        }
        return reasons.map { why, rows in
            let shown = rows.prefix(4).map(String.init).joined(separator: ", ")
            return
                "skipped \(Figures.count(rows.count, "row")) (\(shown)\(rows.count > 4 ? ", ..." : "")): \(why)"
        }
    }
}

extension Figures {
    /// One digit after the point, and always a sign.
    static func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + fixed(value, 1) }
}
