import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab
@testable import WattlineShell

@Suite("The schemas of results and of requests")
struct ResultSchemaTests {
    @Test("They accept what random runs write", arguments: 0..<24)
    func runs(seed: Int) throws {
        let folder = TemporaryFolder()
        let run = Invocation(
            ["run", "--json", "-o", folder.file("rows.jsonl")] + RandomRun.flags(seed))
        guard run.code == 0 else { return }
        #expect(try SchemaCheck(.result).complaints(JSON(text: run.output)) == [])
        let check = try SchemaCheck(.requestRow)
        for row in try JSON.lines(folder.text(of: "rows.jsonl")) { #expect(check.complaints(row) == []) }
    }

    @Test("A result that differs in one place is refused")
    func spoiltResults() throws {
        let check = try SchemaCheck(.result)
        let result = try JSON(text: Invocation("run --num-prompts 2 --json").output)
        #expect(check.complaints(result) == [])
        for (what, json) in SchemaCheck.spoilt(result) where !Self.isPercentile(what) {
            #expect(!check.accepts(json), "\(what)")
        }
    }

    /// Which percentiles there are is up to the run.
    private static func isPercentile(_ what: String) -> Bool {
        what.hasPrefix("without p") && what.hasSuffix("_ms")
    }

    @Test("Wrong values of the right type are refused")
    func wrongValues() throws {
        let check = try SchemaCheck(.result)
        let text = Invocation("run --num-prompts 2 --json").output
        for (old, new) in [
            ("\"wattline.run\"", "\"wattline.sweep\""), ("\"schema_version\": 1", "\"schema_version\": 2"),
            ("\"calibrated\"", "\"guessed\""), ("\"completed\": 2", "\"completed\": 2.5"),
            ("\"completed\": 2", "\"completed\": -2"), ("\"duration\": ", "\"duration\": null, \"x\": "),
            ("\"tp\": 1", "\"tp\": 3"), ("\"class\": \"dense\"", "\"class\": \"sparse\""),
            ("\"p99_ttft_ms\"", "\"p99_itl\""), ("\"whole run\"", "\"steady\""),
        ] {
            #expect(text.contains(old), "\(old)")
            #expect(
                !check.accepts(try JSON(text: text.replacing(old, with: new, maxReplacements: 1))), "\(new)")
        }
    }

    @Test("A request's row that differs in one place is refused")
    func spoiltRows() throws {
        let folder = TemporaryFolder()
        _ = Invocation(["run", "--num-prompts", "2", "-o", folder.file("r.jsonl")])
        let check = try SchemaCheck(.requestRow)
        let row = try #require(JSON.lines(folder.text(of: "r.jsonl")).first)
        #expect(check.accepts(row))
        for (what, json) in SchemaCheck.spoilt(row) { #expect(!check.accepts(json), "\(what)") }
    }

    @Test("Every figure's unit and meaning is in the schema")
    func meanings() throws {
        let properties = try #require(SchemaDocument.result.json["properties"])
        for metric in Metrics.counts + Metrics.energy {
            #expect(properties[metric.key]?["description"] == .text(metric.text))
        }
        #expect(
            properties["total_gpu_energy_j"]?["description"]
                == .text("Energy of all GPUs, idle time included [J]"))
    }
}
