/// Constants fitted to NVIDIA aiconfigurator's kernel tables (Apache-2.0), for the forms in Timing/.
///
/// One block for each engine version, device and format that was measured; six significant digits of the fit.
enum Fitted {
    /// vLLM 0.24.0, H100 SXM, bf16.
    static let vllmH100 = GEMMConstants(
        computeEfficiency: 0.848158, memoryEfficiency: 0.869636, launchMicroseconds: 2.54352,
        microsecondsPer1024Depth: 1.05807, depthLimit: 4293.76, walkGrowth: 0.152094, cornerExponent: 5.3921,
        latencyExponent: 1.637607, extraDepth: 181.235, waveWeight: 0.0423021, padsRows: true)

    /// SGLang 0.5.14, H100 SXM, bf16.
    static let sglangH100 = GEMMConstants(
        computeEfficiency: 0.784276, memoryEfficiency: 0.844104, launchMicroseconds: 2.68363,
        microsecondsPer1024Depth: 1.03225, depthLimit: 4726.14, walkGrowth: 0.151807, cornerExponent: 5.78904,
        latencyExponent: 1.579375, extraDepth: 139.912, waveWeight: 0.0473478, padsRows: true)

    /// TensorRT-LLM 1.3.0rc20, H100 SXM, bf16.
    static let tensorRTH100 = GEMMConstants(
        computeEfficiency: 0.809015, memoryEfficiency: 0.826085, launchMicroseconds: 2.47106,
        microsecondsPer1024Depth: 0.951377, depthLimit: 4437.65, walkGrowth: 0.11458, cornerExponent: 4.85164,
        latencyExponent: 1.478184, extraDepth: 124.236, waveWeight: 0.0502877, padsRows: true)

    /// vLLM 0.22.0, H200 SXM, bf16.
    static let vllmH200 = GEMMConstants(
        computeEfficiency: 0.707596, memoryEfficiency: 0.853168, launchMicroseconds: 2.40975,
        microsecondsPer1024Depth: 1.16239, depthLimit: 3717.88, walkGrowth: 0, cornerExponent: 4.60475,
        latencyExponent: 1.601342, extraDepth: 93.2146, waveWeight: 0.0288518, padsRows: true)

    /// vLLM 0.24.0, H100 SXM, fp8 per tensor.
    static let vllmH100FP8 = GEMMConstants(
        computeEfficiency: 0.719552, memoryEfficiency: 0.804528, launchMicroseconds: 4.77157,
        microsecondsPer1024Depth: 0.735181, depthLimit: 137164, walkGrowth: 0.562872, cornerExponent: 5.65012,
        latencyExponent: 2.04139, extraDepth: 89.2051, waveWeight: 0.347295, padsRows: true,
        quantizeEfficiency: 0.581372, quantizeNanosecondsPerRow: 5.70334)

    /// SGLang 0.5.14, H100 SXM, fp8 per tensor.
    static let sglangH100FP8 = GEMMConstants(
        computeEfficiency: 0.70487, memoryEfficiency: 0.795155, launchMicroseconds: 5.07826,
        microsecondsPer1024Depth: 0.667268, depthLimit: 61482.3, walkGrowth: 0.846972,
        cornerExponent: 3.56024, latencyExponent: 2.30033, extraDepth: 142.948, waveWeight: 0.207844,
        padsRows: true, quantizeEfficiency: 0.586985)

    /// TensorRT-LLM 1.3.0rc20, H100 SXM, fp8 per tensor.
    static let tensorRTH100FP8 = GEMMConstants(
        computeEfficiency: 0.772118, memoryEfficiency: 0.808679, launchMicroseconds: 12.0873,
        microsecondsPer1024Depth: 0.655493, depthLimit: 7657.1, walkGrowth: 0, cornerExponent: 4.75404,
        latencyExponent: 2.24026, extraDepth: 275.161, waveWeight: 0, padsRows: true,
        quantizeEfficiency: 0.379023)

    /// vLLM 0.24.0, H100 SXM, fp8 in blocks; measured with eager launches.
    static let vllmH100FP8Block = GEMMConstants(
        computeEfficiency: 0.748458, memoryEfficiency: 0.825588, launchMicroseconds: 4.2,
        microsecondsPer1024Depth: 1.04, depthLimit: 16384, walkGrowth: 0, cornerExponent: 3.18195,
        latencyExponent: 1.8, extraDepth: 284.978, waveWeight: 0.346216, padsRows: true,
        quantizeEfficiency: 0.394918, eagerMicroseconds: 60.4288, eagerMicrosecondsManyRows: 88.5679)

