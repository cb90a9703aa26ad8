import SimCore

/// Holds a step to a power cap, in the integers of ``StepCost``.
///
/// For one composition the uncapped energy U and cap x duration are both affine in the contexts; whether the step
/// is capped is decided in `Int128` from the same integers that are handed out, so that two pieces that overlap agree
/// to the femtojoule. A capped step draws the cap.
///
/// The clock falls until the power is the cap: to f = ((cap - P_idle)/(P - P_idle))^(1/2.15) of the highest, P the
/// uncapped power; on-chip time is divided by f, waiting for memory stays. 1/f varies slowly with the context: it is
/// taken at the middle of the cell of a fixed grid (``GridCell``, at most 3 % wide), which makes a piece of every cell;
/// the error in the step's time is below half a percent. As 1/f >= 1 and grows as the cap falls, a lower cap never
/// shortens a step.
struct PowerCap: Hashable, Sendable {
    /// Of all the replica's devices together.
    let milliwatts: Int64
    let idleMilliwatts: Int64

    /// Dynamic power goes with the clock to this power (reference, fitted to the throttling of dense products).
    private static let exponent = 2.15

    func hold(_ step: inout HeldStep, at shape: BatchShape) {
        // 1000 (U - C), a whole number: mW x fs is a thousandth of a femtojoule.
        let cap = Int128(milliwatts)
        let cost = step.cost
        let excess = AffineExcess(
            step.spanCount, base: cost.energyBase &* 1000 &- cap &* Int128(cost.durationBase), at: shape
        ) { Int128(cost.spans[$0].energy) &* 1000 &- cap &* Int128(cost.spans[$0].duration) }
        excess.limit(&step.cost, at: shape)
        guard excess.isPositive else { return }
        stretch(&step, at: shape)
        guard !step.isBeyondLimits else { return }
        step.cost.energyBase = atCap(step.cost.durationBase)
        for span in 0..<step.spanCount {
            step.cost.spans[span].energy = Int64(truncatingIfNeeded: atCap(step.cost.spans[span].duration))
        }
    }

    /// 1/f - 1 for an uncapped power in milliwatts.
    func slowdown(uncappedMilliwatts: Double) -> Double {
        let room = Double(milliwatts - idleMilliwatts)
        let ratio = (uncappedMilliwatts - Double(idleMilliwatts)) / room
        return ratio > 1 ? PortableMath.pow(ratio, 1 / PowerCap.exponent) - 1 : 0
    }

    private func stretch(_ step: inout HeldStep, at shape: BatchShape) {
        if step.slowdown == HeldStep.unknown {
            let cost = step.cost
            var duration = Double(cost.durationBase)
            var energy = PowerCap.double(cost.energyBase)
            for span in 0..<step.spanCount {
                let context = PowerCap.middle(of: span, in: shape)
                duration += Double(cost.spans[span].duration) * context
                energy += Double(cost.spans[span].energy) * context
            }
            step.slowdown = slowdown(uncappedMilliwatts: energy * 1000 / duration)
        }
        if shape.prefillTokens > 0 {
            // Such a step is one of its kind: no grid.
            for span in 0..<step.spanCount { step.cost.spans[span].limit = shape.spans[span].contextTokens }
        } else if shape.decodeSequences > 0 {
            for span in 0..<step.spanCount where span == 0 || shape.spans[span].growingSequences > 0 {
                let cell = GridCell(shape.spans[span].contextTokens)
                step.cost.spans[span].limit = min(step.cost.spans[span].limit, cell.upper - 1)
            }
        }
        let extra = step.slowdown * 1e9
        let base = step.onChipBase * extra
        guard StepLimits.hold(microseconds: base.magnitude * 1e-9, joules: 0) else {
            step.cost = .beyondLimits
            return
        }
        // A piece that rises steeply within its cell may start below zero at no context.
        step.cost.durationBase += base < 0 ? -Whole.int64(-base) : Whole.int64(base)
        for span in 0..<step.spanCount {
            let slope = step.onChipPerToken[span] * extra
            guard StepLimits.hold(microsecondsPerToken: slope * 1e-9, joulesPerToken: 0) else {
                step.cost = .beyondLimits
                return
            }
            step.cost.spans[span].duration += Whole.int64(slope)
        }
    }

    /// The context at which the clock is worked out: the middle of its cell, or a step with prompts' very own.
    private static func middle(of span: Int, in shape: BatchShape) -> Double {
        let tokens = shape.spans[span].contextTokens
        return shape.prefillTokens > 0 || shape.decodeSequences == 0
            ? Double(tokens) : GridCell(tokens).middle
    }

    private static func double(_ value: Int128) -> Double {
        value < 0 ? -Whole.double(0 - value) : Whole.double(value)
    }

    /// Femtojoules of so many femtoseconds at the cap, rounded down: exact for a cap in whole watts.
    private func atCap(_ femtoseconds: Int64) -> Int128 {
        milliwatts % 1000 == 0
            ? Int128(milliwatts / 1000) &* Int128(femtoseconds)
            : Int128(milliwatts) &* Int128(femtoseconds) / 1000
    }
}
