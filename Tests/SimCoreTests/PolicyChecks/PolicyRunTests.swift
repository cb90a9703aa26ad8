import Testing

@testable import SimCore

@Suite struct PolicyRunTests {
    @Test func aPauseIsFromTheFirstRequestToTheStepItGets() throws {
        let run = try PolicyTrial(StaticBatching(timeout: .milliseconds(300)), on: .steady()).run()
        #expect(!run.pauses.isEmpty)
        for pause in run.pauses { #expect(pause.length <= .milliseconds(300) && pause.requests > 0) }
        #expect(run.paused == run.pauses.reduce(.zero) { $0 + $1.length })
        #expect(run.result.energy.idle >= AffineCostModel().idlePower * run.paused)
        #expect(
            run.workBreaches[0].contains(
                " ms with 1 request there, the longest of \(run.pauses.count) pauses, "))
    }

    /// It decodes nobody for a while: the device is idle with a batch that could go on.
    @Test func standingStillWithABatchIsAPauseToo() throws {
        let standing = ScriptedPolicy { replica, plan in
            if replica.decodingCount > 0, replica.now < .zero + .seconds(2) {
                return plan.idle(until: .zero + .seconds(2))
            }
            plan.decodeAndPrefill(replica)
        }
        let pauses = try PolicyTrial(standing, on: .lone).run().pauses
        #expect(pauses.count == 1)
        #expect(pauses.first?.to == .zero + .seconds(2))
        #expect(pauses.first?.requests == 1)
    }

    @Test func recordsAreInOrderOfArrival() throws {
        let run = try PolicyTrial(ShortestPromptFirst(), on: .burst()).run()
        #expect(run.records.map(\.id) == (0..<200).map { Int64($0) })
        #expect(run.pauses == [])
    }
}
