import SimCore
import TestSupport
import Testing

@testable import WattlineLab

@Suite("Runs over time")
struct RunTimelineTests {
    private func recorded(
        _ scenario: TestSupport.Scenario, stepping: Stepping = .leap
    ) throws -> (timeline: RunTimeline, result: SimulationResult) {
        var timeline = RunTimeline(scenario.setup)
        var simulation = try scenario.simulation(stepping: stepping)
        let result = try simulation.run(observer: &timeline)
        return (timeline, result)
    }

    @Test("Bins add up to the run's energy and load, to the last unit; observed or not, the run is the same")
    func sums() throws {
        for scenario in TestSupport.Scenario.all(150) {
            let (timeline, result) = try recorded(scenario)
            let whole = timeline.bins.bins.reduce(TimelineBin(), +)
            #expect(whole.prefill == result.energy.prefill, "\(scenario)")
            #expect(whole.decode == result.energy.decode, "\(scenario)")
            #expect(whole.idle == result.energy.idle, "\(scenario)")
            #expect(whole.energy == result.energy.total, "\(scenario)")
            #expect(whole.running == result.runningIntegral, "\(scenario)")
            #expect(whole.waiting == result.waitingIntegral, "\(scenario)")
            #expect(timeline.batches.decodeRows == result.decodeRows, "\(scenario)")
            #expect(timeline.batches.prefillTokens == result.prefillTokens, "\(scenario)")
            #expect(timeline.bins.bins.count <= TimelineBins.capacity)
            var unobserved = try scenario.simulation()
            #expect(try unobserved.run() == result, "\(scenario)")
        }
    }

    @Test("No bin has negative energy or more blocks than there are")
    func bounds() throws {
        for scenario in TestSupport.Scenario.all(150) {
            let (timeline, result) = try recorded(scenario)
            for bin in timeline.bins.bins {
                #expect(min(bin.prefill, bin.decode, bin.idle) >= .zero, "\(scenario)")
                #expect(min(bin.running, bin.waiting, bin.rows) >= 0, "\(scenario)")
            }
            for entry in TimelineSeries(timeline, duration: result.duration).entries {
                #expect((0...1.000001).contains(entry.cache), "\(scenario)")
            }
        }
    }

    @Test("A leap falls into the bins as its single steps do")
    func leaps() throws {
        for scenario in TestSupport.Scenario.all(150) {
            let leaps = try recorded(scenario).timeline
            let steps = try recorded(scenario, stepping: .single).timeline
            #expect(leaps.bins.width == steps.bins.width, "\(scenario)")
            #expect(leaps.batches == steps.batches, "\(scenario)")
            for (left, right) in zip(leaps.bins.bins, steps.bins.bins) {
                #expect(left.prefill == right.prefill, "\(scenario)")
                #expect(left.decode == right.decode, "\(scenario)")
                #expect(left.idle == right.idle, "\(scenario)")
                #expect(left.rows == right.rows, "\(scenario)")
            }
        }
    }
}
