/// Attention and experts of ``Fitted``.
extension Fitted {
    static let decodeH100 = DecodeAttentionForm.split(
        SplitDecode(
            launchMicroseconds: 9.13358, launchPerHeadSize: 2.5297, batchMicroseconds: 2.36818,
            combineMicroseconds: 1.89863, cacheRate: 5.2807, rampMicroseconds: 3.62039,
            waveMicroseconds: 2.91583, wavePerHeadSize: 1.67923, sequenceNanoseconds: 5.98152,
            blockMicroseconds: 1.59432, cornerExponent: 1.37214, activationEfficiency: 0.725436,
            waveExponent: 0.89654, memoryEfficiency: 0.95953))

    static let decodeH100FP8 = DecodeAttentionForm.split(
        SplitDecode(
            launchMicroseconds: 8.81847, launchPerHeadSize: 4.4412, batchMicroseconds: 2.47155,
            combineMicroseconds: 2.06838, cacheRate: 2.70919, rampMicroseconds: 4.79916,
            waveMicroseconds: 2.14968, wavePerHeadSize: 2.58716, sequenceNanoseconds: 6.4801,
            blockMicroseconds: 1.28325, cornerExponent: 1.0818121, activationEfficiency: 1.03931,
            waveExponent: 0.894708, memoryEfficiency: 0.839737))

    static let decodeH200 = DecodeAttentionForm.split(
        SplitDecode(
            launchMicroseconds: 6.40156, launchPerHeadSize: 2.22215, batchMicroseconds: 2.44656,
            combineMicroseconds: 2.00699, cacheRate: 5.76852, rampMicroseconds: 0.504388,
            waveMicroseconds: 2.92735, wavePerHeadSize: 1.53237, sequenceNanoseconds: 5.44114,
            blockMicroseconds: 1.36165, cornerExponent: 1.250418, activationEfficiency: 0.709449,
            waveExponent: 0.899311, memoryEfficiency: 0.905335))

    static let decodeH200FP8 = DecodeAttentionForm.split(
        SplitDecode(
            launchMicroseconds: 5.87124, launchPerHeadSize: 2.87814, batchMicroseconds: 2.41215,
            combineMicroseconds: 2.10393, cacheRate: 2.99436, rampMicroseconds: 0.623851,
            waveMicroseconds: 2.13465, wavePerHeadSize: 2.49228, sequenceNanoseconds: 6.7702,
            blockMicroseconds: 1.28347, cornerExponent: 1.0876022, activationEfficiency: 1.16962,
            waveExponent: 0.894941, memoryEfficiency: 0.608351))

    static let prefillH100 = PrefillAttentionForm.tiled(
        TiledPrefill(
            launchMicroseconds: 12.2789, launchPerHeadSize: 0, computeEfficiency: 0.967352,
            exponentialTime: 0.208189, tileMicroseconds: 2.04551, memoryEfficiency: 1,
            keyValuePasses: 8.99867, blockMicroseconds: 0.928707, firstBlocksMicroseconds: 2.52621,
            cornerExponent: 2.11709))

    static let prefillH100FP8 = PrefillAttentionForm.tiled(
        TiledPrefill(
            launchMicroseconds: 11.1142, launchPerHeadSize: 3.69765, computeEfficiency: 0.777711,
            exponentialTime: 0.104933, tileMicroseconds: 0.451742, memoryEfficiency: 0.418375,
            keyValuePasses: 13.1483, blockMicroseconds: 0.968829, firstBlocksMicroseconds: 2.94711,
            cornerExponent: 1.800168))

    static let prefillH200 = PrefillAttentionForm.tiled(
        TiledPrefill(
            launchMicroseconds: 9.00846, launchPerHeadSize: 0, computeEfficiency: 1,
            exponentialTime: 0.228696, tileMicroseconds: 2.15275, memoryEfficiency: 1,
            keyValuePasses: 1.08816, blockMicroseconds: 0.908372, firstBlocksMicroseconds: 2.556,
            cornerExponent: 2.48524))

    static let prefillH200FP8 = PrefillAttentionForm.tiled(
        TiledPrefill(
            launchMicroseconds: 7.37237, launchPerHeadSize: 2.76378, computeEfficiency: 0.771934,
            exponentialTime: 0.106206, tileMicroseconds: 0.752465, memoryEfficiency: 0.401527,
            keyValuePasses: 3.06196, blockMicroseconds: 0.952961, firstBlocksMicroseconds: 3.42566,
            cornerExponent: 2.50919))

