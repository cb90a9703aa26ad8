import Foundation
import Gathering
import SimCore
import Testing

/// A scheduling policy tested like any other pure function: no GPU, no clock, no threads, milliseconds of time.
@Suite struct GatheringTests {
    /// What holds of every policy, from an idle replica to one that is far overloaded: requests and tokens are conserved,
    /// energy is idle plus shares, leaps are their steps, a run can be repeated and forked.
    @Test(arguments: PolicyScenario.all)
    func keepsTheLaws(scenario: PolicyScenario) {
        #expect(PolicyTrial(Gathering(), on: scenario).check(PolicyLaw.always) == .kept)
    }

    /// Nobody is overtaken, and under load nobody waits much longer than where the first to come is served first.
    @Test(arguments: PolicyScenario.all)
    func starvesNobody(scenario: PolicyScenario) {
        let trial = PolicyTrial(Gathering(), on: scenario)
        #expect(trial.check(.noStarvation(StarvationLimits(overtakers: 0))) == .kept)
        if scenario.name == "overload" {
            #expect(trial.check(.noStarvation(StarvationLimits(timesFirstCome: 2))) == .kept)
        }
    }

    /// It waits on purpose, and never for longer than its patience.
    @Test func waitsNoLongerThanItsPatience() throws {
        let run = try PolicyTrial(Gathering(), on: .steady()).run()
        #expect(!run.pauses.isEmpty)
        #expect(run.pauses.allSatisfy { $0.length <= .milliseconds(500) })
    }

    @Test func aFullGatheringStartsAtOnce() throws {
        let eight = (0..<8).map {
            RequestSpec(arrival: .zero + .milliseconds(Int64($0)), promptTokens: 10, outputTokens: 5)
        }
        let scenario = PolicyScenario(name: "eight", requests: eight, limits: ReplicaLimits(kvBlocks: 100))
        let records = try PolicyTrial(Gathering(), on: scenario).run().records
        #expect(records.allSatisfy { $0.firstScheduled == .zero + .milliseconds(7) })
    }

    @Test func gatheringSavesEnergyAndCostsTime() throws {
        let gathering = try PolicyTrial(Gathering(), on: .steady()).run().result
        let chunked = try PolicyTrial(ChunkedPrefill(), on: .steady()).run().result
        #expect(gathering.sharesOfCompleted < chunked.sharesOfCompleted)
        #expect(try #require(gathering.ttft.mean) > #require(chunked.ttft.mean))
    }

    /// Figures of a run, to notice a change of the policy that nobody meant. They are integers, so they are the same on
    /// every machine; where one moved, the message says which, by how much, and what the golden would be now.
    @Test func golden() {
        let golden = """
            steps 701
            duration_ps 10661589250000
            energy_fj 4120139345000000000
            """
        #expect(PolicyTrial(Gathering(), on: .steady()).check(golden: golden) == .kept)
    }

    /// A check that cannot fail is worth nothing: this policy does starve requests, and Wattline's README.md shows what is
    /// said of it.
    @Test func aPolicyThatStarvesIsFound() throws {
        let limits = StarvationLimits(overtakers: 50)
        let verdict = PolicyTrial(ShortestPromptFirst(), on: .overload()).check(.noStarvation(limits))
        #expect(verdict != .kept)
        let isShown = try text("../../README.md").contains("\(verdict)\n")
        #expect(isShown, "README.md does not show: \(verdict)")
    }

    /// What README.md shows is what is tested.
    @Test func theReadmeShowsThisPolicy() throws {
        let source = try text("Sources/Gathering/Gathering.swift")
        let body = try #require(source.range(of: "mutating func plan")).lowerBound
        #expect(try text("README.md").contains(source[body...]))
    }

    /// A file of this package, or beside it.
    private func text(_ path: String) throws -> String {
        let package = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: package.appendingPathComponent(path), encoding: .utf8)
    }
}
