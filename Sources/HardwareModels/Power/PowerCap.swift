import SimCore

/// Whether a step draws more than a power cap, in the integers of ``StepCost``.
///
/// For one composition the energy E and cap x duration are both affine in the contexts; whether the step fits is decided in
/// `Int128` from the same integers that are handed out, so that two pieces that overlap agree to the femtojoule.
struct PowerCap: Hashable, Sendable {
    /// Of all the replica's devices together.
    let milliwatts: Int64

    /// 1000 (E - cap x duration): whether it is positive says that the step draws more than the cap.
    func excess(_ cost: StepCost, spanCount: Int, at shape: BatchShape) -> AffineExcess {
        // A whole number: mW x fs is a thousandth of a femtojoule.
        let cap = Int128(milliwatts)
        return AffineExcess(
            spanCount, base: cost.energyBase &* 1000 &- cap &* Int128(cost.durationBase), at: shape
        ) { Int128(cost.spans[$0].energy) &* 1000 &- cap &* Int128(cost.spans[$0].duration) }
    }

    /// A cost that idles besides, at so many milliwatts, until its mean is the cap: t' = (E - idle t)/(cap - idle).
    func paused(_ cost: StepCost, spanCount: Int, idleMilliwatts: Int64) -> StepCost {
        var paused = cost
        let idle = Int128(idleMilliwatts)
        let room = max(1, Int128(milliwatts) &- idle)
        // A piece may begin below zero at no context.
        func stretched(_ femtojoules: Int128, _ femtoseconds: Int64) -> Int64 {
            let whole = femtojoules &* 1000 &- idle &* Int128(femtoseconds)
            return Int64(clamping: whole > 0 ? (whole &+ room &- 1) / room : whole / room)
        }
        paused.durationBase = stretched(cost.energyBase, cost.durationBase)
        paused.energyBase = atCap(paused.durationBase)
        for span in 0..<spanCount {
            paused.spans[span].duration = stretched(
                Int128(cost.spans[span].energy), cost.spans[span].duration)
            paused.spans[span].energy = Int64(truncatingIfNeeded: atCap(paused.spans[span].duration))
        }
        if cost.energyBase > 0, cost.prefillEnergy > 0 {
            let share = Whole.double(cost.prefillEnergy) / Whole.double(cost.energyBase)
            let energy = max(0, paused.energyBase)
            paused.prefillEnergy = min(energy, Whole.int128(Whole.double(energy) * share))
        }
        return paused
    }

    /// Femtojoules of so many femtoseconds at the cap, rounded down: exact for a cap in whole watts.
    private func atCap(_ femtoseconds: Int64) -> Int128 {
        milliwatts % 1000 == 0
            ? Int128(milliwatts / 1000) &* Int128(femtoseconds)
            : Int128(milliwatts) &* Int128(femtoseconds) / 1000
    }
}
