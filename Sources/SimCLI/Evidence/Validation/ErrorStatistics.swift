import WattlineText

/// How far predictions are from measurements, in percent of the measurement.
struct ErrorStatistics: Equatable {
    private var errors: [Double] = []

    mutating func add(predicted: Double, measured: Double) {
        errors.append((predicted / measured - 1) * 100)
    }

    mutating func merge(_ other: ErrorStatistics) { errors += other.errors }

    var count: Int { errors.count }

    /// Mean absolute error; nil without values, as the others.
    var mape: Double? { mean(errors.map(\.magnitude)) }

    /// Mean signed error: positive where the prediction is too large.
    var bias: Double? { mean(errors) }

    var median: Double? { quantile(0.5) }

    var p90: Double? { quantile(0.9) }

    /// Of the absolute errors, interpolated linearly.
    func quantile(_ fraction: Double) -> Double? {
        guard !errors.isEmpty else { return nil }
        let sorted = errors.map(\.magnitude).sorted()
        let position = fraction * Double(sorted.count - 1)
        let lower = Int(position)
        let upper = min(lower + 1, sorted.count - 1)
        return sorted[lower] + (position - Double(lower)) * (sorted[upper] - sorted[lower])
    }

    private func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    var json: JSON {
        .object([
            ("n", .whole(count)), ("mape", .optional(mape)), ("median", .optional(median)),
            ("p90", .optional(p90)), ("bias", .optional(bias)),
        ])
    }
}