    static let expertsH100 = ExpertConstants(
        launchMicroseconds: 23.3778, microsecondsPer1024Depth: 2.27826, computeEfficiency: 0.74198,
        memoryEfficiency: 0.916472, cornerExponent: 1.320793, activationEfficiency: 0.183046,
        activationPasses: 1, passesForeignRows: true, padding: 29.9092, misalignedPenalty: 3.47549,
        powerLawShape: 0.993134, powerLawImbalance: 0.922627)

    static let expertsH100FP8 = ExpertConstants(
        launchMicroseconds: 27.0087, microsecondsPer1024Depth: 0.55757, computeEfficiency: 0.135676,
        memoryEfficiency: 0.182204, cornerExponent: 1.970609, activationEfficiency: 2.76701,
        activationPasses: 1, passesForeignRows: true, padding: 117.494, misalignedPenalty: 1.130291,
        powerLawShape: 1.35887, powerLawImbalance: 0.996219)

    static let expertsH100FP8Block = ExpertConstants(
        launchMicroseconds: 21.5631, microsecondsPer1024Depth: 1.28041, computeEfficiency: 0.478825,
        memoryEfficiency: 0.910012, cornerExponent: 1.056446, activationEfficiency: 1.02418,
        activationPasses: 1, passesForeignRows: true, padding: 102.31, misalignedPenalty: 1,
        powerLawShape: 1.05455, powerLawImbalance: 0.762991)

    static let expertsH100MXFP4 = ExpertConstants(
        launchMicroseconds: 5, microsecondsPer1024Depth: 10.2294, computeEfficiency: 0.625134,
        memoryEfficiency: 0.791525, cornerExponent: 1, activationEfficiency: 0.153205, activationPasses: 1,
        passesForeignRows: true, padding: 65.6815, misalignedPenalty: 1, powerLawShape: 0.774501,
        powerLawImbalance: 0.94574)

    static let expertsH100Int4 = ExpertConstants(
        launchMicroseconds: 5, microsecondsPer1024Depth: 4.68418, computeEfficiency: 0.26816,
        memoryEfficiency: 0.950196, cornerExponent: 1, activationEfficiency: 0.167115, activationPasses: 1,
        passesForeignRows: true, padding: 61.798, misalignedPenalty: 2.2, powerLawShape: 1.09867,
        powerLawImbalance: 0.862151)

    static let expertsH200 = ExpertConstants(
        launchMicroseconds: 17.8733, microsecondsPer1024Depth: 1.61594, computeEfficiency: 0.588369,
        memoryEfficiency: 0.95055, cornerExponent: 1.119173, activationEfficiency: 0.156257,
        activationPasses: 1, passesForeignRows: true, padding: 52.8862, misalignedPenalty: 3.42308,
        powerLawShape: 1.07698, powerLawImbalance: 0.945033)

    static let expertsH200FP8 = ExpertConstants(
        launchMicroseconds: 17.9577, microsecondsPer1024Depth: 1.70688, computeEfficiency: 0.720235,
        memoryEfficiency: 0.88012, cornerExponent: 1.136424, activationEfficiency: 0.15133,
        activationPasses: 1, passesForeignRows: true, padding: 69.0524, misalignedPenalty: 8.26204,
        powerLawShape: 0.813968, powerLawImbalance: 0.99085)

    static let expertsH200FP8Block = ExpertConstants(
        launchMicroseconds: 21.9164, microsecondsPer1024Depth: 3.29642, computeEfficiency: 0.430233,
        memoryEfficiency: 0.894114, cornerExponent: 1, activationEfficiency: 0.138976, activationPasses: 1,
        passesForeignRows: true, padding: 39.8604, misalignedPenalty: 1, powerLawShape: 0.841294,
        powerLawImbalance: 0.729178)

    static let reduceInGraph = CollectiveConstants(
        startMicroseconds: 3.5874, microsecondsPerDoubling: 0.503407, linkEfficiency: 412.267 / 450,
        growth: 0.338905, rampMicroseconds: 3.38998, rampExponent: 0.78509)

    static let reduceNCCL = CollectiveConstants(
        startMicroseconds: 1.63001, microsecondsPerDoubling: 4.50332, linkEfficiency: 402.526 / 450,
        growth: 0.273036, rampMicroseconds: 5.33717, rampExponent: 0.661995)
}
