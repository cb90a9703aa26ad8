/// What became of one point of a sweep.
struct SweepRow: Equatable, Sendable {
    enum Status: String, CaseIterable, Sendable {
        /// It ran.
        case ok
        /// A search found no value that meets the conditions; the figures are those of the nearest one.
        case unmet
        /// It cannot work: it does not fit.
        case infeasible
        /// Its flags do not go together.
        case invalid
    }

    let point: Int
    /// The values of the axes, and of the flag that is searched; null where none was found.
    var axes: [JSON]
    var status: Status
    /// Why it is not ok.
    var reason: String?
    var configurationHash: String?
    var fingerprint: String?
    /// Where the constants of its figures come from; nil where nothing ran.
    var provenance: String?
    /// Kind of measured runs that its figures have the error of; nil where none was compared or nothing was answered.
    var errorBand: String?
    /// In the order of ``SweepMetrics/keys``; empty where nothing ran. Means where there are replications.
    var metrics: [JSON] = []
    /// Half the 95 % interval of each metric; empty without replications.
    var halfWidths: [JSON] = []
    /// Runs that a search took.
    var evaluations: Int?
    var warnings: [String] = []
}

/// What rows of one sweep have in common: the names of their columns.
struct SweepLayout: Sendable {
    let axes: [String]
    let metrics: [String]
    let hasIntervals: Bool
    let isSearch: Bool

    init(axes: [String], percentiles: [Double], replications: Int, isSearch: Bool) {
        self.axes = axes
        metrics = SweepMetrics(percentiles: percentiles).keys
        hasIntervals = replications > 1
        self.isSearch = isSearch
    }

    init(_ header: SweepHeader) {
        self.init(
            axes: header.axisNames, percentiles: header.percentiles, replications: header.replications,
            isSearch: header.isSearch)
    }

    /// The half of a metric's interval.
    static func intervalKey(_ metric: String) -> String { metric + "_ci95" }

    /// One flat object: the point, its axes, how it went, every figure.
    func json(_ row: SweepRow) -> JSON {
        var members: [(key: String, value: JSON)] = [("point", .whole(row.point))]
        for (name, value) in zip(axes, row.axes) { members.append((name, value)) }
        members.append(("status", .text(row.status.rawValue)))
        members.append(("reason", row.reason.map { .text($0) } ?? .null))
        members.append(("configuration_hash", row.configurationHash.map { .text($0) } ?? .null))
        members.append(("fingerprint", row.fingerprint.map { .text($0) } ?? .null))
        members.append(("energy_provenance", row.provenance.map { .text($0) } ?? .null))
        members.append(("error_band", row.errorBand.map { .text($0) } ?? .null))
        if isSearch { members.append(("evaluations", row.evaluations.map { .whole($0) } ?? .null)) }
        for (index, value) in row.metrics.enumerated() {
            members.append((metrics[index], value))
            if hasIntervals {
                members.append((SweepLayout.intervalKey(metrics[index]), row.halfWidths[index]))
            }
        }
        members.append(("warnings", .list(row.warnings.map { .text($0) })))
        return .object(members)
    }

    /// Reads what ``json(_:)`` wrote; nil for anything else. O(members).
    func row(_ json: JSON) -> SweepRow? {
        guard case .object(let members) = json else { return nil }
        var rest = members[...]
        func take(_ key: String) -> JSON? {
            guard rest.first?.key == key else { return nil }
            return rest.removeFirst().value
        }
        guard case .whole(let point)? = take("point") else { return nil }
        var values: [JSON] = []
        for name in axes {
            guard let value = take(name) else { return nil }
            values.append(value)
        }
        guard case .text(let word)? = take("status"), let status = SweepRow.Status(rawValue: word) else {
            return nil
        }
        var row = SweepRow(point: point, axes: values, status: status)
        guard let reason = take("reason"), let hash = take("configuration_hash"),
            let fingerprint = take("fingerprint"), let provenance = take("energy_provenance"),
            let band = take("error_band")
        else { return nil }
        if case .text(let text) = reason { row.reason = text }
        if case .text(let text) = hash { row.configurationHash = text }
        if case .text(let text) = fingerprint { row.fingerprint = text }
        if case .text(let text) = provenance { row.provenance = text }
        if case .text(let text) = band { row.errorBand = text }
        if isSearch {
            guard let count = take("evaluations") else { return nil }
            if case .whole(let count) = count { row.evaluations = count }
        }
        if rest.count > 1 {
            for key in metrics {
                guard let value = take(key) else { return nil }
                row.metrics.append(value)
                if hasIntervals {
                    guard let width = take(SweepLayout.intervalKey(key)) else { return nil }
                    row.halfWidths.append(width)
                }
            }
        }
        guard case .list(let warnings)? = take("warnings"), rest.isEmpty else { return nil }
        for case .text(let text) in warnings { row.warnings.append(text) }
        return row
    }
}
