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
