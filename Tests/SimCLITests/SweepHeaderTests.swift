import Testing

@testable import SimCLI

@Suite("Headers of sweeps")
struct SweepHeaderTests {
    private func reread(_ text: String) throws -> SweepHeader? {
        SweepHeader(try JSON(JSONReader.read(Array(text.utf8))))
    }

    @Test func roundTrip() throws {
        var header = SweepFixture.header
        #expect(try reread(header.json.compact) == header)
        header.shard = try Shard(parsing: "2/3")
        #expect(try reread(header.json.compact) == header)
    }

    @Test("A shard is of the same sweep; other values are another sweep")
    func identity() throws {
        var shard = SweepFixture.header
        shard.shard = try Shard(parsing: "1/2")
        #expect(shard.identity == SweepFixture.header.identity)
        let other = SweepHeader(
            version: "1", points: 4, shard: nil, axes: SweepFixture.header.axes, isZipped: false,
            search: .null,
            replications: 1, seed: 1, percentiles: [50, 99], configuration: .object([]))
        #expect(other.identity != SweepFixture.header.identity)
    }

    @Test("A header that was changed by hand, or is of another schema, is none")
    func refused() throws {
        let text = SweepFixture.header.json.compact
        for (old, new) in [
            ("\"points\":4", "\"points\":5"), ("wattline.sweep", "wattline.run"),
            ("\"schema_version\":2", "\"schema_version\":1"), ("\"shard\":null", "\"shard\":\"9/4\""),
            ("\"zip\":false,", ""), ("\"points\":4", "\"points\":-4"),
        ] {
            let changed = text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
            #expect(changed != text)
            #expect(try reread(changed) == nil, "\(new)")
        }
    }
}
