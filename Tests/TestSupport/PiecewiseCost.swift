import SimCore

/// A cost model with everything that ends a leap: an attention window, and a power cap that makes energy the smaller
/// of two affine functions. Its numbers are small and odd, so that rounding mistakes show.
public struct PiecewiseCost: StepCostModel {
    public var idlePower = Power(milliwatts: 70_003)
    public var attentionWindow: Int?
    /// All durations are multiplied by this.
    public var scale: Int64 = 1
    public var base: Int64
    public var perPromptToken: Int64
    public var perPair: Int64
    public var perRow: Int64
    public var perToken: Int64
    public var perWindowedToken: Int64
    /// Femtojoules for a femtosecond at the cap, i.e. watts; nil does not cap.
    public var cap: Int64?

    public init(random stream: inout RandomStream) {
        attentionWindow = stream.whole(in: 0...2) == 0 ? Int(stream.whole(in: 1...200)) : nil
        base = stream.whole(in: 1_000_000_000_001...20_000_000_000_003)
        perPromptToken = stream.whole(in: 0...30_000_000_007)
        perPair = stream.whole(in: 0...3_000_001)
        perRow = stream.whole(in: 0...50_000_000_001)
        perToken = stream.whole(in: 0...90_000_001)
        perWindowedToken = attentionWindow == nil ? 0 : stream.whole(in: 0...50_000_003)
        cap = stream.whole(in: 0...1) == 0 ? stream.whole(in: 300...500) : nil
    }

    /// Round numbers: every duration is a whole number of picoseconds.
    public init(wholePicoseconds: Void) {
        base = 10_000_000_000_000
        perPromptToken = 20_000_000_000
        perPair = 1_000_000
        perRow = 10_000_000_000
        perToken = 50_000_000
        perWindowedToken = 0
    }

    public var spans: PerSpan<AttentionSpan> { PerSpan(window: attentionWindow) }

    public mutating func cost(of shape: BatchShape) -> StepCost {
        let prefill = shape.prefillTokens * perPromptToken + shape.prefillPairs * perPair
        var cost = StepCost(durationBase: 0, energyBase: 0)
        cost.durationBase =
            scale * (base + prefill + shape.decodeSequences * perRow + shape.swappedBlocks * 1_000_000_000)
        cost.durationPerToken = scale * perToken
        cost.durationPerWindowedToken = scale * perWindowedToken
        // Uncapped: 200 W all the time, and dynamic energy that grows with the batch.
        cost.energyBase =
            Int128(cost.durationBase) * 200 + Int128(prefill) * 900 + Int128(shape.decodeSequences * perRow)
            * 5_000
        cost.energyPerToken = cost.durationPerToken * 700 + 13
        cost.energyPerWindowedToken = cost.durationPerWindowedToken * 600 + 7
        cost.prefillEnergy = Int128(prefill) * 900
        guard let cap else { return cost }
        var capped = cost
        capped.energyBase = Int128(cost.durationBase) * Int128(cap)
        capped.energyPerToken = cost.durationPerToken * cap
        capped.energyPerWindowedToken = cost.durationPerWindowedToken * cap
        capped.prefillEnergy = min(cost.prefillEnergy, capped.energyBase / 2)
        // Excess of uncapped over capped, now and what each step adds.
        func excess(_ context: Int64, _ windowed: Int64) -> Int128 {
            cost.energyBase - capped.energyBase
                + Int128(cost.energyPerToken - capped.energyPerToken) * Int128(context)
                + Int128(cost.energyPerWindowedToken - capped.energyPerWindowedToken) * Int128(windowed)
        }
        let first = excess(shape.contextTokens, shape.windowedContextTokens)
        let growth =
            excess(
                shape.contextTokens + shape.decodeSequences,
                shape.windowedContextTokens + shape.growingSequences) - first
        var chosen = first > 0 ? capped : cost
        // Steps (besides this one) for which the sign stays the same.
        var steps = Int128.max
        if first > 0, growth < 0 { steps = (first - 1) / -growth }
        if first <= 0, growth > 0 { steps = -first / growth }
        if steps < 1 << 40 {
            chosen.contextLimit = shape.contextTokens + shape.decodeSequences * Int64(steps)
            chosen.windowedContextLimit =
                shape.windowedContextTokens + shape.growingSequences * Int64(steps)
        }
        return chosen
    }
}
