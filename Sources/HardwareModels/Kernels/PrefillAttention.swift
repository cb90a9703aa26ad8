import SimCore

/// Chunks of prompts in a step, as sums over them.
struct PrefillChunks {
    var tokens: Double
    var chunks: Double
    /// (query, key) pairs of causal attention.
    var pairs: Double
    /// Tokens before each chunk.
    var pastTokens: Double
    /// Whether decode rows share the kernel, and so pay its launch.
    var sharesKernel = false
}

/// Causal attention of prompt tokens to themselves and to what came before, in one layer.
struct PrefillAttention: Hashable, Sendable {
    let geometry: AttentionGeometry
    let kvBytes: Double
    /// Tokens that a layer reads back at most, or infinity.
    let window: Double

    /// Additive: t = ta + FLOP/(ea P) + bytes/(eab BW). Bytes: queries and outputs, keys and values written and read,
    /// and those of earlier chunks read back from the KV cache.
    ///
    /// Tiled: t = t0 + smax(chain, compute + traffic; p) with compute = pairs (FLOP/(ea P) + exponential) + tiles,
    /// where a query block meets key blocks of 128 whole, and the chain is the key blocks of the longest tile. Chunks
    /// are taken to be equally long.
    func cost(_ chunks: PrefillChunks, on machine: Machine) -> KernelCost {
        let activations = activationBytes(on: machine)
        let flop = geometry.prefillFlop * chunks.pairs
        let bytes =
            chunks.tokens * (activations * geometry.activationElements + kvBytes * geometry.cachedElements)
            + chunks.pastTokens * kvBytes * geometry.cachedElements
        var cost = KernelCost(microseconds: 0, flop: flop * machine.attentionEnergy, bytes: bytes)
        switch form(on: machine) {
        case .additive(let additive):
            let compute = machine.attention(flop, efficiency: additive.computeEfficiency)
            let memory = machine.memory(bytes, efficiency: additive.memoryEfficiency)
            let launch = chunks.sharesKernel ? 0 : additive.launchMicroseconds * machine.stretch
            cost.onChipMicroseconds = launch + compute
            cost.microseconds = launch + (additive.overlaps ? max(compute, memory) : compute + memory)
        case .tiled(let tiled):
            tiled.fill(&cost, chunks, self, on: machine)
        }
        return cost
    }

    private func form(on machine: Machine) -> PrefillAttentionForm {
        kvBytes < 2 ? machine.constants.prefillAttention8Bit : machine.constants.prefillAttention
    }

    private func activationBytes(on machine: Machine) -> Double {
        machine.activationBytes * machine.constants.activationTraffic
    }

    func flop(_ chunks: PrefillChunks) -> [Account] {
        [
            Account(
                "queries times keys and values",
                geometry.prefillFactors + [Account.Factor(chunks.pairs, "pairs")])
        ]
    }

    func bytes(_ chunks: PrefillChunks, on machine: Machine) -> [Account] {
        let cached = Account.Factor(geometry.cachedElements, "elements")
        return [
            Account(
                "queries, keys, values, outputs",
                [
                    .tokens(chunks.tokens), Account.Factor(geometry.activationElements, "elements"),
                    .bytes(activationBytes(on: machine)),
                ]), Account("KV cache written", [.tokens(chunks.tokens), cached, .bytes(kvBytes)]),
            Account("KV cache read", [.tokens(chunks.pastTokens), cached, .bytes(kvBytes)]),
        ]
    }
}

extension TiledPrefill {
    fileprivate func fill(
        _ cost: inout KernelCost, _ chunks: PrefillChunks, _ kernel: PrefillAttention, on machine: Machine
    ) {
        let geometry = kernel.geometry
        let f = geometry.headDimension / 128
        let count = max(chunks.chunks, 1e-9)
        let length = chunks.tokens / count
        // The diagonal block counts whole: (128 - 1)/2 pairs more a token.
        let pairs = chunks.pairs + 63.5 * chunks.tokens
        let tiles = (length * geometry.heads / geometry.kvHeads / 128).rounded(.up)
        let products = machine.attention(geometry.prefillFlop * pairs, efficiency: computeEfficiency)
        let rest =
            geometry.heads * pairs * exponentialTime * 1e-6 + tileMicroseconds * count * geometry.kvHeads
            * tiles
            / machine.multiprocessors
        let compute = products + rest * machine.stretch
        let rows = chunks.tokens * geometry.headDimension
        let traffic =
            machine.memory(4 * rows * geometry.heads, efficiency: memoryEfficiency)
            + machine.memory(2 * keyValuePasses * rows * geometry.kvHeads, efficiency: 1)
        let blocks = min(length, kernel.window) / 128
        let past = min(chunks.pastTokens / count, kernel.window) / 128
        let chain =
            (firstBlocksMicroseconds * (1 - PortableMath.exp(-blocks / 2)) + blockMicroseconds
                * (blocks + past))
            * machine.stretch
        let launch = chunks.sharesKernel ? 0 : (launchMicroseconds + launchPerHeadSize * f) * machine.stretch
        cost.onChipMicroseconds = launch + max(chain, compute)
        cost.microseconds = launch + smoothMaximum(chain, compute + traffic, exponent: cornerExponent)
    }
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
