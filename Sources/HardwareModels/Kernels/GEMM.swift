import SimCore

/// A matrix product: rows x `depth` activations times `depth` x `columns` weights.
struct GEMM: Hashable, Sendable {
    let columns: Double
    let depth: Double
    let precision: Precision

    /// t = t0 + smax(walk, smax(2 m' n (k + k0)/(ec P) W, (w n k + a m k + 2 m n)/(em BW); p); r) + passes, with
    /// walk = tau min(k, ks)/1024 (1 + mc (tile/64 - 1)): a roofline with a smooth corner, over the latency of one
    /// thread block's walk of the depth.
    ///
    /// m' are the rows padded to a tile of 64, 128 or 256, W = 1 + q (ceil(waves)/waves - 1) is wave quantisation;
    /// both only above 64 rows. At r = 1, k0 = q = mc = 0 and unpadded rows this is the reference's
    /// t0 + tau min(k, ks)/1024 + smax. Products of few rows may have a kernel of their own.
    ///
    /// Passes (quantising activations, unpacking weights) take time; what they move is not counted among the
    /// product's bytes.
    ///
    /// `isEager`: held to the pace of a host that launches it on its own, as in a benchmark of kernels.
    func cost(rows m: Double, on machine: Machine, isEager: Bool = false) -> KernelCost {
        let (n, k) = (columns, depth)
        let constants = precision.product
        let flop = 2 * m * n * k
        let bytes =
            n * k * precision.weightBytes + precision.inputBytes * m * k + precision.outputBytes * m * n
        var cost = KernelCost(microseconds: 0, flop: flop * precision.energy, bytes: bytes)
        if let vector = constants.vector, m < vector.rowLimit {
            vectorProduct(&cost, vector, rows: m, on: machine)
        } else {
            tiledProduct(&cost, rows: m, on: machine)
        }
        if machine.constants.hasPasses, constants.quantizeEfficiency > 0 {
            let rowTime = constants.quantizeNanosecondsPerRow * m * 1e-3 * machine.stretch
            cost.microseconds += rowTime + machine.memory(3 * m * k, efficiency: constants.quantizeEfficiency)
            cost.onChipMicroseconds += rowTime
        }
        if precision.unpackedBytesPerWeight > 0, m > 1 {
            cost.microseconds += machine.memory(n * k * precision.unpackedBytesPerWeight, efficiency: 0.5)
        }
        if isEager, constants.eagerMicroseconds > 0 {
            let host = m <= 16 ? constants.eagerMicroseconds : constants.eagerMicrosecondsManyRows
            cost.microseconds = smoothMaximum(cost.microseconds, host, exponent: 8)
        }
        return cost
    }

    private func tiledProduct(_ cost: inout KernelCost, rows m: Double, on machine: Machine) {
        let (n, k) = (columns, depth)
        let constants = precision.product
        let tile: Double = m <= 64 ? 64 : (m <= 128 ? 128 : 256)
        var work = 2 * m * n * (k + constants.extraDepth)
        if constants.padsRows, m > 64 {
            let tiles = (m / tile).rounded(.up)
            let waves = tiles * (n / 128).rounded(.up) * tile / 128 / machine.multiprocessors
            work *= tiles * tile / m
            work *= 1 + constants.waveWeight * (waves.rounded(.up) / waves - 1)
        }
        let growth = 1 + constants.walkGrowth * (min(max(m, 64), 256) / 64 - 1)
        let walk =
            constants.microsecondsPer1024Depth * min(k, constants.depthLimit) / 1024 * growth
            * machine.stretch
        let compute = work / (precision.flopPerSecond * constants.computeEfficiency) * 1e6
        let memory = machine.memory(cost.bytes, efficiency: constants.memoryEfficiency)
        let launch = constants.launchMicroseconds * machine.stretch
        let unpacking =
            constants.unpackRate > 0 ? n * k / (constants.unpackRate * 1e6) * machine.stretch : 0
        let p = constants.cornerExponent
        let r = constants.latencyExponent
        cost.onChipMicroseconds =
            launch + smoothMaximum(walk, smoothMaximum(compute, unpacking, exponent: p), exponent: r)
        cost.microseconds =
            launch
            + smoothMaximum(walk, smoothMaximum(compute, max(memory, unpacking), exponent: p), exponent: r)
    }

    /// t = tv + smax(tauv k/1024, smax(bytes/(emv BW), max(n k (1 + gv m)/Rv, 2 m n k/P); 3); r): no device multiplies
    /// faster than its peak, which is what small ones reach before the rate of the device that Rv was fitted on.
    private func vectorProduct(
        _ cost: inout KernelCost, _ vector: GEMVConstants, rows m: Double, on machine: Machine
    ) {
        let (weights, k) = (columns * depth, depth)
        let walk = vector.microsecondsPer1024Depth * k / 1024 * machine.stretch
        let memory = machine.memory(cost.bytes, efficiency: vector.memoryEfficiency)
        let unpacking =
            weights * (1 + vector.slowdownPerRow * m) / (vector.weightRate * 1e6) * machine.stretch
        let compute = max(unpacking, 2 * m * weights / precision.flopPerSecond * 1e6)
        let launch = vector.launchMicroseconds * machine.stretch
        let r = precision.product.latencyExponent
        cost.onChipMicroseconds = launch + smoothMaximum(walk, compute, exponent: r)
        cost.microseconds =
            launch + smoothMaximum(walk, smoothMaximum(memory, compute, exponent: 3), exponent: r)
    }
}

extension GEMM {
    func flop(rows: Double) -> [Account] {
        [Account("products", [.number(2), .rows(rows), .number(columns), .number(depth)])]
    }

    func bytes(rows: Double) -> [Account] {
        [
            Account("weights", [.number(columns), .number(depth), .bytes(precision.weightBytes)]),
            Account("rows read", [.rows(rows), .number(depth), .bytes(precision.inputBytes)]),
            Account("rows written", [.rows(rows), .number(columns), .bytes(precision.outputBytes)]),
        ]
    }
}

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
