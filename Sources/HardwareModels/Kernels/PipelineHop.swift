/// One device's activations on their way to the next stage of a pipeline.
struct PipelineHop: Hashable, Sendable {
    /// Elements of a token's activations.
    let width: Double

    /// The start and rate of an all-reduce between two, each byte once.
    func cost(tokens: Double, on machine: Machine) -> KernelCost {
        let constants = machine.constants.allReduce
        let bytes = tokens * width * machine.activationBytes
        let rate = machine.linkBytesPerSecond * constants.linkEfficiency
        return KernelCost(
            microseconds: constants.startMicroseconds + bytes / rate * 1e6, flop: 0, bytes: 0)
    }
}
