import SimCore

/// What happens to a step that would draw more than the cap.
public enum CapMode: String, Hashable, Sendable {
    /// The clock falls until the power is at most the cap, and the step takes longer.
    case stretch
    /// The energy is cut off at the cap, and the step takes no longer: the reference's rule.
    case clip
}

/// Cuts a step's energy off at a power cap, in the integers of ``StepCost``: ``CapMode/clip``.
///
/// For one composition the uncapped energy U and cap x duration are both affine in the two contexts; whether the step
/// is capped is decided in `Int128` from the same integers that are handed out, so that two pieces that overlap agree
/// to the femtojoule.
struct PowerCap: Hashable, Sendable {
    /// Of all the replica's devices together.
    let milliwatts: Int64

    /// 1000 (U - C): whether it is positive says that the step draws more than the cap.
    func excess(_ cost: StepCost, at shape: BatchShape) -> AffineExcess {
        // A whole number: mW x fs is a thousandth of a femtojoule.
        let cap = Int128(milliwatts)
        return AffineExcess(
            base: cost.energyBase &* 1000 &- cap &* Int128(cost.durationBase),
            perToken: Int128(cost.energyPerToken) &* 1000 &- cap &* Int128(cost.durationPerToken),
            perWindowedToken: Int128(cost.energyPerWindowedToken) &* 1000
                &- cap &* Int128(cost.durationPerWindowedToken), at: shape)
    }

    func clip(_ cost: inout StepCost, at shape: BatchShape) {
        let excess = excess(cost, at: shape)
        excess.limit(&cost, at: shape)
        guard excess.isPositive else { return }
        takeCap(&cost)
    }

    /// Gives a cost the energy that the cap allows in its time.
    func takeCap(_ cost: inout StepCost) {
        let former = cost.energyBase
        cost.energyBase = atCap(cost.durationBase)
        cost.energyPerToken = Int64(truncatingIfNeeded: atCap(cost.durationPerToken))
        cost.energyPerWindowedToken = Int64(truncatingIfNeeded: atCap(cost.durationPerWindowedToken))
        guard former > 0, cost.prefillEnergy > 0 else { return }
        let share = Whole.double(cost.prefillEnergy) / Whole.double(former)
        cost.prefillEnergy = min(
            max(0, cost.energyBase), Whole.int128(Whole.double(max(0, cost.energyBase)) * share))
    }

    /// Femtojoules of so many femtoseconds at the cap, rounded down: exact for a cap in whole watts.
    private func atCap(_ femtoseconds: Int64) -> Int128 {
        milliwatts % 1000 == 0
            ? Int128(milliwatts / 1000) &* Int128(femtoseconds)
            : Int128(milliwatts) &* Int128(femtoseconds) / 1000
    }
}
