import SimCore

/// The largest figures of a step that the integers of ``StepCost`` are given. A step beyond is refused: nothing is cut
/// off.
///
/// Femtoseconds of a step and of what a cap adds to it fit in 63 bits together, and sums over a run's steps in 127.
enum StepLimits {
    static let seconds = 4000.0
    static let joules = 1e9
    /// And for each context token.
    static let secondsPerToken = 1.0
    static let joulesPerToken = 1.0

    /// Whether a step at no context is within them; not so for NaN.
    static func hold(microseconds: Double, joules: Double) -> Bool {
        microseconds <= seconds * 1e6 && joules <= StepLimits.joules
    }

    static func hold(microsecondsPerToken: Double, joulesPerToken: Double) -> Bool {
        microsecondsPerToken <= secondsPerToken * 1e6 && joulesPerToken <= StepLimits.joulesPerToken
    }
}

extension StepCost {
    /// Stands for a step beyond ``StepLimits``: no step's cost, so that a run ends with it.
    static let beyondLimits = StepCost(durationBase: .min, energyBase: 0)

    /// Whether the step is beyond what the integers hold: ``RooflineModel/check(_:)`` says why.
    public var isBeyondLimits: Bool { durationBase == .min }
}
