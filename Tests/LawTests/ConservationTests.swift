import SimCore
import Testing
import TestSupport

@testable import SimCore

@Suite struct ConservationTests {
    @Test func everyRequestEndsExactlyOnce() throws {
        for scenario in Scenario.all(500) {
            let (result, log) = try scenario.run()
            #expect(result.completed + result.failed == Int64(scenario.requests.count), "\(scenario)")
            #expect(Set(log.records.map(\.id)).count == log.records.count, "\(scenario)")
            #expect(log.records.count == Int(result.completed), "\(scenario)")
            let unfit = scenario.requests.filter { scenario.setup.limits.obstacle(to: $0) != nil }
            #expect(result.failed == Int64(unfit.count), "\(scenario)")
        }
    }

    @Test func everyTokenIsWrittenOnce() throws {
        for scenario in Scenario.all(500) {
            let (result, log) = try scenario.run()
            var prompt = 0
            var output = 0
            for record in log.records {
                prompt += record.promptTokens
                output += record.outputTokens
            }
            #expect(result.promptTokens == Int64(prompt), "\(scenario)")
            #expect(result.outputTokens == Int64(output), "\(scenario)")
            // Each answer has one token from its prefill, and a gap before each of the others.
            #expect(result.itl.count == Int64(output - log.records.count), "\(scenario)")
        }
    }

    @Test func replicasKeepTheirInvariantsAfterEveryEvent() throws {
        for scenario in Scenario.all(150) {
            var simulation = try scenario.simulation()
            let count = scenario.setup.replicas
            try simulation.advance(until: SimInstant(picoseconds: -1))
            while let instant = simulation.box.place.value.nextInstant {
                try simulation.advance(until: instant)
                for number in 0..<count {
                    let replica = simulation.box.place.value.replicas.place(number)
                    #expect(replica.value.violations() == [], "\(scenario)")
                }
            }
            for number in 0..<count {
                let replica = simulation.box.place.value.replicas.place(number)
                #expect(replica.value.cache.freeBlocks == replica.value.cache.totalBlocks, "\(scenario)")
                #expect(replica.value.outstandingTokens == 0, "\(scenario)")
            }
        }
    }

    @Test func energyIsIdlePlusShares() throws {
        for scenario in Scenario.all(500) {
            let (result, log) = try scenario.run()
            var shares = Energy.zero
            var padding = Energy.zero
            var recompute = Energy.zero
            for record in log.records {
                shares += record.energy
                padding += record.paddingEnergy
                recompute += record.recomputeEnergy
                #expect(record.prefillEnergy >= .zero && record.decodeEnergy >= .zero, "\(scenario)")
                #expect(record.paddingEnergy + record.recomputeEnergy <= record.energy, "\(scenario)")
            }
            #expect(result.energy.total == result.energy.idle + shares, "\(scenario)")
            #expect(result.sharesOfCompleted == shares, "\(scenario)")
            #expect(result.energy.paddingWaste == padding, "\(scenario)")
            #expect(result.energy.recomputeWaste == recompute, "\(scenario)")
            #expect(result.energy.dynamicPart >= .zero, "\(scenario)")
        }
    }

    @Test func stepsAndIdleTimesTileTheRunAndSumToItsEnergy() throws {
        for scenario in Scenario.all(300) {
            let (result, log) = try scenario.run()
            for replica in 0..<scenario.setup.replicas {
                var spans = log.runs.filter { $0.replica == replica }
                    .map { (from: $0.startsAt, to: $0.endsAt, energy: $0.energy) }
                spans += log.idles.filter { $0.replica == replica }
                    .map { (from: $0.from, to: $0.to, energy: $0.energy) }
                spans.sort { $0.from < $1.from }
                var now = SimInstant.zero
                var energy = Energy.zero
                for span in spans {
                    #expect(span.from == now, "\(scenario)")
                    #expect(span.to > span.from, "\(scenario)")
                    now = span.to
                    energy += span.energy
                }
                #expect((now - .zero).picoseconds == result.duration.picoseconds, "\(scenario)")
                #expect(energy == result.energyByReplica[replica].total, "\(scenario)")
            }
        }
    }
}
