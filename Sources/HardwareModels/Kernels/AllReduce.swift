import SimCore

/// The sum of partial activations over the devices of a tensor-parallel group.
enum AllReduce {
    /// t = a0 + a1 log2 g + v/(beta (g/2)^eta) + gamma v^e with v = 2 (g - 1)/g bytes, the ring's volume (Patarasu and
    /// Yuan 2009). Free on one device. The links' time does not depend on the core clock.
    static func cost(elements: Double, devices: Int, on machine: Machine) -> KernelCost {
        guard devices > 1 else { return .zero }
        let constants = machine.constants.allReduce
        let group = Double(devices)
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

    /// One device's activations to the next stage of a pipeline: the same start and rate, each byte once.
    static func hop(elements: Double, on machine: Machine) -> KernelCost {
        let constants = machine.constants.allReduce
        let bytes = elements * machine.activationBytes
        let rate = machine.linkBytesPerSecond * constants.linkEfficiency
        return KernelCost(
            microseconds: constants.startMicroseconds + bytes / rate * 1e6, flop: 0, bytes: 0)
    }
}
