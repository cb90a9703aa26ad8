/// What a family's fused expert kernels reach: see ``Experts``.
public struct ExpertConstants: Hashable, Sendable {
    /// Microseconds of the chain of kernels, and for each 1024 of hidden and expert size walked.
    public var launchMicroseconds: Double
    public var microsecondsPer1024Depth: Double = 0
    /// Share of the unit's FLOP/s peak.
    public var computeEfficiency: Double
    /// Share of the memory bandwidth for the experts' weights.
    public var memoryEfficiency: Double
    /// Exponent of smax(compute, weights).
    public var cornerExponent: Double
    /// Share of the memory bandwidth for activations.
    public var activationEfficiency: Double
    /// Times that the hidden and expert columns of each routed row pass through memory.
    public var activationPasses: Double
    /// Whether every device of an expert-parallel group passes over all routed rows, its own or not.
    public var passesForeignRows = false
    /// Columns that an expert is padded by.
    public var padding: Double = 0
    /// Factor on the weights' time where a slice of an expert is no multiple of 16 columns.
    public var misalignedPenalty: Double = 1
    /// Factor on the weights' time under expert parallelism, where kernels are not tuned: at more tokens than local
    /// experts, or always.
    public var untunedPenalty: Double = 1
    public var isAlwaysUntuned = false
    /// Microseconds more of launches under expert parallelism.
    public var groupMicroseconds: Double = 0
    /// Rows of a block in a contiguous grouped layout (DeepGEMM), under expert parallelism; 0 where rows are gathered as
    /// they are.
    public var blockRows: Double = 0
    /// Rows of a tile of tensor cores, which each expert that is read fills up: with no more tokens than local experts, and
    /// with more; 0 where nothing is padded. Energy only: the time behind the weights' is the fit's.
    public var fewTileRows: Double = 0
    public var tileRows: Double = 0
    /// 16-bit FLOP that take the energy of unpacking a weight of an expert that is read.
    public var unpackingFlopPerWeight: Double = 0
    /// 16-bit FLOP that take the energy that a grouped layout draws for each weight of each local expert, whether tokens
    /// went there or not, under expert parallelism.
    public var groupedFlopPerWeight: Double = 0
    /// Of the benchmark's own routing (``ExpertRouting/powerLaw(_:)``): shape of the gamma below one row an expert, and
    /// weight of the busiest device's excess.
    public var powerLawShape: Double = 1
    public var powerLawImbalance: Double = 1
}

/// How tokens spread over experts.
public enum ExpertRouting: Hashable, Sendable {
    /// What the engine's constants say.
    case measured
    /// As even as whole tokens allow: as few experts are read as can be, each by as many.
    case balanced
    /// Each token draws its experts evenly and on its own: 1 - (1 - k/E)^T of them are hit.
    case uniform
    /// Experts' popularity varies as a gamma of this shape; small is skewed, infinity is `uniform`.
    case skewed(Double)
    /// A power law of this exponent, as the kernel benchmark draws its tokens.
    case powerLaw(Double)
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