    /// SGLang 0.5.14, H100 SXM, fp8 in blocks.
    static let sglangH100FP8Block = GEMMConstants(
        computeEfficiency: 0.708162, memoryEfficiency: 0.833917, launchMicroseconds: 4.11672,
        microsecondsPer1024Depth: 1.03514, depthLimit: 191111, walkGrowth: 0, cornerExponent: 2.5578,
        latencyExponent: 2.2454, extraDepth: 221.819, waveWeight: 0.084419, padsRows: true,
        quantizeEfficiency: 0.901779)

    /// TensorRT-LLM 1.3.0rc20, H100 SXM, fp8 in blocks.
    static let tensorRTH100FP8Block = GEMMConstants(
        computeEfficiency: 0.669584, memoryEfficiency: 0.84865, launchMicroseconds: 4.23403,
        microsecondsPer1024Depth: 1.04292, depthLimit: 67542.4, walkGrowth: 0, cornerExponent: 2.23009,
        latencyExponent: 1.801149, extraDepth: 512.028, waveWeight: 0.137716, padsRows: true,
        quantizeEfficiency: 0.578684)

    /// vLLM 0.22.0, H200 SXM, fp8 in blocks; measured with eager launches.
    static let vllmH200FP8Block = GEMMConstants(
        computeEfficiency: 0.620908, memoryEfficiency: 0.815905, launchMicroseconds: 4.2,
        microsecondsPer1024Depth: 1.04, depthLimit: 16384, walkGrowth: 0, cornerExponent: 2.83589,
        latencyExponent: 1.8, extraDepth: 153.642, waveWeight: 0.237473, padsRows: true,
        quantizeEfficiency: 0.38034, eagerMicroseconds: 52.299, eagerMicrosecondsManyRows: 74.8258)

    /// TensorRT-LLM 1.2.0rc5, H200 SXM, 8-bit weights.
    static let int8WeightOnly = GEMMConstants(
        computeEfficiency: 0.916666, memoryEfficiency: 0.9, launchMicroseconds: 8.12733,
        microsecondsPer1024Depth: 2.45061, depthLimit: 6365.76, walkGrowth: 0.0139385,
        cornerExponent: 2.33088, latencyExponent: 1.203733, extraDepth: 227.798, waveWeight: 0.0882805,
        padsRows: true, unpackRate: 4.22917,
        vector: GEMVConstants(
            launchMicroseconds: 7.2915, microsecondsPer1024Depth: 0.339987, memoryEfficiency: 0.95,
            weightRate: 53.9602, slowdownPerRow: 2.34965, rowLimit: 16))

    /// TensorRT-LLM 1.2.0rc5, H200 SXM, 4-bit weights.
    static let int4WeightOnly = GEMMConstants(
        computeEfficiency: 0.906719, memoryEfficiency: 0.9, launchMicroseconds: 7.94109,
        microsecondsPer1024Depth: 2.51846, depthLimit: 5390.72, walkGrowth: 0, cornerExponent: 1.71685,
        latencyExponent: 1.106971, extraDepth: 197.021, waveWeight: 0.0631119, padsRows: true,
        unpackRate: 4.66783,
        vector: GEMVConstants(
            launchMicroseconds: 7.7731, microsecondsPer1024Depth: 0.164888, memoryEfficiency: 0.95,
            weightRate: 27.6732, slowdownPerRow: 1.20688, rowLimit: 16))

    /// TensorRT-LLM 1.2.0rc5, H200 SXM, 8-bit integers.
    static let smoothQuant = GEMMConstants(
        computeEfficiency: 0.504889, memoryEfficiency: 0.9, launchMicroseconds: 8.61385,
        microsecondsPer1024Depth: 2.22718, depthLimit: 50249.8, walkGrowth: 0, cornerExponent: 1.79484,
        latencyExponent: .infinity, extraDepth: 307.879, waveWeight: 0.309506, padsRows: true,
        vector: GEMVConstants(
            launchMicroseconds: 6.54133, microsecondsPer1024Depth: 0.212178, memoryEfficiency: 0.95,
            weightRate: 9.22067, slowdownPerRow: 0.273452, rowLimit: 8))
}
