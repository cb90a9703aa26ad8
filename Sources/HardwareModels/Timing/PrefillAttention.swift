/// Causal attention of prompt tokens to themselves and to what came before, in one layer.
enum PrefillAttention {
    /// t = ta + FLOP/(ea P) + bytes/(eab BW), with 4 h d FLOP for each (query, key) pair.
    ///
    /// Bytes: queries and outputs, keys and values written and read, and those of earlier chunks read back from
    /// the KV cache. The launch is paid only where no decode rows share the kernel.
    static func cost(
        tokens: Double, pairs: Double, pastTokens: Double, sharesKernel: Bool, heads: Double,
        kvHeads: Double, headDimension: Double, kvBytes: Double, on machine: Machine
    ) -> KernelCost {
        let constants = machine.constants
        let flop = 4 * heads * headDimension * pairs
        let activations = machine.activationBytes * constants.activationTraffic
        let written = kvBytes * 2 * kvHeads
        let bytes =
            headDimension
            * (tokens * (activations * (2 * heads + 2 * kvHeads) + written) + pastTokens * written)
        let compute = machine.compute(flop, efficiency: constants.prefillAttentionComputeEfficiency)
        let memory = machine.memory(bytes, efficiency: constants.prefillAttentionMemoryEfficiency)
        let launch = sharesKernel ? 0 : constants.prefillAttentionLaunchMicroseconds * machine.stretch
        let work = constants.prefillAttentionOverlaps ? max(compute, memory) : compute + memory
        return KernelCost(microseconds: launch + work, flop: flop, bytes: bytes)
    }
}
