/// Attention of one new token per sequence to its context, in one layer: linear in the context.
enum DecodeAttention {
    /// t = tg + cg * sequences * KV heads: what does not depend on the context.
    static func fixed(sequences: Double, kvHeads: Double, on machine: Machine) -> KernelCost {
        let constants = machine.constants
        let latency =
            constants.decodeAttentionLaunchMicroseconds
            + constants.decodeAttentionMicrosecondsPerHead * sequences * kvHeads
        return KernelCost(microseconds: latency * machine.stretch, flop: 0, bytes: 0)
    }

    /// KV bytes/(eg BW) for each context token: 2 hk d elements read, 4 h d FLOP done.
    ///
    /// A tile of the tensor cores has so many rows, and the query heads of one KV head fill few of them: the rest is
    /// computed and thrown away, which costs energy and, being hidden behind the bytes, no time.
    ///
    /// The FLOP take time only where there are so many query heads to a KV head that they take longer than the
    /// bytes (over 200 on an H100): no known model.
    static func perContextToken(
        heads: Double, kvHeads: Double, headDimension: Double, kvBytes: Double, on machine: Machine
    ) -> KernelCost {
        let constants = machine.constants
        let bytes = 2 * kvHeads * headDimension * kvBytes
        let flop = 4 * heads * headDimension
        let memory = machine.memory(bytes, efficiency: constants.decodeAttentionMemoryEfficiency)
        let compute = machine.compute(flop, efficiency: constants.prefillAttentionComputeEfficiency)
        let padding = max(0, machine.constants.decodeAttentionTileRows - heads / kvHeads)
        return KernelCost(
            microseconds: max(memory, compute), flop: flop, bytes: bytes,
            paddedFlop: 4 * padding * kvHeads * headDimension)
    }
}
