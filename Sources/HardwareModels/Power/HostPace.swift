import SimCore

/// Holds a step to the pace of a host that launches its kernels one by one.
///
/// The step lasts as long as the slower of the two; while the device waits it draws its idle power. Which one is slower
/// is decided in `Int128` from the integers that are handed out, so that pieces agree.
enum HostPace {
    static func hold(
        _ step: inout HeldStep, to femtoseconds: Int64, idleMilliwatts: Int64, at shape: BatchShape
    ) {
        let cost = step.cost
        let excess = AffineExcess(
            step.spanCount, base: Int128(femtoseconds) &- Int128(cost.durationBase), at: shape
        ) { 0 &- Int128(cost.spans[$0].duration) }
        excess.limit(&step.cost, at: shape)
        guard excess.isPositive else { return }
        func idle(_ femtoseconds: Int128) -> Int128 { femtoseconds &* Int128(idleMilliwatts) / 1000 }
        step.cost.energyBase += idle(Int128(femtoseconds) - Int128(cost.durationBase))
        step.cost.durationBase = femtoseconds
        for span in 0..<step.spanCount {
            let duration = Int128(cost.spans[span].duration)
            step.cost.spans[span].energy -= Int64(truncatingIfNeeded: idle(duration))
            step.cost.spans[span].duration = 0
        }
    }
}
