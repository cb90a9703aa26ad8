import SimCore
import Testing
import TestSupport

@Suite struct LeapTests {
    @Test func aLeapEqualsItsSteps() throws {
        var shorter = 0
        for scenario in Scenario.all(700) {
            let leap = try scenario.run(stepping: .leap)
            let single = try scenario.run(stepping: .single)
            #expect(leap.result == single.result, "\(scenario)")
            #expect(leap.result.fingerprint == single.result.fingerprint, "\(scenario)")
            #expect(leap.log.records == single.log.records, "\(scenario)")
            #expect(leap.log.idles == single.log.idles, "\(scenario)")
            if leap.log.runs.count < single.log.runs.count { shorter += 1 }
        }
        #expect(environmentSeed() != nil || shorter > 250, "leaps are taken at all")
    }

    @Test func anExpandedLeapShowsItsSteps() throws {
        for scenario in Scenario.all(200) where scenario.setup.replicas == 1 {
            let leap = try scenario.run(stepping: .leap)
            let single = try scenario.run(stepping: .single)
            #expect(leap.log.steps == single.log.steps, "\(scenario)")
        }
    }
}
