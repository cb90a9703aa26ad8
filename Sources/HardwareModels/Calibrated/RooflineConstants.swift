/// What a roofline needs beyond the datasheet: shares of peak that kernels reach, and times that do not shrink
/// with the work.
///
/// Efficiencies are shares of the device's own peak, so that they carry over to another device (as `transferred`).
public struct RooflineConstants: Hashable, Sendable {
    // Matrix products: t = launch + perDepth * min(depth, depthLimit)/1024 + smax(compute, memory).

    /// Share of the FLOP/s peak in a large matrix product.
    public var gemmComputeEfficiency: Double
    /// Share of the memory bandwidth in a small one.
    public var gemmMemoryEfficiency: Double
    /// Microseconds per kernel: launch and prologue.
    public var gemmLaunchMicroseconds: Double
    /// Microseconds for each 1024 of the inner dimension: the latency of the accumulation loop.
    public var gemmMicrosecondsPer1024Depth: Double
    /// Inner dimension from which that latency is hidden (split-k).
    public var gemmDepthLimit: Double
    /// Exponent p of smax(a, b) = (a^p + b^p)^(1/p), the smooth corner of the roofline; infinity is a sharp one.
    public var cornerExponent: Double

    // Prefill attention: t = launch + compute + memory.

    /// Share of the FLOP/s peak.
    public var prefillAttentionComputeEfficiency: Double
    /// Share of the memory bandwidth.
    public var prefillAttentionMemoryEfficiency: Double
    /// Microseconds per layer, where no decode rows share the kernel.
    public var prefillAttentionLaunchMicroseconds: Double
    /// Whether compute and memory time overlap: their maximum instead of their sum.
    public var prefillAttentionOverlaps: Bool

    // Decode attention: t = launch + KV bytes / bandwidth + perHead * sequences * KV heads.

    /// Share of the memory bandwidth.
    public var decodeAttentionMemoryEfficiency: Double
    /// Microseconds per layer.
    public var decodeAttentionLaunchMicroseconds: Double
    /// Microseconds for each sequence and KV head.
    public var decodeAttentionMicrosecondsPerHead: Double
    /// Rows that a tile of the tensor cores computes for each KV head, however few query heads it serves; 0 where
    /// nothing is padded. Energy only.
    public var decodeAttentionTileRows: Double

    // Norms, rotary embedding, residuals, activation function.

    /// Microseconds per kernel.
    public var elementwiseMicroseconds: Double
    /// Share of the memory bandwidth; also of the pass over the logits.
    public var elementwiseMemoryEfficiency: Double
    /// Kernels a layer, the activation function's among them, before a model's extra ones.
    public var elementwiseKernels: Double

    // Collectives: t = latency + 2 (g - 1)/g bytes / (share of the link's peak).

    /// Microseconds per all-reduce.
    public var allReduceMicroseconds: Double
    /// Share of the link's bandwidth.
    public var allReduceEfficiency: Double

    /// Share of activations that travel through device memory: 1 for an engine of separate kernels, 0 where
    /// everything is imagined fused.
    public var activationTraffic: Double
}

extension RooflineConstants {
    /// vLLM 0.11.1 on an H100 SXM.
    ///
    /// Fitted to NVIDIA aiconfigurator's kernel timings (Apache-2.0): on shapes not fitted the median and 90th
    /// percentile of the absolute error are 4.7 and 12.5 % for matrix products, 3.2 and 13 % for decode attention,
    /// 7 to 8 and 22 to 26 % for prefill attention. All-reduce: 140 GB/s reached of NVLink's 450.
    public static let h100VLLM = RooflineConstants(
        gemmComputeEfficiency: 0.78, gemmMemoryEfficiency: 0.857, gemmLaunchMicroseconds: 2.58,
        gemmMicrosecondsPer1024Depth: 0.559, gemmDepthLimit: 4653, cornerExponent: 2.73,
        prefillAttentionComputeEfficiency: 0.65, prefillAttentionMemoryEfficiency: 0.43,
        prefillAttentionLaunchMicroseconds: 12.5, prefillAttentionOverlaps: false,
        decodeAttentionMemoryEfficiency: 0.906, decodeAttentionLaunchMicroseconds: 11.6,
        decodeAttentionMicrosecondsPerHead: 0.0212, decodeAttentionTileRows: 0, elementwiseMicroseconds: 2,
        elementwiseMemoryEfficiency: 0.7, elementwiseKernels: 5, allReduceMicroseconds: 5,
        allReduceEfficiency: 140e9 / 450e9, activationTraffic: 1)

