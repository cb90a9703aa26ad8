/// The choice of the next token from the logits of a step's output rows.
enum Sampler {
    /// t = launch + V (s1 min(rows, 128) + s2 max(rows - 128, 0)) + logit bytes/(eel BW), V the vocabulary. Every device of a group samples the whole vocabulary.
    static func cost(rows: Double, vocabulary: Double, sampler: SamplerProfile, on machine: Machine)
        -> KernelCost
    {
        let bytes = rows * vocabulary * sampler.bytesPerLogit
        let early = min(rows, sampler.fullSortRows) * vocabulary
        let later = max(rows - sampler.fullSortRows, 0) * vocabulary
        let sorting = sampler.nanosecondsPerLogit * early + sampler.nanosecondsPerLaterLogit * later
        let onChip =
            (sampler.launchMicroseconds + sorting * 1e-3) * machine.stretch
        let efficiency = machine.constants.elementwiseMemoryEfficiency
        return KernelCost(
            microseconds: onChip + machine.memory(bytes, efficiency: efficiency), onChipMicroseconds: onChip,
            flop: 0, bytes: bytes)
    }
}
