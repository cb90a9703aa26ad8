import SimCore

/// A step in whole numbers on its way under the host's pace, with what that needs to know of it.
struct HeldStep: Sendable {
    var cost: StepCost
    /// Of one device, of all that does not depend on the context, before the host.
    var baseJoules: Double
    /// Spans of attention that the step's layers read.
    var spanCount: Int

    /// Whether the integers do not hold it.
    var isBeyondLimits: Bool { cost.isBeyondLimits }
}
