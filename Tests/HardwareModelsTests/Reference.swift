import SimCore

@testable import HardwareModels

/// The first generation of the physics, whose steps a reference in Python computed: simple forms of each kernel, a cap that
/// cuts energy off and takes no longer, every device charged what the busiest one does.
extension RooflineConstants {
    /// vLLM 0.11.1 on an H100 SXM: what the test vectors were computed with.
    ///
    /// Fitted to NVIDIA aiconfigurator's kernel timings (Apache-2.0): on shapes not fitted the median and 90th
    /// percentile of the absolute error are 4.7 and 12.5 % for 16-bit matrix products, 3.2 and 13 % for decode
    /// attention, 7 to 8 and 22 to 26 % for prefill attention. All-reduce: 140 GB/s reached of NVLink's 450. The
    /// reference knows 16-bit, fp8 and mxfp4 kernels; the other families take its 16-bit or fp8 ones.
    static let reference: RooflineConstants = {
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
            routing: .skewed(2), expertImbalance: 1, staysAwakeForHost: true, eightBitEnergy: 0.5,
            elementwiseMicroseconds: 2,
            elementwiseMemoryEfficiency: 0.7, elementwiseKernels: 5, residualPasses: 8,
            allReduce: CollectiveConstants(startMicroseconds: 5, linkEfficiency: 140e9 / 450e9),
            activationTraffic: 1, hasPasses: true)
    }()
}

extension EngineProfile {
    /// The reference study's: one cost for every logit.
    private static let referenceSorting = SamplerProfile(
        launchMicroseconds: 30, nanosecondsPerLogit: 0.24555764106565267,
        nanosecondsPerLaterLogit: 0.24555764106565267, bytesPerLogit: 4,
        nanojoulesPerLogit: 113.8564777533641)

    /// vLLM with the reference's kernels.
    static let reference = EngineProfile(
        name: "vllm", version: "0.11.1", stepOverheadMicroseconds: 1086.806182364855,
        greedySampler: referenceSorting, drawingSampler: referenceSorting,
        constants: .reference, batching: .chunkedPrefill, maxSequences: 256, tokenBudget: 8192, blockSize: 16,
        memoryUtilization: 0.9)
}

extension DeviceCatalog {
    /// The H100 SXM with the reference study's energy constants.
    static let reference: DeviceSpec = {
        var device = h100SXM
        device.activeFloorPower = Power(milliwatts: 200_000)
        device.picojoulesPerFlop = 0.65
        device.picojoulesPerByte = 116.9013817283629
        return device
    }()

    /// And a cap that nothing reaches.
    static let uncappedReference: DeviceSpec = {
        var device = reference
        device.maxPower = Power(milliwatts: 5_000_000)
        device.capPower = device.maxPower
        return device
    }()
}

/// A step as the reference counts it.
struct ReferenceStep {
    let microseconds: Double
    let flop: Double
    let bytes: Double
    let logits: Double
    let uncappedJoules: Double
    let joules: Double

    init(_ model: RooflineModel, _ shape: BatchShape) {
        let step = model.estimate(of: shape)
        var (flop, bytes, joules) = (step.flop, step.bytes, step.uncappedJoules)
        let program = model.program(for: shape)
        let tokens = Double(shape.tokens)
        for entry in program.kernels {
            guard case .experts(let experts) = entry.kernel, experts.devices > 1 else { continue }
            let load = ExpertLoad(
                tokens: tokens, perToken: experts.perToken, experts: experts.count, devices: experts.devices,
                routing: experts.routing, imbalance: model.constants.expertImbalance)
            let matrix = 3 * experts.hiddenSize * experts.size * entry.count
            let more = KernelCost(
                microseconds: 0,
                flop: 2 * matrix * (load.rows - load.meanRows) * experts.precision.energy,
                bytes: (load.activeExperts - load.meanExperts) * matrix * experts.precision.weightBytes)
            flop += more.flop
            bytes += more.bytes
            joules += program.power.joules(more, busy: 1)
        }
        microseconds = step.microseconds
        (self.flop, self.bytes, logits, uncappedJoules) = (flop, bytes, step.logits, joules)
        self.joules = min(joules, DeviceCatalog.reference.capPower.watts * step.microseconds * 1e-6)
    }

    var uncappedWatts: Double { uncappedJoules / microseconds * 1e6 }
    var watts: Double { joules / microseconds * 1e6 }
}
