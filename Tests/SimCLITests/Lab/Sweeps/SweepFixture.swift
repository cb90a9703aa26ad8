@testable import WattlineLab

/// Rows that need no run: two axes and figures made up for the test.
enum SweepFixture {
    static let layout = SweepLayout(
        axes: ["tp", "policy"], percentiles: [50, 99], replications: 1, isSearch: false)

    static let header = SweepHeader(
        version: "1", points: 4, shard: nil,
        axes: [
            SweepHeader.Axis(name: "tp", values: [.whole(1), .whole(2)]),
            SweepHeader.Axis(name: "policy", values: [.text("static"), .text("chunked")]),
        ],
        isZipped: false, search: .null, replications: 1, seed: 0, percentiles: [50, 99],
        configuration: .object([("num-prompts", .whole(10)), ("skip-bad-rows", .bool(true))]))

    /// A row with these figures; the others are null.
    static func row(_ point: Int, _ figures: [String: Double?]) -> SweepRow {
        var row = SweepRow(
            point: point, axes: [.whole(1 + point / 2), .text(point % 2 == 0 ? "static" : "chunked")],
            status: .ok)
        row.metrics = layout.metrics.map { .optional(figures[$0] ?? nil) }
        row.configurationHash = "c\(point)"
        row.fingerprint = "f\(point)"
        return row
    }

    static func refused(_ point: Int, _ reason: String) -> SweepRow {
        var row = SweepFixture.row(point, [:])
        row.metrics = []
        row.status = .infeasible
        row.reason = reason
        row.configurationHash = nil
        row.fingerprint = nil
        return row
    }

    static func condition(_ text: String) throws -> SweepCondition {
        try SweepCondition(parsing: text, layout)
    }

    static func view(_ line: String) throws -> SweepView {
        let words = line.split(separator: " ").map(String.init)
        let parsed = try ArgumentParser(flags: SweepFlags.ofMerge, verb: "merge").parse(words)
        return try SweepView(SweepRequest(parsed.given), header)
    }
}
