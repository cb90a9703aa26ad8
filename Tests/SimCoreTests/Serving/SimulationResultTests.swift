import Testing

@testable import SimCore

@Suite struct SimulationResultTests {
    /// Every figure is part of the fingerprint: changing any one changes it.
    @Test func theFingerprintSeesEveryFigure() {
        let changes: [(inout SimulationResult) -> Void] = [
            { $0.completed += 1 }, { $0.failed += 1 }, { $0.goodRequests += 1 },
            { $0.duration = .seconds(1) },
            { $0.lastArrival = .limit }, { $0.backlogAtLastArrival += 1 }, { $0.promptTokens += 1 },
            { $0.outputTokens += 1 }, { $0.ttft.add(.seconds(1)) }, { $0.tpot.add(.seconds(1)) },
            { $0.itl.add(.seconds(1)) }, { $0.e2e.add(.seconds(1)) }, { $0.queueing.add(.seconds(1)) },
            { $0.energyByReplica[0].idle = Energy(femtojoules: 1) },
            { $0.energyByReplica[0].prefill = Energy(femtojoules: 1) },
            { $0.energyByReplica[0].decode = Energy(femtojoules: 1) },
            { $0.energyByReplica[0].paddingWaste = Energy(femtojoules: 1) },
            { $0.energyByReplica[0].recomputeWaste = Energy(femtojoules: 1) },
            { $0.energyByReplica[0].staticPart = Energy(femtojoules: 1) },
            { $0.sharesOfCompleted = Energy(femtojoules: 1) }, { $0.peakPower = Power(milliwatts: 1) },
            { $0.steps += 1 }, { $0.decodeRows += 1 }, { $0.prefillTokens += 1 }, { $0.paddedTokens += 1 },
            { $0.recomputedTokens += 1 }, { $0.preemptions += 1 }, { $0.swappedBlocks += 1 },
            { $0.kvPeakBlocks += 1 }, { $0.kvTotalBlocks += 1 }, { $0.maxRunning += 1 },
            { $0.maxWaiting += 1 },
            { $0.maxConcurrent += 1 }, { $0.runningIntegral += 1 }, { $0.waitingIntegral += 1 },
        ]
        var plain = SimulationResult()
        plain.energyByReplica = [EnergyLedger()]
        var seen: Set<UInt64> = [plain.fingerprint.value]
        for change in changes {
            var other = plain
            change(&other)
            #expect(other != plain)
            seen.insert(other.fingerprint.value)
        }
        #expect(seen.count == changes.count + 1)
    }

    @Test func meansAreOverTheWholeRun() {
        var result = SimulationResult()
        #expect(result.meanRunning == 0 && result.meanWaiting == 0)
        result.duration = .seconds(10)
        result.runningIntegral = 25_000_000_000_000
        result.waitingIntegral = 5_000_000_000_000
        #expect(result.meanRunning == 2.5 && result.meanWaiting == 0.5)
    }
}
