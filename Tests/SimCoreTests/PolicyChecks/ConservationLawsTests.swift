import Testing

@testable import SimCore

/// Laws that the engine keeps for every policy: each is broken here by hand, in what the run says of itself.
@Suite struct ConservationLawsTests {
    private func lone() throws -> PolicyRun { try PolicyTrial(ChunkedPrefill(), on: .lone).run() }

    private func record(
        _ old: RequestRecord, id: Int64? = nil, firstToken: SimInstant? = nil, outputTokens: Int? = nil,
        prefillEnergy: Energy? = nil
    ) -> RequestRecord {
        RequestRecord(
            id: id ?? old.id, replica: old.replica, arrival: old.arrival, firstScheduled: old.firstScheduled,
            firstToken: firstToken ?? old.firstToken, finish: old.finish, promptTokens: old.promptTokens,
            outputTokens: outputTokens ?? old.outputTokens, requestClass: 0, preemptions: old.preemptions,
            prefillEnergy: prefillEnergy ?? old.prefillEnergy, decodeEnergy: old.decodeEnergy,
            paddingEnergy: old.paddingEnergy, recomputeEnergy: old.recomputeEnergy)
    }

    @Test func aRunAsItIsBreaksNone() throws {
        let run = try lone()
        #expect(run.conservationBreaches == [])
        #expect(run.energyBreaches == [])
        #expect(run.workBreaches == [])
    }

    @Test func aRequestThatGetsLost() throws {
        var run = try lone()
        run.records = []
        #expect(
            run.conservationBreaches == [
                "request 0 finished 0 times", "the run counts 1 requests, its requests have 0",
                "the run counts 10 prompt tokens, its requests have 0",
                "the run counts 5 output tokens, its requests have 0",
                "the run counts 4 gaps between tokens, its requests have 0",
            ])
    }

    @Test func aRequestThatFinishesTwice() throws {
        var run = try lone()
        run.records += run.records
        #expect(run.conservationBreaches.first == "request 0 finished 2 times")
    }

    @Test func aRequestThatNobodyAskedFor() throws {
        var run = try lone()
        run.records.append(record(run.records[0], id: 7))
        #expect(run.conservationBreaches.first == "request 7 was never asked for")
    }

    @Test func aRequestThatCannotBeServedAndIs() throws {
        let run = try lone()
        var small = PolicyScenario.lone
        small.limits.maxModelTokens = 4
        var observer = PolicyObserver()
        observer.requestFinished(run.records[0])
        let wrong = PolicyRun(scenario: small, result: run.result, observer: observer)
        #expect(wrong.conservationBreaches == ["request 0 finished 1 times"])
    }

    @Test func aTokenTooMany() throws {
        var run = try lone()
        run.records[0] = record(run.records[0], outputTokens: 6)
        #expect(
            run.conservationBreaches.first == "request 0 asked for 10 -> 5 tokens and got 10 -> 6")
    }

    @Test func aTokenBeforeItsPrefill() throws {
        var run = try lone()
        run.records[0] = record(run.records[0], firstToken: .zero)
        #expect(
            run.conservationBreaches == [
                "request 0 arrived at 1.000 s, was scheduled at 1.000 s, wrote at 0 ps and ended at \(run.records[0].finish)"
            ])
    }

    @Test func aFemtojouleThatIsMissing() throws {
        var run = try lone()
        run.result.energy.decode += Energy(femtojoules: 1)
        #expect(run.energyBreaches.count == 1)
        #expect(run.energyBreaches[0].hasSuffix(" of requests leave 1 fJ"))
    }

    @Test func aShareBelowNothing() throws {
        var run = try lone()
        run.records[0] = record(run.records[0], prefillEnergy: Energy(femtojoules: -1))
        #expect(run.energyBreaches.first == "request 0 has a negative share")
    }
}
