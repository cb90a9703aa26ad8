import SimCore

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
