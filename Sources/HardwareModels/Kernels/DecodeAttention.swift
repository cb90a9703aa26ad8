import SimCore

/// Attention of one new token per sequence to its context, in one layer.
struct DecodeAttention: Hashable, Sendable {
    let geometry: AttentionGeometry
    let kvBytes: Double

    /// `sequences` that read `context` tokens each; `isUniform` if all read the same number, so that a context's last
    /// block of 128 is whole or not for all of them (otherwise half a block is added on average). `fromCache` replays a
    /// kernel alone, whose keys and values stay in the L2 cache if they fit: in a model other layers evict them.
    func cost(
        sequences: Double, context: Double, on machine: Machine, isUniform: Bool = false,
        fromCache: Bool = false
    ) -> KernelCost {
        let tokens = sequences * context
        let bytes = tokens * geometry.cachedElements * kvBytes
        let flop = tokens * geometry.decodeFlop
        let compute = machine.attention(flop, efficiency: DecodeAttention.computeShare(machine))
        // A tile of the tensor cores has so many rows, and the query heads of one KV head fill few of them: the rest is
        // computed and thrown away, which costs energy and, behind the bytes, no time.
        let padding = padding(on: machine)
        var cost = KernelCost(
            microseconds: 0, flop: flop * machine.attentionEnergy, bytes: bytes,
            paddedFlop: flop * padding * machine.attentionEnergy)
        switch form(on: machine) {
        case .linear(let linear):
            let fixed =
                (linear.launchMicroseconds + linear.microsecondsPerHead * sequences * geometry.kvHeads)
                * machine.stretch
            cost.microseconds =
                fixed + max(machine.memory(bytes, efficiency: linear.memoryEfficiency), compute)
            cost.onChipMicroseconds = fixed + compute
        case .split(let split):
            let memory: Double
            if fromCache {
                memory =
                    bytes > machine.cacheBytes
                    ? machine.memory(bytes, efficiency: split.memoryEfficiency) + split.rampMicroseconds
                    : bytes / (split.cacheRate * 1e6)
            } else {
                memory =
                    machine.memory(bytes, efficiency: split.memoryEfficiency)
                    + split.rampMicroseconds * bytes / (bytes + machine.cacheBytes)
            }
            let queries = 4 * sequences * geometry.heads * geometry.headDimension
            let activations = machine.memory(queries, efficiency: split.activationEfficiency)
            let times = split.times(
                sequences: sequences, context: context, geometry: geometry, on: machine, isUniform: isUniform)
            let scale = machine.stretch
            let p = split.cornerExponent
            let chip = smoothMaximum(
                max(compute, times.chain * scale), times.waves * scale, exponent: p)
            cost.onChipMicroseconds = times.base * scale + chip
            cost.microseconds =
                times.base * scale
                + smoothMaximum(
                    smoothMaximum(max(memory, compute), times.chain * scale, exponent: 4),
                    times.waves * scale + activations, exponent: p)
        }
        if machine.constants.copiesCache {
            let copies = copiedBytes(of: bytes, on: machine)
            cost.bytes += copies
            cost.microseconds += machine.memory(
                copies, efficiency: machine.constants.elementwiseMemoryEfficiency)
        }
        return cost
    }

    /// Bytes besides attention's own reading of the KV cache: read and written to append a token; then written for every
    /// query head of a KV head, where there are several. What was just written is read back from the L2 cache as far as
    /// that holds it.
    private func copiedBytes(of bytes: Double, on machine: Machine) -> Double {
        let group = geometry.heads / geometry.kvHeads
        guard group > 1 else { return 2 * bytes }
        let missed = max(0, bytes - machine.cacheBytes / group)
        return (1 + group) * (bytes + missed)
    }

    private func form(on machine: Machine) -> DecodeAttentionForm {
        kvBytes < 2 ? machine.constants.decodeAttention8Bit : machine.constants.decodeAttention
    }

    /// Whether the time is a constant and a slope in the tokens read.
    func isLinear(on machine: Machine) -> Bool {
        if case .linear = form(on: machine) { true } else { false }
    }

    /// Rows of a tile that serve nobody, for each that does.
    private func padding(on machine: Machine) -> Double {
        max(0, machine.decodeTileRows / (geometry.heads / geometry.kvHeads) - 1)
    }

    /// The FLOP take time only where there are so many query heads to a KV head that they take longer than the bytes:
    /// latent attention. The share of the peak that they reach is prefill attention's.
    private static func computeShare(_ machine: Machine) -> Double {
        switch machine.constants.prefillAttention {
        case .additive(let additive): additive.computeEfficiency
        case .tiled(let tiled): tiled.computeEfficiency
        }
    }
}

extension SplitDecode {
    /// What the chip spends whatever the bandwidth: launches; the longest thread block's chain of KV blocks beyond its
    /// first; waves of work items beyond the first.
    func times(
        sequences: Double, context: Double, geometry: AttentionGeometry, on machine: Machine, isUniform: Bool
    ) -> (base: Double, chain: Double, waves: Double) {
        let f = geometry.headDimension / 128
        let tiles = max(sequences * geometry.kvHeads, 1e-9)
        let blocks = isUniform ? (context / 128).rounded(.up) : max(1, context / 128 + 0.5)
        let room = (machine.multiprocessors / tiles).rounded(.down)
        // vLLM splits a sequence into at most 32 parts inside a graph.
        let parts = max(1, min(32, blocks, room))
        let longest = isUniform ? (blocks / parts).rounded(.up) : blocks / parts
        let waves = max(1, tiles * parts / machine.multiprocessors)
        let items =
            (PortableMath.pow(waves, waveExponent) - 1) * (waveMicroseconds + wavePerHeadSize * f)
            + sequenceNanoseconds * max(sequences - 128, 0) * 1e-3
        // Rows whose contexts differ do not begin to be split all at once.
        let splitRows: Double = isUniform ? (parts > 1 ? 1 : 0) : min(1, parts - 1)
        let combine = combineMicroseconds * splitRows
        let base =
            launchMicroseconds + launchPerHeadSize * f + combine
            + batchMicroseconds * min(sequences, 128) / 128
        return (base, max(0, longest - 1) * blockMicroseconds * f, items)
    }
}

extension DecodeAttention {
    func flop(tokens: Double) -> [Account] {
        [Account("query times keys and values", geometry.decodeFactors + [.tokens(tokens)])]
    }

    func paddedFlop(tokens: Double, on machine: Machine) -> [Account] {
        let padding = padding(on: machine)
        guard padding > 0 else { return [] }
        return [
            Account("empty rows of tiles", geometry.decodeFactors + [.tokens(tokens), .number(padding)])
        ]
    }

    func bytes(tokens: Double, on machine: Machine) -> [Account] {
        let elements = Account.Factor(geometry.cachedElements, "elements")
        var accounts = [Account("KV cache read", [.tokens(tokens), elements, .bytes(kvBytes)])]
        if machine.constants.copiesCache {
            let bytes = tokens * geometry.cachedElements * kvBytes
            accounts.append(Account("KV cache copied", [.bytes(copiedBytes(of: bytes, on: machine))]))
        }
        return accounts
    }
}

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
