import SimCore

/// What happens to a step that would draw more than the cap.
public enum CapMode: String, Hashable, Sendable {
    /// The clock falls until the power is the cap, and the step takes longer.
    case stretch
    /// The energy is cut off at the cap, and the step takes no longer: the reference's rule.
    case clip
}

/// Holds a step to a power cap, in the integers of ``StepCost``.
///
/// For one composition the uncapped energy U and cap x duration are both affine in the two contexts; whether the step
/// is capped is decided in `Int128` from the same integers that are handed out, so that two pieces that overlap agree
/// to the femtojoule. A capped step draws the cap.
///
/// Stretch: the clock is f = ((cap - P_idle)/(P - P_idle))^(1/2.15) of the highest, P the uncapped power; on-chip time
/// is divided by f, waiting for memory stays. 1/f varies slowly with the context: it is taken at the middle of the
/// cell of a fixed grid (``GridCell``, at most 3 % wide), which makes a piece of every cell; the error in the
/// step's time is below half a percent. As 1/f >= 1 and grows as the cap falls, a lower cap never shortens a step.
struct PowerCap: Hashable, Sendable {
    /// Of all the replica's devices together.
    let milliwatts: Int64
    let idleMilliwatts: Int64
    let mode: CapMode

    /// Dynamic power goes with the clock to this power (reference, fitted to the throttling of dense products).
    private static let exponent = 2.15

    func hold(_ step: inout HeldStep, at shape: BatchShape) {
        // 1000 (U - C), a whole number: mW x fs is a thousandth of a femtojoule.
        let cap = Int128(milliwatts)
        let cost = step.cost
        let excess = AffineExcess(
            base: cost.energyBase &* 1000 &- cap &* Int128(cost.durationBase),
            perToken: Int128(cost.energyPerToken) &* 1000 &- cap &* Int128(cost.durationPerToken),
            perWindowedToken: Int128(cost.energyPerWindowedToken) &* 1000
                &- cap &* Int128(cost.durationPerWindowedToken), at: shape)
        excess.limit(&step.cost, at: shape)
        guard excess.isPositive else { return }
        if mode == .stretch { stretch(&step, at: shape) }
        guard !step.isBeyondLimits else { return }
        step.cost.energyBase = atCap(step.cost.durationBase)
        step.cost.energyPerToken = Int64(truncatingIfNeeded: atCap(step.cost.durationPerToken))
        step.cost.energyPerWindowedToken = Int64(
            truncatingIfNeeded: atCap(step.cost.durationPerWindowedToken))
    }

    /// 1/f - 1 for an uncapped power in milliwatts.
    func slowdown(uncappedMilliwatts: Double) -> Double {
        let room = Double(milliwatts - idleMilliwatts)
        let ratio = (uncappedMilliwatts - Double(idleMilliwatts)) / room
        return ratio > 1 ? PortableMath.pow(ratio, 1 / PowerCap.exponent) - 1 : 0
    }

    private func stretch(_ step: inout HeldStep, at shape: BatchShape) {
        var context = Double(shape.contextTokens)
        var windowed = Double(shape.windowedContextTokens)
        if shape.prefillTokens > 0 {
            // Such a step is one of its kind: no grid.
            step.cost.contextLimit = shape.contextTokens
            step.cost.windowedContextLimit = shape.windowedContextTokens
        } else if shape.decodeSequences > 0 {
            let cell = GridCell(shape.contextTokens)
            context = cell.middle
            step.cost.contextLimit = min(step.cost.contextLimit, cell.upper - 1)
            let windowedCell = GridCell(shape.windowedContextTokens)
            windowed = windowedCell.middle
            if shape.growingSequences > 0 {
                step.cost.windowedContextLimit = min(step.cost.windowedContextLimit, windowedCell.upper - 1)
            }
        }
        if step.slowdown == HeldStep.unknown {
            let cost = step.cost
            let duration =
                Double(cost.durationBase) + Double(cost.durationPerToken) * context
                + Double(cost.durationPerWindowedToken) * windowed
            let energy =
                PowerCap.double(cost.energyBase) + Double(cost.energyPerToken) * context
                + Double(cost.energyPerWindowedToken) * windowed
            step.slowdown = slowdown(uncappedMilliwatts: energy * 1000 / duration)
        }
        let extra = step.slowdown * 1e9
        let base = step.onChipBase * extra
        guard
            StepLimits.hold(microseconds: base.magnitude * 1e-9, joules: 0),
            StepLimits.hold(
                microsecondsPerToken: max(step.onChipPerToken, step.onChipPerWindowedToken) * extra * 1e-9,
                joulesPerToken: 0)
        else {
            step.cost = .beyondLimits
            return
        }
        // A piece that rises steeply within its cell may start below zero at no context.
        step.cost.durationBase += base < 0 ? -Whole.int64(-base) : Whole.int64(base)
        step.cost.durationPerToken += Whole.int64(step.onChipPerToken * extra)
        step.cost.durationPerWindowedToken += Whole.int64(step.onChipPerWindowedToken * extra)
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
