/// What would make a model fit that does not: each offer is tried.
struct MemoryOffers {
    let sharding: Sharding
    let device: DeviceSpec
    let engine: EngineProfile
    let format: QuantizationFormat
    let kvFormat: KVFormat?

    private func fits(
        _ split: Sharding? = nil, engine other: EngineProfile? = nil,
        format narrower: QuantizationFormat? = nil
    ) -> Bool {
        MemoryPlan(
            unchecked: split ?? sharding, device: device, engine: other ?? engine,
            format: narrower ?? format, kvFormat: kvFormat
        ).fits
    }

    /// The smallest larger tensor parallel size, the experts placed whole on all its devices where they are placed whole.
    var tensorParallel: Int? {
        Sharding.possibleSizes(sharding.model).first { size in
            guard size > sharding.tensorParallel,
                let split = try? Sharding(
                    sharding.model, tensorParallel: size, pipelineParallel: sharding.pipelineParallel,
                    expertParallel: sharding.expertParallel > 1 ? size : 1)
            else { return false }
            return fits(split)
        }
    }

    /// The fewest devices in more stages.
    var stages: MemoryShortage.Stages? {
        var best: MemoryShortage.Stages?
        for size in Sharding.possibleSizes(sharding.model) where size >= sharding.tensorParallel {
            for count in Sharding.sizes where count > sharding.pipelineParallel {
                guard best.map({ size * count <= $0.tensorParallel * $0.pipelineParallel }) ?? true,
                    let split = try? Sharding(
                        sharding.model, tensorParallel: size, pipelineParallel: count,
                        expertParallel: sharding.expertParallel),
                    fits(split)
                else { continue }
                best = MemoryShortage.Stages(tensorParallel: size, pipelineParallel: count)
            }
        }
        return best
    }

    /// A format of fewer bits.
    var narrowerFormat: String? {
        [QuantizationFormat.fp8, .int4AWQ].first { candidate in
            // Beside quantised weights engines compute in 16 bits: wider arithmetic does not go with them.
            guard format.weightBytes > candidate.weightBytes,
                format.residualBytes == candidate.residualBytes,
                let known = try? candidate.resolved(on: device)
            else { return false }
            return fits(format: known)
        }?.name
    }

    /// The smallest larger share of the memory, in hundredths.
    var utilizationPercent: Int? {
        (1...99).first { percent in
            var fuller = engine
            fuller.memoryUtilization = Double(percent) / 100
            return fuller.memoryUtilization > engine.memoryUtilization && fits(engine: fuller)
        }
    }
}

extension MemoryShortage {
    init(
        _ plan: MemoryPlan, _ sharding: Sharding, device: DeviceSpec, engine: EngineProfile,
        format: QuantizationFormat, kvFormat: KVFormat?
    ) {
        let offers = MemoryOffers(
            sharding: sharding, device: device, engine: engine, format: format, kvFormat: kvFormat)
        let size = offers.tensorParallel
        self.init(
            model: sharding.model.name, format: format.name, device: device.name,
            tensorParallel: sharding.tensorParallel, pipelineParallel: sharding.pipelineParallel,
            weightBytes: plan.weightBytes, reserveBytes: plan.reserveBytes, usableBytes: plan.usableBytes,
            memoryBytes: plan.memoryBytes, marketedBytes: device.marketedBytes,
            fittingFormat: offers.narrowerFormat, fittingTensorParallel: size,
            fittingStages: size == nil ? offers.stages : nil,
            fittingUtilizationPercent: offers.utilizationPercent)
    }
}
