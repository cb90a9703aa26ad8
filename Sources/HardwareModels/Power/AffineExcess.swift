import SimCore

/// A whole number affine in the two contexts, whose sign decides between two regions of a step's cost.
struct AffineExcess {
    let perToken: Int128
    let perWindowedToken: Int128
    private let value: Int128

    init(base: Int128, perToken: Int128, perWindowedToken: Int128, at shape: BatchShape) {
        self.perToken = perToken
        self.perWindowedToken = perWindowedToken
        value =
            base &+ perToken &* Int128(shape.contextTokens)
            &+ perWindowedToken &* Int128(shape.windowedContextTokens)
    }

    var isPositive: Bool { value > 0 }

    /// Lowers a cost's limits to where the sign may change as the batch grows: the contexts by `decodeSequences` and
    /// by at most `growingSequences` a step.
    @inline(__always)
    func limit(_ cost: inout StepCost, at shape: borrowing BatchShape) {
        // A step with a prompt is the only one of its kind: nobody asks how far its piece goes.
        if shape.prefillTokens > 0 { return }
        divide(&cost, at: copy shape)
    }

    @inline(never)
    private func divide(_ cost: inout StepCost, at shape: BatchShape) {
        // The distance to the other region, and how much of it a step can use up at most: terms that lead away
        // are not counted, so the piece holds wherever in the box the batch really goes.
        let distance = isPositive ? value &- 1 : 0 &- value
        let full = max(0, isPositive ? 0 &- perToken : perToken) &* Int128(shape.decodeSequences)
        let windowed =
            perWindowedToken == 0
            ? 0
            : max(0, isPositive ? 0 &- perWindowedToken : perWindowedToken) &* Int128(shape.growingSequences)
        guard full &+ windowed > 0 else { return }
        let steps = Int64(min(distance / (full &+ windowed), 1 << 40))
        // Each limit guards against its own slope; where that one leads away or is zero there is none.
        if full > 0 {
            cost.contextLimit = min(
                cost.contextLimit, AffineExcess.limit(shape.contextTokens, steps, shape.decodeSequences))
        }
        if windowed > 0 {
            cost.windowedContextLimit = min(
                cost.windowedContextLimit,
                AffineExcess.limit(shape.windowedContextTokens, steps, shape.growingSequences))
        }
    }

    /// `start + steps * growth`, or no limit where that is beyond any run.
    private static func limit(_ start: Int64, _ steps: Int64, _ growth: Int64) -> Int64 {
        let (product, overflow) = steps.multipliedReportingOverflow(by: growth)
        let (sum, beyond) = product.addingReportingOverflow(start)
        return overflow || beyond ? .max : sum
    }
}
