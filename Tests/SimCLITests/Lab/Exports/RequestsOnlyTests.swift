import SimCLITestSupport
import Testing

@testable import WattlineLab

@Suite("Runs whose steps nobody watches")
struct RequestsOnlyTests {
    private func outcome(_ files: [String]) throws -> RunOutcome {
        let parsed = try ArgumentParser(flags: RunFlags.all, verb: "run").parse(["--num-prompts", "40"])
        let outputs = try Outputs(files)
        let outcome = try Scenario(Settings(parsed.given)).simulate(outputs)
        try outputs.commit(outcome)
        return outcome
    }

    @Test(
        "Steps are recorded only for a picture of them; requests are heard of and the run is the same either way"
    )
    func recorded() throws {
        let folder = TemporaryFolder()
        let plain = try outcome([
            folder.file("a.csv"), folder.file("a.latency.svg"), folder.file("a.energy.svg"),
        ])
        let watched = try outcome([folder.file("b.csv"), folder.file("b.svg")])
        #expect(plain.timeline == nil)
        #expect(watched.timeline != nil)
        #expect(plain.result == watched.result)
        #expect(folder.text(of: "a.csv") == folder.text(of: "b.csv"))
        #expect(folder.text(of: "a.csv").split(separator: "\n").count == 41)
    }
}
