/// Kernels that touch each activation a few times: norms, rotary embedding, residuals, the activation function.
struct Elementwise: Hashable, Sendable {
    /// Kernels that are launched one after the other.
    let kernels: Double
    /// Times that so wide a row passes through memory, in all of them.
    let passes: Double
    let width: Double

    /// The activation function reads gate and up and writes one.
    static func activation(columns: Double) -> Elementwise {
        Elementwise(kernels: 1, passes: 3, width: columns)
    }

    /// t = kernels * tel + bytes/(eel BW).
    func cost(tokens: Double, on machine: Machine) -> KernelCost {
        let constants = machine.constants
        let bytes = passes * tokens * width * machine.activationBytes * constants.activationTraffic
        let launch = kernels * constants.elementwiseMicroseconds * machine.stretch
        return KernelCost(
            microseconds: launch + machine.memory(bytes, efficiency: constants.elementwiseMemoryEfficiency),
            onChipMicroseconds: launch, flop: 0, bytes: bytes)
    }

    func bytes(tokens: Double, on machine: Machine) -> [Account] {
        [
            Account(
                "rows passed over",
                [
                    Account.Factor(passes, "passes"), .rows(tokens), .number(width),
                    .bytes(machine.activationBytes * machine.constants.activationTraffic),
                ])
        ]
    }
}
