extension RooflineConstants {
    /// - Throws: ``HardwareError/outOfRange(subject:field:value:allowed:)``: shares lie in (0, 3] (a fit may exceed a
    ///   datasheet where part of the bytes comes from a cache), times in [0, 1 s], exponents are at least 1.
    func validate() throws(HardwareError) {
        var shares: [(String, Double)] = [
            ("elementwise memory efficiency", elementwiseMemoryEfficiency),
            ("all-reduce efficiency", allReduce.linkEfficiency),
        ]
        var times: [(String, Double)] = [
            ("elementwise time", elementwiseMicroseconds), ("elementwise kernels", elementwiseKernels),
            ("residual passes", residualPasses), ("all-reduce latency", allReduce.startMicroseconds),
            ("all-reduce time per doubling", allReduce.microsecondsPerDoubling),
            ("all-reduce growth", allReduce.growth), ("all-reduce ramp", allReduce.rampMicroseconds),
            ("all-reduce ramp exponent", allReduce.rampExponent), ("activation traffic", activationTraffic),
            ("expert imbalance", expertImbalance), ("energy of an 8-bit FLOP", eightBitEnergy ?? 0),
            ("decode attention tile", decodeAttentionTileRows),
        ]
        var exponents: [(String, Double)] = []
        for family in KernelFamily.allCases {
            let product = products[family]
            let name = family.rawValue + " product"
            shares.append((name + " compute efficiency", product.computeEfficiency))
            shares.append((name + " memory efficiency", product.memoryEfficiency))
            times.append((name + " launch", product.launchMicroseconds))
            times.append((name + " time per 1024", product.microsecondsPer1024Depth))
            times.append((name + " depth limit", product.depthLimit))
            times.append((name + " walk growth", product.walkGrowth))
            times.append((name + " extra depth", product.extraDepth))
            times.append((name + " wave weight", product.waveWeight))
            times.append((name + " quantise share", product.quantizeEfficiency))
            times.append((name + " unpack rate", product.unpackRate))
            exponents.append((name + " corner exponent", product.cornerExponent))
            exponents.append((name + " latency exponent", product.latencyExponent))
            if let vector = product.vector {
                shares.append((name + " vector memory efficiency", vector.memoryEfficiency))
                times.append((name + " vector launch", vector.launchMicroseconds))
                times.append((name + " vector time per 1024", vector.microsecondsPer1024Depth))
                times.append((name + " vector slowdown", vector.slowdownPerRow))
                exponents.append((name + " vector rate", vector.weightRate))
            }
            let expert = experts[family]
            let expertName = family.rawValue + " expert"
            shares.append((expertName + " compute efficiency", expert.computeEfficiency))
            shares.append((expertName + " memory efficiency", expert.memoryEfficiency))
            shares.append((expertName + " activation efficiency", expert.activationEfficiency))
            times.append((expertName + " launch", expert.launchMicroseconds))
            times.append((expertName + " group launch", expert.groupMicroseconds))
            times.append((expertName + " block", expert.blockRows))
            times.append((expertName + " time per 1024", expert.microsecondsPer1024Depth))
            times.append((expertName + " padding", expert.padding))
            times.append((expertName + " tile", expert.tileRows))
            times.append((expertName + " tile of few rows", expert.fewTileRows))
            times.append((expertName + " unpacking", expert.unpackingFlopPerWeight))
            times.append((expertName + " grouping", expert.groupedFlopPerWeight))
            exponents.append((expertName + " corner exponent", expert.cornerExponent))
            exponents.append((expertName + " misaligned penalty", expert.misalignedPenalty))
            exponents.append((expertName + " untuned penalty", expert.untunedPenalty))
        }
        for form in [decodeAttention, decodeAttention8Bit] {
            switch form {
            case .linear(let linear):
                shares.append(("decode attention memory efficiency", linear.memoryEfficiency))
                times.append(("decode attention launch", linear.launchMicroseconds))
                times.append(("decode attention time per head", linear.microsecondsPerHead))
            case .split(let split):
                shares.append(("decode attention memory efficiency", split.memoryEfficiency))
                shares.append(("decode attention activation efficiency", split.activationEfficiency))
                shares.append(("decode attention wave exponent", split.waveExponent))
                times.append(("decode attention launch", split.launchMicroseconds))
                times.append(("decode attention ramp", split.rampMicroseconds))
                times.append(("decode attention block", split.blockMicroseconds))
                times.append(("decode attention wave", split.waveMicroseconds))
                times.append(("decode attention cache rate", split.cacheRate))
                exponents.append(("decode attention corner exponent", split.cornerExponent))
            }
        }
        for form in [prefillAttention, prefillAttention8Bit] {
            switch form {
            case .additive(let additive):
                shares.append(("prefill attention compute efficiency", additive.computeEfficiency))
                shares.append(("prefill attention memory efficiency", additive.memoryEfficiency))
                times.append(("prefill attention launch", additive.launchMicroseconds))
            case .tiled(let tiled):
                shares.append(("prefill attention compute efficiency", tiled.computeEfficiency))
                shares.append(("prefill attention memory efficiency", tiled.memoryEfficiency))
                times.append(("prefill attention launch", tiled.launchMicroseconds))
                times.append(("prefill attention tile", tiled.tileMicroseconds))
                times.append(("prefill attention block", tiled.blockMicroseconds))
                times.append(("prefill attention KV passes", tiled.keyValuePasses))
                exponents.append(("prefill attention corner exponent", tiled.cornerExponent))
            }
        }
        for (field, share) in shares where !(share > 1e-6 && share <= 3) {
            throw outOfRange(field, share, "in (1e-6, 3]")
        }
        for (field, time) in times where !(time >= 0 && time <= 1e6) {
            throw outOfRange(field, time, "0 to 1e6")
        }
        for (field, exponent) in exponents where !(exponent >= 1) {
            throw outOfRange(field, exponent, "1 or more")
        }
    }

    private func outOfRange(_ field: String, _ value: Double, _ allowed: String) -> HardwareError {
        HardwareError.outOfRange(
            subject: "roofline constants", field: field, value: String(value), allowed: allowed)
    }
}
