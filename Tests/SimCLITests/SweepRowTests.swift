import Testing

@testable import SimCLI

@Suite("Rows of a sweep")
struct SweepRowTests {
    private func reread(_ row: SweepRow, _ layout: SweepLayout) throws -> SweepRow? {
        layout.row(try JSON(JSONReader.read(Array(layout.json(row).compact.utf8))))
    }

    @Test func roundTrip() throws {
        var row = SweepFixture.row(1, ["p99_ttft_ms": 0.1, "completed": 5])
        row.warnings = ["saturated: \"x\""]
        (row.provenance, row.errorBand) = ("calibrated", "dense")
        #expect(try reread(row, SweepFixture.layout) == row)
        let refused = SweepFixture.refused(2, "does not fit")
        #expect(try reread(refused, SweepFixture.layout) == refused)
    }

    @Test func roundTripOfASearchWithReplications() throws {
        let layout = SweepLayout(axes: ["tp"], percentiles: [50], replications: 3, isSearch: true)
        var row = SweepRow(point: 0, axes: [.whole(4)], status: .unmet)
        row.reason = "too slow"
        row.evaluations = 7
        row.metrics = layout.metrics.map { _ in .number(1.5) }
        row.halfWidths = layout.metrics.map { _ in .null }
        #expect(try reread(row, layout) == row)
    }

    @Test(
        "What is no row",
        arguments: [
            "1", "{}", "{\"point\":0}", "{\"point\":\"0\",\"tp\":1}",
            "{\"point\":0,\"tp\":1,\"policy\":\"static\",\"status\":\"fine\",\"reason\":null,\"configuration_hash\":null,"
                + "\"fingerprint\":null,\"energy_provenance\":null,\"error_band\":null,\"warnings\":[]}",
            "{\"point\":0,\"tp\":1,\"policy\":\"static\",\"status\":\"ok\",\"reason\":null,\"configuration_hash\":null,"
                + "\"fingerprint\":null,\"energy_provenance\":null,\"error_band\":null,\"completed\":1,\"warnings\":[]}",
            "{\"point\":0,\"tp\":1,\"policy\":\"static\",\"status\":\"ok\",\"reason\":null,\"configuration_hash\":null,"
                + "\"fingerprint\":null,\"energy_provenance\":null,\"error_band\":null,\"warnings\":[],\"more\":1}",
        ])
    func refused(text: String) throws {
        #expect(SweepFixture.layout.row(try JSON(JSONReader.read(Array(text.utf8)))) == nil)
    }
}
