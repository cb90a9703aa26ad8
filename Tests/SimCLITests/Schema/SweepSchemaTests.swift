import Testing

@testable import SimCLI

@Suite("The schemas of sweeps")
struct SweepSchemaTests {
    static let kinds = [
        "--tp 1,2 --request-rate 2,inf",
        "-m llama-3.1-70b --tp 1,4 --pareto p99_ttft_ms,energy_per_request_j",
        "--policy static,chunked --replications 3 --metric-percentiles 50,99.9",
        "--request-rate 1..8 --goal max:request_rate --subject-to p99_ttft_ms<=500",
        "--request-rate 1..8 --tp 1,2 --goal max:request_rate --subject-to p99_ttft_ms<=0.5",
        "--input-len 100,lognormal:200,0.5 --output-len 5 --goal min:energy_per_request_j",
        "--tp 1,2 --max-num-seqs 4,8 --zip --shard 2/2",
        "--power-cap 300,0.5kW --shape window:1s --filter power-cap>900",
    ]

    @Test("They accept header, rows and report of every kind of sweep", arguments: kinds)
    func sweeps(flags: String) throws {
        let folder = TemporaryFolder()
        let words = flags.split(separator: " ").map(String.init)
        let sweep = Invocation(
            ["sweep", "--num-prompts", "4", "--json", "-q", "-o", folder.file("s.jsonl")] + words)
        let lines = try JSON.lines(folder.text(of: "s.jsonl"))
        let header = try #require(lines.first?["header"], "\(sweep.errors)")
        #expect(try SchemaCheck(.sweep).complaints(header) == [])
        let dryRun = Invocation(["sweep", "--num-prompts", "4", "--dry-run"] + words)
        #expect(try JSON(text: dryRun.output) == header)
        let check = try SchemaCheck(.sweepRow)
        #expect(!lines.isEmpty && lines.dropFirst().allSatisfy { $0["header"] == nil })
        for row in lines { #expect(check.complaints(row) == []) }
        #expect(try SchemaCheck(.sweepReport).complaints(JSON(text: sweep.output)) == [])
    }

    @Test("A header, a row and a report that differ in one place are refused")
    func spoilt() throws {
        let folder = TemporaryFolder()
        let report = Invocation([
            "sweep", "--tp", "1,2", "--num-prompts", "2", "--json", "-o", folder.file("s.jsonl"),
        ]).output
        let lines = try JSON.lines(folder.text(of: "s.jsonl"))
        for (document, json) in [
            (SchemaDocument.sweep, try #require(lines[0]["header"])), (.sweepRow, lines[1]),
            (.sweepReport, try JSON(text: report)),
        ] {
            let check = try SchemaCheck(document)
            #expect(check.accepts(json))
            for (what, spoilt) in SchemaCheck.spoilt(json) where !Self.isFree(what) {
                #expect(!check.accepts(spoilt), "\(document.name) \(what)")
            }
        }
    }

    /// Which axes and percentiles there are is up to the sweep.
    private static func isFree(_ what: String) -> Bool {
        what == "without tp" || what.hasPrefix("without p") && what.hasSuffix("_ms")
    }

    @Test("A row without figures is refused where it says that it ran")
    func figures() throws {
        let check = try SchemaCheck(.sweepRow)
        let row = SweepLayout(SweepFixture.header).json(SweepFixture.refused(0, "does not fit"))
        #expect(check.complaints(row) == [])
        guard case .object(var members) = row,
            let status = members.firstIndex(where: { $0.key == "status" })
        else { return }
        members[status].value = .text("ok")
        #expect(!check.accepts(.object(members)))
    }
}
