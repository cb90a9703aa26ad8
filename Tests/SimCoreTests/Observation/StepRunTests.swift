import Testing

@testable import SimCore

@Suite struct StepRunTests {
    /// Three steps of 1.0004, 1.0006 and 1.0008 ns from 0: the picoseconds that others see are rounded down.
    @Test func stepsTileTheRun() {
        let run = StepRun(
            replica: 0, steps: 3, decodeSequences: 2, prefillTokens: 0, completedPrefills: 0,
            contextTokens: 50,
            prefillEnergy: .zero,
            kvBlocks: 4, start: ExactTime(.zero), durations: ArithmeticSeries(first: 1_000_400, growth: 200),
            energyFirst: 7, energyGrowth: 2)
        #expect(run.startsAt == .zero && run.endsAt.picoseconds == 3_001)
        #expect(run.energy.femtojoules == 7 + 9 + 11)
        let steps = (0..<3).map { run.step($0) }
        #expect(steps.map(\.endsAt.picoseconds) == [1_000, 2_001, 3_001])
        #expect(steps.map(\.startsAt.picoseconds) == [0, 1_000, 2_001])
        #expect(steps.map(\.energy.femtojoules) == [7, 9, 11])
        #expect(steps.map(\.contextTokens) == [50, 52, 54])
    }
}
