import SimCore

/// The sum of partial activations over the devices of a tensor-parallel group.
struct AllReduce: Hashable, Sendable {
    /// Elements of a token's activations.
    let width: Double
    let devices: Double

    /// t = a0 + a1 log2 g + v/(beta (g/2)^eta) + gamma v^e with v = 2 (g - 1)/g bytes, the ring's volume (Patarasu and
    /// Yuan 2009). Free on one device. The links' time does not depend on the core clock.
    func cost(tokens: Double, on machine: Machine) -> KernelCost {
        guard devices > 1 else { return .zero }
        let constants = machine.constants.allReduce
        let elements = tokens * width
        let group = devices
        let volume = 2 * (group - 1) / group * elements * machine.activationBytes
        var rate = machine.linkBytesPerSecond * constants.linkEfficiency
        if constants.growth > 0 { rate *= PortableMath.pow(group / 2, constants.growth) }
        let doublings = PortableMath.log(group) / PortableMath.log(2)
        let start = constants.startMicroseconds + constants.microsecondsPerDoubling * doublings
        var ramp = 0.0
        if constants.rampMicroseconds > 0, volume > 0 {
            ramp = constants.rampMicroseconds * PortableMath.pow(volume * 1e-6, constants.rampExponent)
        }
        return KernelCost(microseconds: start + volume / rate * 1e6 + ramp, flop: 0, bytes: 0)
    }
}

/// Collectives: t = start + perDoubling log2 g + v/(rate (g/2)^growth) + ramp v^rampExponent, v the bytes sent.
public struct CollectiveConstants: Hashable, Sendable {
    public var startMicroseconds: Double
    public var microsecondsPerDoubling: Double = 0
    /// Share of one direction of the links with two devices.
    public var linkEfficiency: Double
    /// Exponent with which that grows in half the number of devices.
    public var growth: Double = 0
    /// Microseconds for each MB to the power `rampExponent`.
    public var rampMicroseconds: Double = 0
    public var rampExponent: Double = 1
}
