import Testing

@testable import SimCLI

@Suite("Columns by name")
struct SweepMeasureTests {
    private let layout = SweepFixture.layout

    @Test("A metric or an axis, blind to case, - and _")
    func names() throws {
        #expect(try layout.measure(named: "P99-TTFT-MS").name == "p99_ttft_ms")
        #expect(try layout.measure(named: "tp").place == .axis(0))
        #expect(try layout.measure(named: "tensor-parallel-size").place == .axis(0))
    }

    @Test(
        "What is no column",
        arguments: [
            ("p99_tftt_ms", "names the unknown metric 'p99_tftt_ms'. Did you mean p99_ttft_ms?"),
            ("qqqqqqqq", "names the unknown metric 'qqqqqqqq'. 'wattline list metrics' shows them"),
            (
                "rate",
                "names the flag --request-rate, which has one value in this sweep. Give it a list, or name a metric"
            ),
        ])
    func unknown(name: String, message: String) {
        #expect(throws: BadValue.predicate(message)) { try layout.measure(named: name) }
    }

    @Test func values() throws {
        let row = SweepFixture.row(2, ["p99_ttft_ms": 5])
        #expect(try layout.measure(named: "p99_ttft_ms").value(row) == 5)
        #expect(try layout.measure(named: "p50_ttft_ms").value(row) == nil)
        #expect(try layout.measure(named: "tp").value(row) == 2)
        #expect(try layout.measure(named: "policy").value(row) == nil)
        #expect(try layout.measure(named: "p99_ttft_ms").value(SweepFixture.refused(0, "")) == nil)
    }

    @Test("As tables have them: counts whole, intervals with two digits")
    func texts() throws {
        var row = SweepFixture.row(2, ["p99_ttft_ms": 5.5, "num_gpus": 4, "steps": 12.5])
        func text(_ name: String) throws -> String { try layout.measure(named: name).text(row) }
        #expect(try text("num_gpus") == "4" && text("steps") == "12.50" && text("p99_ttft_ms") == "5.500")
        #expect(try text("p50_ttft_ms") == "-")
        row.halfWidths = layout.metrics.map { .number($0 == "num_gpus" ? 0 : 0.01234) }
        #expect(try text("num_gpus") == "4" && text("p99_ttft_ms") == "5.500 +- 0.012")
    }

    @Test("No flag is called like a metric")
    func distinct() {
        let metrics = Set(layout.metrics.map(NearMiss.folded))
        for name in RunFlags.names { #expect(!metrics.contains(NearMiss.folded(name)), "\(name)") }
    }
}
