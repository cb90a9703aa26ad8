import Testing

@testable import HardwareModels

@Suite struct SamplingTests {
    @Test(arguments: [
        ("greedy", Sampling.greedy), ("top-p", .topP), ("top-k", .topK), ("top-k-top-p", [.topK, .topP]),
        ("penalties", .penalties), ("top-p+penalties", [.topP, .penalties]),
        ("top-k-top-p+penalties", [.topK, .topP, .penalties]),
    ]) func namesReadBack(name: String, ways: Sampling) {
        #expect(Sampling(named: name) == ways)
        #expect(ways.name == name)
    }

    @Test(arguments: [
        "", "+", "top-p+", "greedy+penalties", "top-p+top-p", "top-p+top-k", "penalties+penalties", "topp",
        "top-k-top-p+top-p",
    ]) func whatIsNoWayIsNone(name: String) {
        #expect(Sampling(named: name) == nil)
    }

    @Test func orderDoesNotMatter() {
        #expect(Sampling(named: "penalties+top-k") == [.topK, .penalties])
    }

    @Test func eachWayCostsWhatItAdds() {
        let greedy = EngineProfile.vllm.sampler
        func cost(_ ways: Sampling) -> Double {
            EngineProfile.vllm.asked(for: ways).sampler.nanosecondsPerLogit
        }
        #expect(greedy.nanosecondsPerLogit == 0)
        #expect(greedy.nanojoulesPerLogit == 0)
        #expect(agree(cost(.penalties), 0.035))
        #expect(agree(cost(.topP), 0.3))
        // One sort serves both.
        #expect(cost([.topK, .topP]) == cost(.topP))
        #expect(agree(cost([.topP, .penalties]), 0.335))
        #expect(EngineProfile.vllm.asked(for: [.topP, .penalties]).sampler == .sorting)
    }

    /// No way is cheaper than the likeliest token, and a draw under a penalty no cheaper than either.
    @Test func moreIsNeverCheaper() {
        for engine in EngineProfile.all {
            func cost(_ ways: Sampling) -> Double {
                let sampler = engine.asked(for: ways).sampler
                return sampler.launchMicroseconds + 1e8 * sampler.nanosecondsPerLogit
            }
            #expect(cost(.penalties) >= cost(.greedy), "\(engine.name)")
            #expect(cost(.topP) >= cost(.greedy), "\(engine.name)")
            #expect(cost([.topP, .penalties]) >= max(cost(.topP), cost(.penalties)), "\(engine.name)")
        }
    }
}
