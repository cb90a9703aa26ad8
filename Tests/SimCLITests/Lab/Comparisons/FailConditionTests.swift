import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("Conditions of --fail-on")
struct FailConditionTests {
    private let keys = ["energy_per_output_token_j", "p99_ttft_ms", "preemptions"]

    /// Results with one figure each.
    private func result(_ value: String) throws -> ComparedResult {
        let folder = TemporaryFolder()
        let text = #"{"schema": "wattline.run", "schema_version": 1, "p99_ttft_ms": \#(value)}"#
        return try ComparedResult(path: folder.write(text, to: "a.json"))
    }

    private func complaint(_ text: String, _ a: String, _ b: String) throws -> String? {
        try FailCondition(parsing: text, keys: keys).complaint(try result(a), try result(b))
    }

    @Test("A change in percent, of A's size")
    func relative() throws {
        #expect(try complaint("p99_ttft_ms>+2%", "100", "102") == nil)
        #expect(try complaint("p99_ttft_ms>=+2%", "100", "102") != nil)
        #expect(
            try complaint("p99_ttft_ms>2%", "100", "103") == "p99_ttft_ms changed by +3.0 %: p99_ttft_ms>+2%")
        #expect(
            try complaint("p99_ttft_ms<-5%", "100", "94") == "p99_ttft_ms changed by -6.0 %: p99_ttft_ms<-5%")
        #expect(try complaint("p99_ttft_ms<-5%", "100", "95") == nil)
        #expect(try complaint("p99-ttft-ms > +2 %", "100", "103") != nil)
    }

    @Test("A bound in the metric's own unit")
    func absolute() throws {
        #expect(try complaint("p99_ttft_ms>500", "1", "500") == nil)
        #expect(try complaint("p99_ttft_ms>500", "1", "501") == "p99_ttft_ms is 501.0 in B: p99_ttft_ms>500")
        #expect(try complaint("p99_ttft_ms<=10", "1", "10") != nil)
    }

    @Test("What cannot be judged fails")
    func missing() throws {
        #expect(try complaint("p99_ttft_ms>500", "1", "null") == "p99_ttft_ms has no value in B")
        #expect(try complaint("p99_ttft_ms>+2%", "null", "1") == "p99_ttft_ms has no value in A")
        #expect(try complaint("p99_ttft_ms>+2%", "0", "1") == "p99_ttft_ms is 0 in A and 1.000 in B")
        #expect(try complaint("p99_ttft_ms>+2%", "0", "0") == nil)
    }

    @Test(
        "Another form is refused, word for word",
        arguments: [
            "p99_ttft_ms", "p99_ttft_ms>", "p99_ttft_ms>%", "p99_ttft_ms>x", "p99_ttft_ms>nan",
            "p99_ttft_ms=5", "",
        ])
    func form(text: String) {
        #expect(
            throws: BadValue.must(
                "of the form METRIC>+2%, METRIC<-5% or METRIC>500, got '\(text)'")
        ) { try FailCondition(parsing: text, keys: keys) }
    }

    @Test("A metric that is not there is refused with the nearest")
    func unknown() {
        #expect(
            throws: BadValue.sentence(
                "unknown metric 'p99_tfft_ms'. Did you mean p99_ttft_ms? 'wattline list metrics' shows them")
        ) { try FailCondition(parsing: "p99_tfft_ms>5", keys: keys) }
    }
}
