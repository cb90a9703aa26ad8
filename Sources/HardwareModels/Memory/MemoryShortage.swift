/// A model that does not fit, and what would: each offer was tried.
public struct MemoryShortage: Hashable, Sendable {
    public let model: String
    public let format: String
    public let device: String
    public let tensorParallel: Int
    public let pipelineParallel: Int
    /// On each device.
    public let weightBytes: Int64
    public let reserveBytes: Int64
    public let usableBytes: Int64
    public let memoryBytes: Int64
    /// As the device is sold: what a reader knows it by.
    public let marketedBytes: Int64
    /// A narrower format with which it fits as it is, or nil.
    public let fittingFormat: String?
    /// The smallest tensor parallel size that fits, larger than the one asked for.
    public let fittingTensorParallel: Int?
    /// Where no such size fits: the fewest devices that do in more stages.
    public let fittingStages: Stages?
    /// The smallest share of the memory, in steps of 0.01 up to 0.99, with which it fits as it is.
    public let fittingUtilizationPercent: Int?

    /// Tensor and pipeline parallel sizes together.
    public struct Stages: Hashable, Sendable {
        public let tensorParallel: Int
        public let pipelineParallel: Int
    }

    init(
        _ plan: MemoryPlan, _ sharding: Sharding, device: DeviceSpec, engine: EngineProfile,
        format: QuantizationFormat, kvFormat: KVFormat?
    ) {
        model = sharding.model.name
        self.format = format.name
        self.device = device.name
        tensorParallel = sharding.tensorParallel
        pipelineParallel = sharding.pipelineParallel
        marketedBytes = device.marketedBytes
        weightBytes = plan.weightBytes
        reserveBytes = plan.reserveBytes
        usableBytes = plan.usableBytes
        memoryBytes = plan.memoryBytes

        var size: Int?
        for candidate in Sharding.possibleSizes(sharding.model)
        where candidate > sharding.tensorParallel && size == nil {
            let parts = sharding.expertParallel > 1 ? candidate : 1
            guard
                let split = try? Sharding(
                    sharding.model, tensorParallel: candidate,
                    pipelineParallel: sharding.pipelineParallel, expertParallel: parts)
            else { continue }
            if MemoryPlan(
                unchecked: split, device: device, engine: engine, format: format, kvFormat: kvFormat
            ).fits {
                size = candidate
            }
        }
        fittingTensorParallel = size

        var stages: Stages?
        if size == nil {
            for candidate in Sharding.possibleSizes(sharding.model) where candidate >= sharding.tensorParallel
            {
                for count in Sharding.sizes where count > sharding.pipelineParallel {
                    guard
                        stages.map({ candidate * count <= $0.tensorParallel * $0.pipelineParallel }) ?? true,
                        let split = try? Sharding(
                            sharding.model, tensorParallel: candidate, pipelineParallel: count,
                            expertParallel: sharding.expertParallel),
                        MemoryPlan(
                            unchecked: split, device: device, engine: engine, format: format,
                            kvFormat: kvFormat
                        ).fits
                    else { continue }
                    stages = Stages(tensorParallel: candidate, pipelineParallel: count)
                }
            }
        }
        fittingStages = stages

        var narrower: String?
        for candidate in [QuantizationFormat.fp8, .int4AWQ] where narrower == nil {
            // Beside quantised weights engines compute in 16 bits: wider arithmetic does not go with them.
            guard format.weightBytes > candidate.weightBytes,
                format.residualBytes == candidate.residualBytes,
                let known = try? candidate.resolved(on: device)
            else { continue }
            if MemoryPlan(
                unchecked: sharding, device: device, engine: engine, format: known, kvFormat: kvFormat
            )
            .fits {
                narrower = candidate.name
            }
        }
        fittingFormat = narrower

        var percent: Int?
        for candidate in 1...99 where percent == nil {
            let utilization = Double(candidate) / 100
            guard utilization > engine.memoryUtilization else { continue }
            var fuller = engine
            fuller.memoryUtilization = utilization
            if MemoryPlan(
                unchecked: sharding, device: device, engine: fuller, format: format, kvFormat: kvFormat
            ).fits {
                percent = candidate
            }
        }
        fittingUtilizationPercent = percent
    }
}

extension MemoryShortage: CustomStringConvertible {
    public var description: String {
        let devices = Int64(tensorParallel * pipelineParallel)
        var text = "\(model) \(format) does not fit on \(devices) x \(device): "
        if weightBytes > marketedBytes {
            text +=
                "weights \(MemoryShortage.gigabytes(weightBytes * devices)) > "
                + MemoryShortage.gigabytes(marketedBytes * devices)
        } else {
            text +=
                "per device, weights \(MemoryShortage.gigabytes(weightBytes)) + reserve "
                + "\(MemoryShortage.gigabytes(reserveBytes)) leave no KV block in "
                + MemoryShortage.gigabytes(usableBytes)
        }
        var offers: [String] = []
        if let size = fittingTensorParallel { offers.append("--tp \(size)") }
        if let stages = fittingStages {
            let isWider = stages.tensorParallel > tensorParallel
            let devices = stages.tensorParallel * stages.pipelineParallel
            offers.append(
                (isWider ? "--tp \(stages.tensorParallel) " : "") + "--pp \(stages.pipelineParallel)"
                    + (devices > 8
                        ? " (\(devices) GPUs: servers of 8, between which links are not modelled)" : ""))
        }
        if let percent = fittingUtilizationPercent {
            offers.append("--gpu-memory-utilization 0.\(percent < 10 ? "0" : "")\(percent)")
        }
        if let format = fittingFormat { offers.append("--quantization \(format)") }
        return offers.isEmpty
            ? text + ". No tensor and pipeline parallel sizes (up to 8 each) fit"
            : text + ". Fits with " + HardwareError.joined(offers, last: ", or ")
    }

    /// One decimal, dropped where it is zero: `141.1 GB`, `80 GB`.
    private static func gigabytes(_ bytes: Int64) -> String {
        let tenths = (bytes + 50_000_000) / 100_000_000
        return tenths % 10 == 0 ? "\(tenths / 10) GB" : "\(tenths / 10).\(tenths % 10) GB"
    }
}
