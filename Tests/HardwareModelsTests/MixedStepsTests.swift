import SimCore
import TestSupport
import Testing

@testable import HardwareModels

/// What is remembered of a step with prompts is what would be computed.
@Suite struct MixedStepsTests {
    /// A shape that is met often: few batch sizes, few prompts, contexts all over a few cells.
    private static func shape(_ random: inout RandomStream) -> BatchShape {
        var shape = BatchShape()
        shape.decodeSequences = random.whole(in: 0...3) * 16
        shape.contextTokens = shape.decodeSequences * random.whole(in: 500...700)
        shape.growingSequences = shape.decodeSequences
        shape.windowedContextTokens = min(shape.contextTokens, shape.decodeSequences * 600)
        let tokens = random.whole(in: 1...3) * 256
        shape.prefillTokens = tokens
        shape.prefillChunks = 1
        shape.completedPrefills = random.whole(in: 0...1)
        shape.prefillPastTokens = random.whole(in: 0...1) * 512
        shape.prefillPairs = tokens * shape.prefillPastTokens + tokens * (tokens + 1) / 2
        shape.windowedPrefillPairs = shape.prefillPairs
        shape.windowedPrefillPastTokens = shape.prefillPastTokens
        return shape
    }

    @Test(arguments: [nil, 400] as [Int64?])
    func rememberedIsComputed(watts: Int64?) throws {
        func model() throws -> RooflineModel {
            try RooflineModel(
                model: ModelCatalog.model(named: "Llama-3.1-8B"), device: DeviceCatalog.h100SXM,
                engine: .vllm,
                powerCap: watts.map { Power(milliwatts: $0 * 1000) })
        }
        var warm = try model()
        let cold = try model()
        var random = RandomStream(seed: 11, purpose: "mixed steps")
        var seen: Set<BatchShape> = []
        for _ in 0..<3000 {
            let shape = MixedStepsTests.shape(&random)
            seen.insert(shape)
            var fresh = cold
            #expect(warm.cost(of: shape) == fresh.cost(of: shape))
        }
        #expect(seen.count > 500)
    }

    @Test func windowsAreKeptApart() throws {
        let gemma = try ModelCatalog.model(named: "gemma-3-27b")
        var warm = try RooflineModel(model: gemma, device: DeviceCatalog.h100SXM, engine: .vllm)
        let cold = warm
        var random = RandomStream(seed: 12, purpose: "mixed steps")
        for _ in 0..<500 {
            var shape = MixedStepsTests.shape(&random)
            shape.windowedContextTokens = shape.decodeSequences * random.whole(in: 300...500)
            var fresh = cold
            #expect(warm.cost(of: shape) == fresh.cost(of: shape))
        }
    }

    @Test func aPlaceIsFoundAgain() {
        var steps = MixedSteps()
        var random = RandomStream(seed: 13, purpose: "mixed steps")
        let step = HeldStep(
            cost: StepCost(durationBase: 1, energyBase: 2), baseJoules: 0, spanCount: 1)
        let part = PrefillPart(prefill: 1, perToken: PerSpan(repeating: 0))
        let first = MixedStepsTests.shape(&random)
        #expect(steps.place(of: MixedSteps.Key(first, spanCount: 1)) == nil)
        steps.fill(MixedSteps.Key(first, spanCount: 1), step, part)
        #expect(steps.place(of: MixedSteps.Key(first, spanCount: 1)) != nil)
        var other = first
        other.completedPrefills += 1
        #expect(steps.place(of: MixedSteps.Key(other, spanCount: 1)) == nil)
        other = first
        other.windowedContextTokens += 1 << 20
        #expect(steps.place(of: MixedSteps.Key(other, spanCount: 1)) != nil)
        #expect(steps.place(of: MixedSteps.Key(other, spanCount: 2)) == nil)
    }

    /// A step of prompts and one row, by hand: prefill's part of 10 J is its 4 of the 8 J before the host.
    @Test func prefillHasItsShare() {
        var shape = BatchShape()
        shape.decodeSequences = 1
        shape.contextTokens = 100
        let part = PrefillPart(prefill: 4, perToken: PerSpan(repeating: 0.01))
        let step = HeldStep(
            cost: StepCost(durationBase: 1, energyBase: 10_000_000_000_000_000), baseJoules: 7, spanCount: 1)
        #expect(part.energy(of: step, at: shape) == 5_000_000_000_000_000)
    }
}
