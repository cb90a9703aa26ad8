import SimCore

/// Holds a step's energy to a power cap, exactly, in the integers of ``StepCost``.
///
/// For one composition the uncapped energy U and the capped energy C = cap x duration are both affine in the two
/// contexts, and the step's energy is the smaller one. Which one that is, is decided in `Int128` from the same
/// integers that are handed out, so that two pieces that overlap agree to the femtojoule.
struct PowerCap: Hashable, Sendable {
    /// Of all the replica's devices together.
    let milliwatts: Int64

    /// Clips `cost` at the cap and sets the limits up to which the piece holds as the batch grows: the contexts by
    /// `decodeSequences` and by at most `growingSequences` a step.
    func clip(_ cost: inout StepCost, at shape: BatchShape) {
        // 1000 (U - C), a whole number: mW x fs is a thousandth of a femtojoule.
        let cap = Int128(milliwatts)
        let base = cost.energyBase &* 1000 &- cap &* Int128(cost.durationBase)
        let slope = Int128(cost.energyPerToken) &* 1000 &- cap &* Int128(cost.durationPerToken)
        let windowedSlope =
            Int128(cost.energyPerWindowedToken) &* 1000 &- cap &* Int128(cost.durationPerWindowedToken)
        let excess =
            base &+ slope &* Int128(shape.contextTokens)
            &+ windowedSlope &* Int128(shape.windowedContextTokens)
        let isCapped = excess > 0
        // The distance to the other region, and how much of it a step can use up at most: terms that lead away
        // are not counted, so the piece holds wherever in the box the batch really goes.
        let distance = isCapped ? excess &- 1 : 0 &- excess
        let full = max(0, isCapped ? 0 &- slope : slope) &* Int128(shape.decodeSequences)
        let windowed = max(0, isCapped ? 0 &- windowedSlope : windowedSlope) &* Int128(shape.growingSequences)
        if full &+ windowed > 0 {
            let steps = Int64(min(distance / (full &+ windowed), 1 << 40))
            // Each limit guards against its own slope; where that one leads away or is zero there is none.
            if full > 0 {
                cost.contextLimit = PowerCap.limit(shape.contextTokens, steps, shape.decodeSequences)
            }
            if windowed > 0 {
                cost.windowedContextLimit = PowerCap.limit(
                    shape.windowedContextTokens, steps, shape.growingSequences)
            }
        }
        if isCapped {
            cost.energyBase = atCap(cost.durationBase)
            cost.energyPerToken = Int64(truncatingIfNeeded: atCap(cost.durationPerToken))
            cost.energyPerWindowedToken = Int64(truncatingIfNeeded: atCap(cost.durationPerWindowedToken))
        }
    }

    /// Femtojoules of so many femtoseconds at the cap, rounded down: exact for a cap in whole watts.
    private func atCap(_ femtoseconds: Int64) -> Int128 {
        milliwatts % 1000 == 0
            ? Int128(milliwatts / 1000) &* Int128(femtoseconds)
            : Int128(milliwatts) &* Int128(femtoseconds) / 1000
    }

    /// `start + steps * growth`, or no limit where that is beyond any run.
    private static func limit(_ start: Int64, _ steps: Int64, _ growth: Int64) -> Int64 {
        let (product, overflow) = steps.multipliedReportingOverflow(by: growth)
        let (sum, beyond) = product.addingReportingOverflow(start)
        return overflow || beyond ? .max : sum
    }
}
