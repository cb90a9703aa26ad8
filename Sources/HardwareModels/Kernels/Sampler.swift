/// The choice of the next token from the logits of a step's output rows.
struct Sampler: Hashable, Sendable {
    let vocabulary: Double
    let profile: SamplerProfile

    /// t = launch + V (s1 min(rows, 128) + s2 max(rows - 128, 0)) + logit bytes/(eel BW), V the vocabulary. Every device of
    /// a group samples the whole vocabulary.
    func cost(rows: Double, on machine: Machine) -> KernelCost {
        let bytes = rows * vocabulary * profile.bytesPerLogit
        let early = min(rows, profile.fullSortRows) * vocabulary
        let later = max(rows - profile.fullSortRows, 0) * vocabulary
        let sorting = profile.nanosecondsPerLogit * early + profile.nanosecondsPerLaterLogit * later
        let onChip = (profile.launchMicroseconds + sorting * 1e-3) * machine.stretch
        let efficiency = machine.constants.elementwiseMemoryEfficiency
        return KernelCost(
            microseconds: onChip + machine.memory(bytes, efficiency: efficiency), onChipMicroseconds: onChip,
            flop: 0, bytes: bytes, logits: rows * vocabulary)
    }

    func bytes(rows: Double) -> [Account] {
        [Account("logits", [.rows(rows), .number(vocabulary), .bytes(profile.bytesPerLogit)])]
    }
}

/// What choosing the next token costs.
public struct SamplerProfile: Hashable, Sendable {
    /// Microseconds per step.
    public var launchMicroseconds: Double
    /// Nanoseconds for each logit of each row, after the output head.
    public var nanosecondsPerLogit: Double
    /// The same, of rows beyond ``fullSortRows``.
    public var nanosecondsPerLaterLogit: Double
    /// Rows up to which PyTorch sorts all rows as one, twice; more it sorts one by one, side by side
    /// (aten/src/ATen/native/cuda/SortStable.cu).
    public var fullSortRows: Double = 128
    /// Bytes of each logit written and read back through device memory.
    public var bytesPerLogit: Double
    /// Nanojoules for each logit of each row.
    public var nanojoulesPerLogit: Double

    /// The largest logit: two passes, the first of which widens 16 bits to 32.
    public static let greedy = SamplerProfile(
        launchMicroseconds: 30, nanosecondsPerLogit: 0, nanosecondsPerLaterLogit: 0, bytesPerLogit: 10,
        nanojoulesPerLogit: 0)

    /// Nothing: the largest logit is found on the way out of the head.
    public static let free = SamplerProfile(
        launchMicroseconds: 0, nanosecondsPerLogit: 0, nanosecondsPerLaterLogit: 0, bytesPerLogit: 0,
        nanojoulesPerLogit: 0)
}
