import SimCore
import Testing
import TestSupport

/// Laws that hold only because nothing happens would prove nothing: the scenarios must reach every corner.
@Suite(.enabled(if: environmentSeed() == nil, "one seed was asked for")) struct ScenarioTests {
    @Test func scenariosReachEverything() throws {
        var reached: [String: Int] = [:]
        func note(_ what: String, _ isReached: Bool) { reached[what, default: 0] += isReached ? 1 : 0 }
        for scenario in Scenario.all(500) {
            let (result, log) = try scenario.run()
            note("preemption", result.preemptions > 0)
            note("swap", result.swappedBlocks > 0)
            note("recomputation", result.recomputedTokens > 0)
            note("padding", result.paddedTokens > 0)
            note("failed requests", result.failed > 0)
            note("idle time", result.energy.idle > .zero)
            note("queueing", result.maxWaiting > 0)
            note("several replicas", scenario.setup.replicas > 1)
            note("closed loop", scenario.setup.maxConcurrency != nil)
            note("window", scenario.cost.attentionWindow != nil)
            note("cap", scenario.cost.cap != nil)
            note("good and not good", result.goodRequests > 0 && result.goodRequests < result.completed)
            note("leap", log.runs.contains { $0.steps > 10 })
            note("chunks", log.runs.contains { $0.prefillTokens > 0 && $0.decodeSequences > 0 })
        }
        for (what, count) in reached { #expect(count >= 20, "\(what) is reached only \(count) times") }
    }
}
