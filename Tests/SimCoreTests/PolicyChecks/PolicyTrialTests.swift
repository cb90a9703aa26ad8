import Synchronization
import Testing

@testable import SimCore

@Suite struct PolicyTrialTests {
    private static let builtin: [BuiltinBatching] = [
        .staticBatching(StaticBatching()), .continuous(ContinuousBatching()), .chunked(ChunkedPrefill()),
        .shortestPrompt(ShortestPromptFirst(preemption: .swap)), .priority(PriorityWithAgeing()),
    ]

    @Test(arguments: PolicyScenario.all)
    func builtInPoliciesKeepWhatHoldsOfEveryPolicy(scenario: PolicyScenario) {
        for policy in Self.builtin {
            #expect(PolicyTrial(policy, on: scenario).check(PolicyLaw.always) == .kept)
        }
    }

    @Test(arguments: PolicyScenario.all)
    func theOnesThatDoNotWaitOnPurposeAreWorkConserving(scenario: PolicyScenario) {
        for policy in Self.builtin.dropFirst() {
            #expect(PolicyTrial(policy, on: scenario).check(.workConservation) == .kept)
        }
    }

    @Test func aPolicyThatWaitsIsFoundNotToBeWorkConserving() {
        let verdict = PolicyTrial(StaticBatching(timeout: .seconds(1)), on: .lone).check(.workConservation)
        #expect(
            verdict == .broken(["work conservation, lone: idle from 1.000 s to 2.000 s with 1 request there"])
        )
    }

    /// Promises never to change its mind, and so does not see who arrives.
    private struct Stubborn: BatchingPolicy {
        mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan) {
            plan.decodeAndPrefill(replica)
            plan.hold = .untilBatchChange
        }
    }

    @Test func aPromiseThatIsTooLargeBreaksTheLeaps() {
        let verdict = PolicyTrial(Stubborn(), on: .steady()).check(.leap)
        guard case .broken(let breaches) = verdict else { return #expect(verdict != .kept) }
        #expect(breaches[0].hasPrefix("leap == steps, steady: steps: single steps "))
        #expect(breaches.count > 3)
    }

    /// Shares a counter with its copies, and idles on every hundredth call.
    private struct Sharing: BatchingPolicy {
        final class Counter: Sendable {
            let calls = Mutex(0)
        }

        let counter = Counter()

        mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan) {
            let call = counter.calls.withLock { calls in
                calls += 1
                return calls
            }
            if call % 101 == 0 { return plan.idle(until: replica.now + .milliseconds(7)) }
            plan.decodeAndPrefill(replica)
        }
    }

    @Test func sharedStateBreaksDeterminismAndForks() {
        let trial = PolicyTrial(Sharing(), on: .steady())
        #expect(trial.check(.determinism) != .kept)
        #expect(trial.check(.fork) != .kept)
    }

    @Test func aRunThatEndsWithAFaultBreaksEveryLaw() {
        let lazy = ScriptedPolicy { _, _ in }
        #expect(
            PolicyTrial(lazy, on: .lone).check(.energy)
                == .broken([
                    "lone: the run ended: no progress after 1.000 s: 1 requests wait and 0 run, but the policy plans no step. "
                        + "Plan a step, or idle(until:) an instant at which one can be planned"
                ]))
        #expect(PolicyTrial(lazy, on: .lone).check(golden: "steps 1") != .kept)
    }

    @Test func aGoldenIsKeptOrTheFiguresThatMovedAreNamed() throws {
        let trial = PolicyTrial(ChunkedPrefill(), on: .lone)
        let text = GoldenFigures(try trial.run()).text
        #expect(trial.check(golden: text) == .kept)
        #expect(trial.check(golden: "steps 5\ncompleted 1") == .kept)
        #expect(
            trial.check(golden: "steps 4")
                == .broken([
                    "steps: golden 4, now 5 (+1, +25.00 %)", "if that is meant, the golden is now:\n" + text,
                ]))
    }
}

extension PolicyScenario {
    /// One request at 1 s.
    static let lone = PolicyScenario(
        name: "lone",
        requests: [RequestSpec(arrival: .zero + .seconds(1), promptTokens: 10, outputTokens: 5)],
        limits: ReplicaLimits(kvBlocks: 100))
}
