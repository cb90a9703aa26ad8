import SimCore

/// A step in whole numbers on its way under host pace and cap, with what those need to know of it.
struct HeldStep: Sendable {
    /// Stands for a slowdown not yet worked out.
    static let unknown: Double = -1

    var cost: StepCost
    /// Of one device, of all that does not depend on the context, before host and cap.
    var baseJoules: Double
    /// Microseconds that the core clock divides.
    var onChipBase: Double
    var onChipPerToken = PerSpan(repeating: 0.0)
    /// Spans of attention that the step's layers read.
    var spanCount: Int
    /// 1/f - 1 of the clock f that the cap allows in this grid cell.
    var slowdown = HeldStep.unknown

    /// Whether the integers do not hold it.
    var isBeyondLimits: Bool { cost.isBeyondLimits }
}
