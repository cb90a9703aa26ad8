/// Kernels that touch each activation a few times: norms, rotary embedding, residuals, the activation function.
enum Elementwise {
    /// t = kernels * tel + bytes/(eel BW).
    static func cost(elements: Double, kernels: Double, on machine: Machine) -> KernelCost {
        let constants = machine.constants
        let bytes = elements * machine.activationBytes * constants.activationTraffic
        let launch = kernels * constants.elementwiseMicroseconds * machine.stretch
        return KernelCost(
            microseconds: launch + machine.memory(bytes, efficiency: constants.elementwiseMemoryEfficiency),
            onChipMicroseconds: launch, flop: 0, bytes: bytes)
    }
}
