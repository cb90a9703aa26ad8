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

extension RooflineModel {
    /// Whether the integers hold a step of this shape.
    ///
    /// - Throws: ``HardwareError/beyondStep(shape:figure:value:limit:)``.
    public func check(_ shape: BatchShape) throws(HardwareError) {
        let estimate = estimate(of: shape)
        func refuse(_ figure: String, _ value: Double, _ limit: Double) -> HardwareError {
            .beyondStep(shape: shape, figure: figure, value: value, limit: limit)
        }
        let seconds = estimate.microseconds * 1e-6
        guard seconds <= StepLimits.seconds else { throw refuse("s", seconds, StepLimits.seconds) }
        let joules = max(estimate.uncappedJoules, estimate.joules) * Double(sharding.devices)
        guard joules <= StepLimits.joules else { throw refuse("J", joules, StepLimits.joules) }
        var more = shape
        more.contextTokens += 1
        let next = self.estimate(of: more)
        let slope = (next.microseconds - estimate.microseconds) * 1e-6
        guard slope <= StepLimits.secondsPerToken else {
            throw refuse("s a context token", slope, StepLimits.secondsPerToken)
        }
        let energy = (next.uncappedJoules - estimate.uncappedJoules) * Double(sharding.devices)
        guard energy <= StepLimits.joulesPerToken else {
            throw refuse("J a context token", energy, StepLimits.joulesPerToken)
        }
        // The tables interpolate between contexts, and so may refuse what is within a thousandth of a limit.
        var copy = self
        guard !copy.cost(of: shape).isBeyondLimits else {
            throw refuse("s", seconds, StepLimits.seconds)
        }
    }
}
