import Testing

@testable import SimCore

/// Strict priority: who has the highest is always first, however long the others have waited.
private struct StrictPriority: BatchingPolicy {
    mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan) {
        plan.decodeAndPrefill(replica)
    }

    func queueKey(for request: ArrivedRequest) -> Int64 { Int64(-request.priority) }
}

/// Serves one request at a time.
private struct OneAtATime: BatchingPolicy {
    mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan) {
        if replica.runningCount == 0, let next = replica.firstWaiting {
            plan.prefill(next, tokens: plan.tokensThatFit(next))
        }
        plan.decode(replica)
    }
}

/// Swaps the first request out once it has a token, and brings it back when there is nobody else.
private struct Outcast: BatchingPolicy {
    private var isOut = false

    mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan) {
        if !isOut, let youngest = replica.youngest, youngest.id == 0, !youngest.isPrefilling {
            isOut = true
            return plan.preempt(youngest, by: .swap)
        }
        plan.decode(replica)
        if replica.swappedCount > 0, replica.runningCount == 0, replica.waitingCount == 0 {
            return plan.resume(replica.swapped(at: 0))
        }
        for index in 0..<replica.visibleWaitingCount {
            let request = replica.waiting(at: index)
            let tokens = plan.tokensThatFit(request)
            guard tokens == request.remainingTokens else { break }
            plan.prefill(request, tokens: tokens)
        }
    }
}

@Suite struct StarvationLimitsTests {
    @Test(arguments: PolicyScenario.all)
    func firstComeFirstServedOvertakesNobody(scenario: PolicyScenario) {
        let limits = StarvationLimits(overtakers: 0, timesFirstCome: 1)
        #expect(PolicyTrial(ChunkedPrefill(), on: scenario).check(.noStarvation(limits)) == .kept)
    }

    @Test func shortestFirstStarvesLongPromptsUnderOverload() throws {
        let verdict = PolicyTrial(ShortestPromptFirst(), on: .overload()).check(
            .noStarvation(StarvationLimits(firstToken: .seconds(5), overtakers: 50)))
        guard case .broken(let breaches) = verdict else { return #expect(verdict != .kept) }
        try #require(breaches.count == 2)
        #expect(breaches[0].hasPrefix("no starvation, overload: request "))
        #expect(breaches[0].contains(" for its first token; "))
        #expect(breaches[0].contains(". The limit is 5.000 s, missed by "))
        #expect(breaches[1].contains(" later requests had theirs sooner: "))
        #expect(breaches[1].contains(". The limit is 50, missed by "))
    }

    @Test func strictPriorityStarvesAndAgeingDoesNot() {
        let law = PolicyLaw.noStarvation(StarvationLimits(overtakers: 60))
        #expect(PolicyTrial(StrictPriority(), on: .priorities()).check(law) != .kept)
        let ageing = PriorityWithAgeing(ageing: .milliseconds(500))
        #expect(PolicyTrial(ageing, on: .priorities()).check(law) == .kept)
    }

    @Test func waitingForOneAfterTheOtherIsFoundByAMultiple() throws {
        let twice = PolicyLaw.noStarvation(StarvationLimits(timesFirstCome: 2))
        guard case .broken(let breaches) = PolicyTrial(OneAtATime(), on: .burst()).check(twice) else {
            return #expect(Bool(false), "a batch of one keeps up")
        }
        try #require(breaches.count == 2)
        #expect(breaches[1].contains(" for its answer. The limit is "))
    }

    @Test func whoIsLeftOutAfterAFirstTokenIsFoundByTheAnswer() {
        let trial = PolicyTrial(Outcast(), on: .overload())
        #expect(trial.check(.conservation, .energy) == .kept)
        let verdict = trial.check(.noStarvation(StarvationLimits(answer: .seconds(12), overtakers: 0)))
        guard case .broken(let breaches) = verdict else { return #expect(verdict != .kept) }
        #expect(breaches.count == 1)
        #expect(breaches[0].hasPrefix("no starvation, overload: request 0 (arrived at "))
        #expect(breaches[0].hasSuffix(" for its answer. The limit is 12.00 s"))
    }

    @Test func aLimitThatIsKeptExactlyIsKept() throws {
        let run = try PolicyTrial(ChunkedPrefill(), on: .lone).run()
        let record = run.records[0]
        let exact = StarvationLimits(firstToken: record.ttft, answer: record.e2e, overtakers: 0)
        #expect(run.starvationBreaches(exact) == [])
        let less = SimDuration(picoseconds: record.ttft.picoseconds - 1)
        #expect(
            run.starvationBreaches(StarvationLimits(firstToken: less)) == [
                "request 0 (10 prompt tokens, arrived at 1.000 s) waited \(record.ttft) for its first token; no later "
                    + "request had its own sooner. The limit is \(less)"
            ])
    }

    @Test func aMultipleIsTakenOfTheUnluckiest() throws {
        let run = try PolicyTrial(ChunkedPrefill(), on: .burst()).run()
        let scaled = StarvationLimits(firstToken: .seconds(9), timesFirstCome: 3).scaled(3, run)
        let longest = try #require(run.records.map(\.ttft).max())
        #expect(scaled.firstToken == min(.seconds(9), SimDuration(picoseconds: longest.picoseconds * 3)))
        #expect(StarvationLimits().scaled(Int.max, run).answer == SimDuration(picoseconds: .max))
    }
}
