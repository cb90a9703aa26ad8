/// Sets of constants put together from ``Fitted``.
///
/// A family that was not measured on a device or engine takes the nearest that was: bitsandbytes' 4-bit formats the
/// 16-bit kernels (behind their unpacking pass), LLM.int8 SmoothQuant's, dense mxfp4 the 4-bit weight-only ones.
extension RooflineConstants {
    /// vLLM 0.24.0's kernels on an H100 SXM.
    public static let vllmH100 = fitted(
        sixteenBit: Fitted.vllmH100, fp8: Fitted.vllmH100FP8, fp8Block: Fitted.vllmH100FP8Block)

    /// vLLM 0.22.0's kernels on an H200; fp8 per tensor, 4-bit experts and all-reduce from the H100.
    public static let vllmH200: RooflineConstants = {
        var constants = fitted(
            sixteenBit: Fitted.vllmH200, fp8: Fitted.vllmH100FP8, fp8Block: Fitted.vllmH200FP8Block)
        constants.decodeAttention = Fitted.decodeH200
        constants.decodeAttention8Bit = Fitted.decodeH200FP8
        constants.prefillAttention = Fitted.prefillH200
        constants.prefillAttention8Bit = Fitted.prefillH200FP8
        for family in KernelFamily.allCases {
            switch family {
            case .fp8: constants.experts[family] = Fitted.expertsH200FP8
            case .fp8Block, .int8, .llmInt8: constants.experts[family] = Fitted.expertsH200FP8Block
            case .mxfp4, .int4WeightOnly, .bitsandbytes4: continue
            default: constants.experts[family] = Fitted.expertsH200
            }
            padTiles(&constants.experts[family], family)
        }
        return constants
    }()

    /// vLLM's kernels on an H100 SXM and an H200: those of the tables, and what serving runs tell besides.
    public static let servingH100 = serving(vllmH100)
    public static let servingH200 = serving(vllmH200)

    /// Experts in fp8 blocks go through DeepGEMM's contiguous grouped layout, whose rows are padded to whole blocks
    /// of 128 for every local expert (vllm/model_executor/layers/fused_moe/deep_gemm_moe.py); 16-bit experts placed
    /// whole on devices have no tuned configuration; a layer of mxfp4 experts takes its launches, whatever its width;
    /// experts with one fp8 scale each take the kernel as tuned on the H200, because the H100's table is of one that
    /// nobody had tuned (a sixth of the bandwidth, slower than 16 bits). Numbers: calibration/constants-h100-vllm.json.
    private static func serving(_ kernels: RooflineConstants) -> RooflineConstants {
        var constants = kernels
        constants.experts[.fp8] = Fitted.expertsH200FP8
        padTiles(&constants.experts[.fp8], .fp8)
        constants.experts[.sixteenBit].untunedPenalty = 1.25
        constants.experts[.fp8Block].groupMicroseconds = 67.5
        constants.experts[.fp8Block].blockRows = 128
        constants.experts[.fp8Block].groupedFlopPerWeight = 170
        constants.experts[.mxfp4].launchMicroseconds = 45
        constants.experts[.mxfp4].microsecondsPer1024Depth = 0
        constants.experts[.mxfp4].unpackingFlopPerWeight = 49
        return constants
    }

    /// Fused kernels on gathered rows take tiles of 16 rows while there are no more tokens than experts and of 64 beyond
    /// (get_default_config in vllm/model_executor/layers/fused_moe/fused_moe.py).
    private static func padTiles(_ constants: inout ExpertConstants, _ family: KernelFamily) {
        guard family != .fp8Block else { return }
        constants.fewTileRows = 16
        constants.tileRows = 64
    }

    /// SGLang 0.5.14's matrix products on an H100 SXM; the rest is vLLM's.
    public static let sglangH100 = fitted(
        sixteenBit: Fitted.sglangH100, fp8: Fitted.sglangH100FP8, fp8Block: Fitted.sglangH100FP8Block)

    /// TensorRT-LLM 1.3.0rc20's matrix products on an H100 SXM; the rest is vLLM's.
    public static let tensorRTH100 = fitted(
        sixteenBit: Fitted.tensorRTH100, fp8: Fitted.tensorRTH100FP8, fp8Block: Fitted.tensorRTH100FP8Block)

