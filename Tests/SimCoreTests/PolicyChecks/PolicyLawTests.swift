import Testing

@testable import SimCore

@Suite struct PolicyLawTests {
    @Test func aVerdictReadsAsASentence() {
        #expect("\(PolicyVerdict([]))" == "kept")
        #expect("\(PolicyVerdict(["a", "b"]))" == "broken\n  a\n  b")
    }

    @Test func lawsHaveNames() {
        #expect(
            (PolicyLaw.always + [.workConservation, .noStarvation(StarvationLimits())]).map { "\($0)" } == [
                "conservation", "energy == idle + shares", "leap == steps", "determinism", "fork",
                "work conservation", "no starvation",
            ])
    }
}
