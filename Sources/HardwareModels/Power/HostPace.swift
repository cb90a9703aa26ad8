import SimCore

/// Holds a step to the pace of a host that launches its kernels one by one.
///
/// The step lasts as long as the slower of the two; while the device waits it draws its idle power. Which one is slower
/// is decided in `Int128` from the integers that are handed out, so that pieces agree.
enum HostPace {
    static func hold(
        _ cost: inout StepCost, to femtoseconds: Int64, idleMilliwatts: Int64, at shape: BatchShape
    ) {
        let excess = AffineExcess(
            base: Int128(femtoseconds) &- Int128(cost.durationBase),
            perToken: 0 &- Int128(cost.durationPerToken),
            perWindowedToken: 0 &- Int128(cost.durationPerWindowedToken), at: shape)
        excess.limit(&cost, at: shape)
        guard excess.isPositive else { return }
        func idle(_ femtoseconds: Int128) -> Int128 { femtoseconds &* Int128(idleMilliwatts) / 1000 }
        cost.energyBase += idle(Int128(femtoseconds) - Int128(cost.durationBase))
        cost.energyPerToken -= Int64(truncatingIfNeeded: idle(Int128(cost.durationPerToken)))
        cost.energyPerWindowedToken -= Int64(truncatingIfNeeded: idle(Int128(cost.durationPerWindowedToken)))
        cost.durationBase = femtoseconds
        cost.durationPerToken = 0
        cost.durationPerWindowedToken = 0
    }
}
