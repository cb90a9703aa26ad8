import SimCore

/// A whole number affine in what the spans of attention read, whose sign decides between two regions of a step's cost.
struct AffineExcess {
    /// Of the whole past.
    private let slope: Int128
    /// And of the other spans that the step's layers read.
    private var slopes = PerSpan<Int128>(repeating: 0)
    private let spanCount: Int
    private let value: Int128

    /// `weight` is what a step's number is less the other's: a base and a slope for each span.
    init(_ spanCount: Int, base: Int128, at shape: BatchShape, slope weight: (Int) -> Int128) {
        self.spanCount = spanCount
        slope = weight(0)
        var value = base &+ slope &* Int128(shape.contextTokens)
        for span in 1..<max(1, spanCount) {
            slopes[span] = weight(span)
            value = value &+ slopes[span] &* Int128(shape.spans[span].contextTokens)
        }
        self.value = value
    }

    var isPositive: Bool { value > 0 }

    /// Lowers a cost's limits to where the sign may change as the batch grows: the whole past by `decodeSequences` and
    /// the others by at most their `growingSequences` a step.
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
        let full = max(0, isPositive ? 0 &- slope : slope) &* Int128(shape.decodeSequences)
        var together = full
        for span in 1..<max(1, spanCount) { together = together &+ use(span, shape) }
        guard together > 0 else { return }
        let steps = Int64(min(distance / together, 1 << 40))
        // Each limit guards against its own slope; where that one leads away or is zero there is none.
        if full > 0 {
            cost.contextLimit = min(
                cost.contextLimit, AffineExcess.limit(shape.contextTokens, steps, shape.decodeSequences))
        }
        for span in 1..<max(1, spanCount) where use(span, shape) > 0 {
            let reading = shape.spans[span]
            cost.spans[span].limit = min(
                cost.spans[span].limit,
                AffineExcess.limit(reading.contextTokens, steps, reading.growingSequences))
        }
    }

    /// What a step can use up of the distance in a span.
    private func use(_ span: Int, _ shape: BatchShape) -> Int128 {
        let slope = slopes[span]
        return max(0, isPositive ? 0 &- slope : slope) &* Int128(shape.spans[span].growingSequences)
    }

    /// `start + steps * growth`, or no limit where that is beyond any run.
    private static func limit(_ start: Int64, _ steps: Int64, _ growth: Int64) -> Int64 {
        let (product, overflow) = steps.multipliedReportingOverflow(by: growth)
        let (sum, beyond) = product.addingReportingOverflow(start)
        return overflow || beyond ? .max : sum
    }
}
