/// The sum of partial activations over the devices of a tensor-parallel group.
enum AllReduce {
    /// t = alpha + 2 (g - 1)/g bytes / beta: the ring's volume (Patarasu and Yuan 2009). Free on one device.
    static func cost(elements: Double, devices: Int, on machine: Machine) -> KernelCost {
        guard devices > 1 else { return .zero }
        let group = Double(devices)
        let volume = 2 * (group - 1) / group * elements * machine.activationBytes
        let bytesPerSecond = machine.linkBytesPerSecond * machine.constants.allReduceEfficiency
        return KernelCost(
            microseconds: machine.constants.allReduceMicroseconds + volume / bytesPerSecond * 1e6,
            flop: 0, bytes: 0)
    }
}
