/// What a roofline needs beyond the datasheet: shares of peak that kernels reach, and times that do not shrink
/// with the work.
///
/// Efficiencies are shares of the device's own peak, so that they carry over to another device (as `transferred`).
/// All of it is data: replacing a set changes no code.
public struct RooflineConstants: Hashable, Sendable {
    /// Matrix products, by family.
    public var products: FamilyTable<GEMMConstants>
    /// Whether activations that are read in 8 bits count as 8 bits of traffic (16 otherwise).
    public var countsNarrowInputs: Bool

    /// Attention to a KV cache of 16 bits or more, and of 8.
    public var decodeAttention: DecodeAttentionForm
    public var decodeAttention8Bit: DecodeAttentionForm
    /// Rows that a tile of the tensor cores computes for each KV head in decode attention, however few query heads it
    /// serves; 0 where nothing is padded. Energy only. FlashAttention 3 takes 128 (hopper/tile_size.h), of which runs at
    /// long contexts show the energy.
    public var decodeAttentionTileRows: Double = 0
    /// Whether each decode step copies the KV cache of all rows to append a token to it, and repeats keys and values for
    /// every query head before attention reads them: plain PyTorch.
    public var copiesCache = false
    public var prefillAttention: PrefillAttentionForm
    public var prefillAttention8Bit: PrefillAttentionForm

    /// Expert kernels, by family.
    public var experts: FamilyTable<ExpertConstants>
    public var routing: ExpertRouting
    /// Weight of the busiest device's excess under expert parallelism.
    public var expertImbalance: Double
    /// Whether the device stays at its active floor while it waits for the host between steps.
    public var staysAwakeForHost = false
    /// Energy of an 8-bit FLOP in 16-bit ones where it is not ``ComputeUnit/relativeEnergy``.
    public var eightBitEnergy: Double?

    // Norms, rotary embedding, residuals, activation function.

    /// Microseconds per kernel.
    public var elementwiseMicroseconds: Double
    /// Share of the memory bandwidth; also of the pass over the logits.
    public var elementwiseMemoryEfficiency: Double
    /// Kernels a layer, the activation function's among them, before a model's extra ones.
    public var elementwiseKernels: Double
    /// Times that the residual stream passes through memory in a layer.
    public var residualPasses: Double

    public var allReduce: CollectiveConstants

    /// Share of activations that travel through device memory: 1 for an engine of separate kernels, 0 where
    /// everything is imagined fused.
    public var activationTraffic: Double

    /// Whether an idealisation has no such thing as a dequantisation or quantisation pass.
    public var hasPasses: Bool

    /// Energy of a unit's FLOP in 16-bit ones.
    func energy(of unit: ComputeUnit) -> Double {
        switch unit {
        case .fp8, .int8: eightBitEnergy ?? unit.relativeEnergy
        default: unit.relativeEnergy
        }
    }
}

extension RooflineConstants {
    /// The roofline of a textbook: time is the larger of FLOP / peak and bytes / bandwidth, and the only bytes
    /// are weights and KV cache.
    public static let ideal: RooflineConstants = {
        let product = GEMMConstants(
            computeEfficiency: 1, memoryEfficiency: 1, launchMicroseconds: 0, microsecondsPer1024Depth: 0,
            depthLimit: 0, cornerExponent: .infinity)
        let expert = ExpertConstants(
            launchMicroseconds: 0, computeEfficiency: 1, memoryEfficiency: 1, cornerExponent: .infinity,
            activationEfficiency: 1, activationPasses: 3)
        let decode = DecodeAttentionForm.linear(
            LinearDecode(memoryEfficiency: 1, launchMicroseconds: 0, microsecondsPerHead: 0))
        let prefill = PrefillAttentionForm.additive(
            AdditivePrefill(computeEfficiency: 1, memoryEfficiency: 1, launchMicroseconds: 0, overlaps: true))
        return RooflineConstants(
            products: FamilyTable { _ in product }, countsNarrowInputs: true, decodeAttention: decode,
            decodeAttention8Bit: decode, prefillAttention: prefill, prefillAttention8Bit: prefill,
            experts: FamilyTable { _ in expert }, routing: .uniform, expertImbalance: 0,
            elementwiseMicroseconds: 0, elementwiseMemoryEfficiency: 1, elementwiseKernels: 5,
            residualPasses: 8,
            allReduce: CollectiveConstants(startMicroseconds: 0, linkEfficiency: 1), activationTraffic: 0,
            hasPasses: false)
    }()
}
