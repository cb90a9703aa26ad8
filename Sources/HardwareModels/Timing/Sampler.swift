/// The choice of the next token from the logits of a step's output rows.
enum Sampler {
    /// t = launch + sigma * logits + logit bytes/(eel BW). Every device of a group samples the whole vocabulary.
    static func cost(logits: Double, sampler: SamplerProfile, on machine: Machine) -> KernelCost {
        let bytes = logits * sampler.bytesPerLogit
        let onChip =
            (sampler.launchMicroseconds + sampler.nanosecondsPerLogit * logits * 1e-3) * machine.stretch
        let efficiency = machine.constants.elementwiseMemoryEfficiency
        return KernelCost(
            microseconds: onChip + machine.memory(bytes, efficiency: efficiency), onChipMicroseconds: onChip,
            flop: 0, bytes: bytes)
    }
}