    /// PyTorch's kernels launched one by one: matrix products and attention as vLLM's, NCCL between devices.
    ///
    /// A layer has 33 elementwise kernels (6 in each of two norms, 10 for the rotary embedding, 2 to extend the cache,
    /// 2 to repeat keys and values, 2 residuals, activation and product, and copies), which pass over the residual
    /// stream about 50 times: counted in transformers 4.52's Llama, not measured.
    ///
    /// Its `DynamicCache` appends by `torch.cat`, which copies the layer's whole cache, and `repeat_kv` writes keys and values
    /// out for every query head (transformers 4.52, cache_utils.py and integrations/sdpa_attention.py).
    ///
    /// Products in 32 bits run on tiles of whole rows without tensor cores: 0.932 ms for 511 rows of 4096 x 11008 and
    /// 2.5 TB/s for one row (benchlab microbench of arXiv 2601.22362's authors, TF32 off). A prompt of 683 tokens is
    /// padded to 768, an eighth more, which is most of what its 0.244 s has beyond the FLOP.
    public static let transformersH100: RooflineConstants = {
        var constants = vllmH100
        constants.products[.fp32].computeEfficiency = 0.744
        constants.products[.fp32].memoryEfficiency = 0.813
        constants.products[.fp32].padsRows = true
        constants.copiesCache = true
        // PyTorch's own attention repeats keys and values for every query head, so that none waits for a tile.
        constants.decodeAttentionTileRows = 0
        constants.elementwiseKernels = 33
        constants.residualPasses = 50
        constants.allReduce = Fitted.reduceNCCL
        return constants
    }()

    /// What no table tells: elementwise kernels, routing and products without tensor cores, as an earlier study of vLLM on
    /// the H100 had them; 49.4 TFLOP/s measured with TF32 off, of 66.9 in the datasheet.
    private static let unfitted: RooflineConstants = {
        let slow = GEMMConstants(
            computeEfficiency: 49.4 / 66.9, memoryEfficiency: 0.857, launchMicroseconds: 2.58,
            microsecondsPer1024Depth: 0.559, depthLimit: 4653, cornerExponent: 2.73)
        return RooflineConstants(
            products: FamilyTable { _ in slow }, countsNarrowInputs: true,
            decodeAttention: Fitted.decodeH100, decodeAttention8Bit: Fitted.decodeH100FP8,
            prefillAttention: Fitted.prefillH100, prefillAttention8Bit: Fitted.prefillH100FP8,
            experts: FamilyTable { _ in Fitted.expertsH100 }, routing: .skewed(2), expertImbalance: 1,
            elementwiseMicroseconds: 2, elementwiseMemoryEfficiency: 0.7, elementwiseKernels: 5,
            residualPasses: 8, allReduce: Fitted.reduceInGraph, activationTraffic: 1, hasPasses: true)
    }()

    private static func fitted(
        sixteenBit: GEMMConstants, fp8: GEMMConstants, fp8Block: GEMMConstants
    ) -> RooflineConstants {
        var constants = unfitted
        constants.decodeAttentionTileRows = 128
        for family in KernelFamily.allCases {
            switch family {
            case .fp32: break
            case .sixteenBit, .tf32, .bitsandbytes4: constants.products[family] = sixteenBit
            case .fp8: constants.products[family] = fp8
            case .fp8Block: constants.products[family] = fp8Block
            case .int8, .llmInt8: constants.products[family] = Fitted.smoothQuant
            case .int8WeightOnly: constants.products[family] = Fitted.int8WeightOnly
            case .int4WeightOnly, .mxfp4: constants.products[family] = Fitted.int4WeightOnly
            }
            switch family {
            case .fp8: constants.experts[family] = Fitted.expertsH100FP8
            case .fp8Block, .int8, .llmInt8: constants.experts[family] = Fitted.expertsH100FP8Block
            case .mxfp4: constants.experts[family] = Fitted.expertsH100MXFP4
            case .int4WeightOnly, .bitsandbytes4: constants.experts[family] = Fitted.expertsH100Int4
            default: constants.experts[family] = Fitted.expertsH100
            }
            padTiles(&constants.experts[family], family)
        }
        return constants
    }
}
