/// How the time of decode attention depends on the batch: see ``DecodeAttention``.
public indirect enum DecodeAttentionForm: Hashable, Sendable {
    /// t = launch + KV bytes / bandwidth + perHead * sequences * KV heads.
    case linear(LinearDecode)
    /// Flash-decoding: KV split over the multiprocessors.
    case split(SplitDecode)
}

public struct LinearDecode: Hashable, Sendable {
    /// Share of the memory bandwidth.
    public var memoryEfficiency: Double
    /// Microseconds per layer.
    public var launchMicroseconds: Double
    /// Microseconds for each sequence and KV head.
    public var microsecondsPerHead: Double
}

/// Names in brackets are those of the fit. `f` is the head dimension over 128.
public struct SplitDecode: Hashable, Sendable {
    /// [t0] Microseconds per layer, and [t1] the part that grows with f.
    public var launchMicroseconds: Double
    public var launchPerHeadSize: Double
    /// [cb] Growth over the first 128 sequences, in microseconds.
    public var batchMicroseconds: Double
    /// [tsp] Combining the parts where the KV cache is split.
    public var combineMicroseconds: Double
    /// [bl2] 1e12 bytes/s from the L2 cache.
    public var cacheRate: Double
    /// [th] Microseconds of ramp once keys and values come from memory.
    public var rampMicroseconds: Double
    /// [tc] and [tch] Microseconds of a wave of work items, and the part that grows with f.
    public var waveMicroseconds: Double
    public var wavePerHeadSize: Double
    /// [cs] Nanoseconds for each sequence beyond 128.
    public var sequenceNanoseconds: Double
    /// [tb] Microseconds of one 128-token block in one thread block.
    public var blockMicroseconds: Double
    /// [1 + p1] Exponent of smax(memory, waves).
    public var cornerExponent: Double
    /// [eq] Share of the bandwidth for queries and outputs.
    public var activationEfficiency: Double
    /// [gam] Exponent of the overlap of waves.
    public var waveExponent: Double
    /// [eg] Share of the bandwidth for keys and values.
    public var memoryEfficiency: Double
}

/// How the time of prefill attention depends on the prompts: see ``PrefillAttention``.
public indirect enum PrefillAttentionForm: Hashable, Sendable {
    /// t = launch + compute + memory, or the larger of the two.
    case additive(AdditivePrefill)
    /// Flash attention: tiles of 128 rows, and the chain of the longest one.
    case tiled(TiledPrefill)
}

public struct AdditivePrefill: Hashable, Sendable {
    /// Share of the FLOP/s peak.
    public var computeEfficiency: Double
    /// Share of the memory bandwidth.
    public var memoryEfficiency: Double
    /// Microseconds per layer, where no decode rows share the kernel.
    public var launchMicroseconds: Double
    /// Whether compute and memory time overlap: their maximum instead of their sum.
    public var overlaps: Bool
}

/// Names in brackets are those of the fit. `f` is the head dimension over 128.
public struct TiledPrefill: Hashable, Sendable {
    /// [t0] Microseconds per layer, and [t1] the part that grows with f.
    public var launchMicroseconds: Double
    public var launchPerHeadSize: Double
    /// [ea] Share of the FLOP/s peak.
    public var computeEfficiency: Double
    /// [cx] 1e-6 microseconds for the exponential of a query-key pair.
    public var exponentialTime: Double
    /// [tt] Microseconds of a tile of 128 rows on a multiprocessor.
    public var tileMicroseconds: Double
    /// [eb] Share of the bandwidth for queries and outputs.
    public var memoryEfficiency: Double
    /// [xk] 2-byte passes over keys and values.
    public var keyValuePasses: Double
    /// [tb] Microseconds of a block of 128 keys in the longest chain, and [tm] of its first blocks.
    public var blockMicroseconds: Double
    public var firstBlocksMicroseconds: Double
    /// [1 + p1] Exponent of smax(chain, work).
    public var cornerExponent: Double
}
