import SimCore
import Testing

@Suite struct AffineCostModelTests {
    /// 10 ms + 3 x 10 us + 100 x 20 us = 12.03 ms, and 50 ns for each token; at 500 W.
    @Test func aStepIsTheSumOfItsParts() {
        var model = AffineCostModel()
        var shape = BatchShape()
        shape.decodeSequences = 3
        shape.prefillTokens = 100
        let cost = model.cost(of: shape)
        #expect(cost.durationBase == 12_030_000_000_000)
        #expect(cost.durationPerToken == 50_000_000)
        // W x fs = fJ: 500 x 12.03e12, and of these 500 x 2e12 for the prompt.
        #expect(cost.energyBase == 6_015_000_000_000_000)
        #expect(cost.prefillEnergy == 1_000_000_000_000_000)
        #expect(cost.energyPerToken == 25_000_000_000)
        #expect(cost.contextLimit == .max && cost.windowedContextLimit == .max)
    }

    @Test func withoutDecodesAllEnergyIsPrefills() {
        var model = AffineCostModel()
        var shape = BatchShape()
        shape.prefillTokens = 100
        let cost = model.cost(of: shape)
        #expect(cost.prefillEnergy == cost.energyBase)
    }

    @Test func absurdNumbersClampInsteadOfTrapping() {
        let longest = SimDuration(picoseconds: .max)
        var model = AffineCostModel(
            base: longest, perPromptToken: longest, perSequence: longest, perContextToken: longest,
            busyPower: Power(milliwatts: .max))
        var shape = BatchShape()
        shape.decodeSequences = .max
        shape.prefillTokens = .max
        let cost = model.cost(of: shape)
        #expect(cost.durationBase == .max && cost.durationPerToken == .max && cost.energyPerToken == .max)
    }
}
