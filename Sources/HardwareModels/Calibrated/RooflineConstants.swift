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
    /// Whether every device is charged what the busiest one reads and computes: the reference's rule.
    public var countsBusiestDevice = false
    /// Whether the device stays at its active floor while it waits for the host between steps: the reference's rule.
    public var staysAwakeForHost = false
    /// Energy of an 8-bit FLOP in 16-bit ones where it is not ``ComputeUnit/relativeEnergy``: the reference's half.
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
    /// The reference's, vLLM 0.11.1 on an H100 SXM: what the test vectors were computed with.
    ///
    /// Fitted to NVIDIA aiconfigurator's kernel timings (Apache-2.0): on shapes not fitted the median and 90th
    /// percentile of the absolute error are 4.7 and 12.5 % for 16-bit matrix products, 3.2 and 13 % for decode
    /// attention, 7 to 8 and 22 to 26 % for prefill attention. All-reduce: 140 GB/s reached of NVLink's 450. The
    /// reference knows 16-bit, fp8 and mxfp4 kernels; the other families take its 16-bit or fp8 ones.
    public static let reference: RooflineConstants = {
        let plain = GEMMConstants(
            computeEfficiency: 0.78, memoryEfficiency: 0.857, launchMicroseconds: 2.58,
            microsecondsPer1024Depth: 0.559, depthLimit: 4653, cornerExponent: 2.73)
        var narrow = plain
        narrow.launchMicroseconds = 5
        narrow.quantizeEfficiency = 0.5
        var slow = plain
        // 49.4 TFLOP/s measured with TF32 off, of 66.9 in the datasheet.
        slow.computeEfficiency = 49.4 / 66.9
        let expert = ExpertConstants(
            launchMicroseconds: 36.6, computeEfficiency: 0.444, memoryEfficiency: 0.88, cornerExponent: 2.73,
            activationEfficiency: 0.404, activationPasses: 3, untunedPenalty: 1.4)
        var narrowExpert = expert
        narrowExpert.launchMicroseconds = 45
        narrowExpert.isAlwaysUntuned = true
        var packedExpert = expert
        packedExpert.untunedPenalty = 1
        let decode = DecodeAttentionForm.linear(
            LinearDecode(memoryEfficiency: 0.906, launchMicroseconds: 11.6, microsecondsPerHead: 0.0212))
        let prefill = PrefillAttentionForm.additive(
            AdditivePrefill(
                computeEfficiency: 0.65, memoryEfficiency: 0.43, launchMicroseconds: 12.5, overlaps: false))
        return RooflineConstants(
            products: FamilyTable { family in
                switch family {
                case .fp8, .fp8Block, .int8, .llmInt8: narrow
                case .fp32: slow
                default: plain
                }
            },
            countsNarrowInputs: false, decodeAttention: decode, decodeAttention8Bit: decode,
            prefillAttention: prefill, prefillAttention8Bit: prefill,
            experts: FamilyTable { family in
                switch family {
                case .fp8, .fp8Block, .int8, .llmInt8: narrowExpert
                case .mxfp4, .int4WeightOnly, .bitsandbytes4: packedExpert
                default: expert
                }
            },
            routing: .skewed(2), expertImbalance: 1, countsBusiestDevice: true, staysAwakeForHost: true,
            eightBitEnergy: 0.5, elementwiseMicroseconds: 2,
            elementwiseMemoryEfficiency: 0.7, elementwiseKernels: 5, residualPasses: 8,
            allReduce: CollectiveConstants(startMicroseconds: 5, linkEfficiency: 140e9 / 450e9),
            activationTraffic: 1, hasPasses: true)
    }()

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
