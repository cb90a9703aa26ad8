/// What a family's matrix products reach: see ``GEMM``.
public struct GEMMConstants: Hashable, Sendable {
    /// Share of the unit's FLOP/s peak in a large product.
    public var computeEfficiency: Double
    /// Share of the memory bandwidth in a small one.
    public var memoryEfficiency: Double
    /// Microseconds per kernel: launch and epilogue.
    public var launchMicroseconds: Double
    /// Microseconds for each 1024 of the inner dimension: one thread block walking it.
    public var microsecondsPer1024Depth: Double
    /// Inner dimension from which that walk grows no longer (split-k).
    public var depthLimit: Double
    /// Growth of the walk from tiles of 64 rows to tiles of 256, per 64 rows.
    public var walkGrowth: Double = 0
    /// Exponent p of smax(compute, memory) = (a^p + b^p)^(1/p): 1 adds, infinity is a sharp corner.
    public var cornerExponent: Double
    /// Exponent of smax(walk, work); 1 adds the two.
    public var latencyExponent: Double = 1
    /// Prologue and epilogue of a tile as so much more depth.
    public var extraDepth: Double = 0
    /// Weight of wave quantisation: 0 none, 1 full.
    public var waveWeight: Double = 0
    /// Whether rows are padded to the tile.
    public var padsRows = false
    /// Share of the memory bandwidth in the pass that quantises activations (3 bytes an element); 0: no such pass.
    public var quantizeEfficiency: Double = 0
    /// Nanoseconds that pass takes for each row.
    public var quantizeNanosecondsPerRow: Double = 0
    /// 1e12 weights a second that a weight-only kernel unpacks; 0: no limit.
    public var unpackRate: Double = 0
    /// The kernel without tensor cores for few rows, where there is one.
    public var vector: GEMVConstants?
    /// Microseconds of host time for a kernel that is not in a graph, up to 16 rows and above; 0: none.
    public var eagerMicroseconds: Double = 0
    public var eagerMicrosecondsManyRows: Double = 0
}

/// A product of few rows on ordinary arithmetic units.
public struct GEMVConstants: Hashable, Sendable {
    public var launchMicroseconds: Double
    public var microsecondsPer1024Depth: Double
    public var memoryEfficiency: Double
    /// 1e12 weights a second.
    public var weightRate: Double
    /// Slowdown for each row.
    public var slowdownPerRow: Double
    /// The first number of rows that uses the other kernel.
    public var rowLimit: Double
}
