/// The engines that are known by name.
extension EngineProfile {
    /// vLLM 0.11.1 with CUDA graphs, asynchronous scheduling and PyTorch's sampler.
    ///
    /// Host time: that of greedy runs of Qwen2.5-7B on an H100 SXM (1 to 32 in flight, ITL within 1 %). Launches of layers outside of
    /// graphs: calibration/constants-h100-vllm.json, fitted to runs of the ML.ENERGY Benchmark v3 on H100 SXM. Reserve: what
    /// the batches of those runs that memory limited leave unexplained, 1.5 to 2.5 GB. Copies of logits: logits, sorted
    /// values, their 64-bit order, probabilities, cumulative sums, 64-bit token counts and masks are 36 bytes. Limits: that
    /// benchmark's settings and vLLM's defaults.
    public static let vllm = EngineProfile(
        name: "vllm", version: "0.11.1", stepOverheadMicroseconds: 210,
        ungraphedLayerMicroseconds: 88, greedySampler: .greedy, drawingSampler: .sorting,
        constants: .servingH100,
        constantsByDevice: [DeviceConstants(device: "h200", constants: .servingH200)],
        reserveBytes: 2_000_000_000, logitCopies: 9, batching: .chunkedPrefill,
        maxSequences: 256, tokenBudget: 8192, blockSize: 16, memoryUtilization: 0.9)

    /// Text Generation Inference 3: CUDA graphs, whole prompts before decodes, tokens chosen in PyTorch.
    public static let tgi = EngineProfile(
        name: "tgi", version: "3.3", stepOverheadMicroseconds: 1500, greedySampler: .greedy,
        drawingSampler: .sorting, constants: .vllmH100,
        constantsByDevice: [DeviceConstants(device: "h200", constants: .vllmH200)],
        assumptions:
            "step overhead 1.5 ms (half as much again as vLLM's: router and shards talk over gRPC each step); "
            + "kernels as vLLM's (both use FlashAttention and cuBLAS)",
        batching: .prefillFirst, maxSequences: 128, tokenBudget: 4096, blockSize: 1, memoryUtilization: 0.9)

    /// TensorRT-LLM with in-flight batching: a C++ runtime and a fused sampler. Products: fitted.
    public static let tensorRTLLM = EngineProfile(
        name: "tensorrt-llm", version: "1.3.0rc20", stepOverheadMicroseconds: 400, greedySampler: .greedy,
        drawingSampler: .rejecting,
        constants: .tensorRTH100,
        constantsByDevice: [DeviceConstants(device: "h200", constants: .vllmH200)],
        assumptions:
            "step overhead 0.4 ms (a C++ scheduler that overlaps the device); attention, experts and "
            + "collectives as vLLM's; sampling as FlashInfer's",
        batching: .chunkedPrefill, maxSequences: 256, tokenBudget: 8192, blockSize: 32, memoryUtilization: 0.9
    )

    /// SGLang: CUDA graphs, overlapped scheduling, a fused sampler. Products: fitted.
    public static let sglang = EngineProfile(
        name: "sglang", version: "0.5.14", stepOverheadMicroseconds: 500, greedySampler: .greedy,
        drawingSampler: .rejecting,
        constants: .sglangH100,
        constantsByDevice: [DeviceConstants(device: "h200", constants: .vllmH200)],
        assumptions:
            "step overhead 0.5 ms (its scheduler runs one step ahead of the device); attention, experts and "
            + "collectives as vLLM's; sampling by FlashInfer",
        batching: .chunkedPrefill, maxSequences: 256, tokenBudget: 8192, blockSize: 1, memoryUtilization: 0.88
    )

    /// Hugging Face transformers: eager PyTorch, static batches padded to the longest.
    ///
    /// Host: 23.8 ms a token of Llama-3.1-8B at batch 1 on an AWS EPYC 7R13 (arXiv 2601.22362 and siblings), of which
    /// 40 kernels a layer (counted in transformers 4.52) take 17.5 us each and the rest of `generate` 1.4 ms. Those two and
    /// the energy of an fp32 FLOP are what was fitted to that study; kernels of quantised products come from another
    /// (``QuantizationFormat/llmInt8``), and power while the host is late is the device's idle power.
    public static let transformers = EngineProfile(
        name: "transformers", version: "4.52", stepOverheadMicroseconds: 0, greedySampler: .greedy,
        drawingSampler: .sorting,
        constants: .transformersH100,
        pace: EagerPace(
            microsecondsPerStep: 1400, microsecondsPerKernel: 17.5, kernelsPerLayer: 40, kernelsPerNorm: 6,
            kernelsPerExpert: 8),
        assumptions:
            "1.4 of the 23.8 ms outside of the layers; 33 elementwise kernels and 50 passes over the residual "
            + "stream a layer (counted, not measured); 8 kernels an expert (counted); "
            + "copies of the KV cache in each step (read in its source, not measured)",
        batching: .staticBatch, maxSequences: 16, tokenBudget: 131_072, blockSize: 1, memoryUtilization: 0.95)

    /// No overhead at all: the pure roofline. Limits as vLLM's, so that the two compare.
    public static let ideal = EngineProfile(
        name: "ideal", version: "", stepOverheadMicroseconds: 0, greedySampler: .free, drawingSampler: .free,
        constants: .ideal,
        batching: .chunkedPrefill, maxSequences: 256, tokenBudget: 8192, blockSize: 16,
        memoryUtilization: 0.9)

    /// Every profile.
    public static let all = [vllm, tgi, tensorRTLLM, sglang, transformers, ideal]

    /// The profile of this name, blind to case, `-` and `_`.
    ///
    /// - Throws: ``HardwareError/unknownName(kind:name:nearest:)``.
    public static func engine(named name: String) throws(HardwareError) -> EngineProfile {
        for engine in all where NearestName.areSame(engine.name, name) { return engine }
        throw HardwareError.unknownName(
            kind: "engine", name: name,
            nearest: NearestName.suggestions(for: name, among: all.map { $0.name }))
    }
}
