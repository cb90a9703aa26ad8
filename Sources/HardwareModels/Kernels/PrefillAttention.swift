import SimCore

/// Chunks of prompts in a step, as sums over them.
struct PrefillChunks {
    var tokens: Double
    var chunks: Double
    /// (query, key) pairs of causal attention.
    var pairs: Double
    /// Tokens before each chunk.
    var pastTokens: Double
    /// The attention window, or infinity.
    var window: Double = .infinity
    /// Whether decode rows share the kernel, and so pay its launch.
    var sharesKernel = false
}

/// Causal attention of prompt tokens to themselves and to what came before, in one layer.
enum PrefillAttention {
    /// Additive: t = ta + FLOP/(ea P) + bytes/(eab BW). Bytes: queries and outputs, keys and values written and read,
    /// and those of earlier chunks read back from the KV cache.
    ///
    /// Tiled: t = t0 + smax(chain, compute + traffic; p) with compute = pairs (FLOP/(ea P) + exponential) + tiles,
    /// where a query block meets key blocks of 128 whole, and the chain is the key blocks of the longest tile. Chunks
    /// are taken to be equally long.
    static func cost(
        _ form: PrefillAttentionForm, _ chunks: PrefillChunks, geometry: AttentionGeometry, kvBytes: Double,
        on machine: Machine
    ) -> KernelCost {
        let constants = machine.constants
        let activations = machine.activationBytes * constants.activationTraffic
        let flop = geometry.prefillFlop * chunks.pairs
        let bytes =
            chunks.tokens * (activations * geometry.activationElements + kvBytes * geometry.cachedElements)
            + chunks.pastTokens * kvBytes * geometry.cachedElements
        var cost = KernelCost(microseconds: 0, flop: flop * machine.attentionEnergy, bytes: bytes)
        switch form {
        case .additive(let additive):
            let compute = machine.attention(flop, efficiency: additive.computeEfficiency)
            let memory = machine.memory(bytes, efficiency: additive.memoryEfficiency)
            let launch = chunks.sharesKernel ? 0 : additive.launchMicroseconds * machine.stretch
            cost.onChipMicroseconds = launch + compute
            cost.microseconds = launch + (additive.overlaps ? max(compute, memory) : compute + memory)
        case .tiled(let tiled):
            tiled.fill(&cost, chunks, geometry: geometry, on: machine)
        }
        return cost
    }
}

extension TiledPrefill {
    fileprivate func fill(
        _ cost: inout KernelCost, _ chunks: PrefillChunks, geometry: AttentionGeometry, on machine: Machine
    ) {
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
        let blocks = min(length, chunks.window) / 128
        let past = min(chunks.pastTokens / count, chunks.window) / 128
        let chain =
            (firstBlocksMicroseconds * (1 - PortableMath.exp(-blocks / 2)) + blockMicroseconds
                * (blocks + past))
            * machine.stretch
        let launch = chunks.sharesKernel ? 0 : (launchMicroseconds + launchPerHeadSize * f) * machine.stretch
        cost.onChipMicroseconds = launch + max(chain, compute)
        cost.microseconds = launch + smoothMaximum(chain, compute + traffic, exponent: cornerExponent)
    }
}