    /// The roofline of a textbook: time is the larger of FLOP / peak and bytes / bandwidth, and the only bytes
    /// are weights and KV cache.
    public static let ideal = RooflineConstants(
        gemmComputeEfficiency: 1, gemmMemoryEfficiency: 1, gemmLaunchMicroseconds: 0,
        gemmMicrosecondsPer1024Depth: 0, gemmDepthLimit: 0, cornerExponent: .infinity,
        prefillAttentionComputeEfficiency: 1, prefillAttentionMemoryEfficiency: 1,
        prefillAttentionLaunchMicroseconds: 0, prefillAttentionOverlaps: true,
        decodeAttentionMemoryEfficiency: 1, decodeAttentionLaunchMicroseconds: 0,
        decodeAttentionMicrosecondsPerHead: 0, decodeAttentionTileRows: 0, elementwiseMicroseconds: 0,
        elementwiseMemoryEfficiency: 1,
        elementwiseKernels: 5, allReduceMicroseconds: 0, allReduceEfficiency: 1, activationTraffic: 0)

    /// - Throws: ``HardwareError/outOfRange(subject:field:value:allowed:)``: shares lie in (0, 1.5] (a fit may
    ///   exceed a datasheet), times in [0, 1 s], the corner's exponent is at least 1.
    func validate() throws(HardwareError) {
        let shares = [
            ("GEMM compute efficiency", gemmComputeEfficiency),
            ("GEMM memory efficiency", gemmMemoryEfficiency),
            ("prefill attention compute efficiency", prefillAttentionComputeEfficiency),
            ("prefill attention memory efficiency", prefillAttentionMemoryEfficiency),
            ("decode attention memory efficiency", decodeAttentionMemoryEfficiency),
            ("elementwise memory efficiency", elementwiseMemoryEfficiency),
            ("all-reduce efficiency", allReduceEfficiency),
        ]
        for (field, share) in shares where !(share > 1e-6 && share <= 1.5) {
            throw outOfRange(field, share, "in (1e-6, 1.5]")
        }
        let times = [
            ("GEMM launch", gemmLaunchMicroseconds), ("GEMM time per 1024", gemmMicrosecondsPer1024Depth),
            ("GEMM depth limit", gemmDepthLimit),
            ("prefill attention launch", prefillAttentionLaunchMicroseconds),
            ("decode attention launch", decodeAttentionLaunchMicroseconds),
            ("decode attention time per head", decodeAttentionMicrosecondsPerHead),
            ("decode attention tile", decodeAttentionTileRows), ("elementwise time", elementwiseMicroseconds),
            ("elementwise kernels", elementwiseKernels),
            ("all-reduce latency", allReduceMicroseconds), ("activation traffic", activationTraffic),
        ]
        for (field, time) in times where !(time >= 0 && time <= 1e6) {
            throw outOfRange(field, time, "0 to 1e6")
        }
        guard cornerExponent >= 1 else {
            throw outOfRange("corner exponent", cornerExponent, "1 or more")
        }
    }

    private func outOfRange(_ field: String, _ value: Double, _ allowed: String) -> HardwareError {
        HardwareError.outOfRange(
            subject: "roofline constants", field: field, value: String(value), allowed: allowed)
    }
}
