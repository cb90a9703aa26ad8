/// The layers whose weights a format stores; the others keep the format's own base.
public struct QuantizedLayers: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Query, key, value and output projections.
    public static let attention = QuantizedLayers(rawValue: 1)
    /// The gate, up and down projections of dense layers.
    public static let feedForward = QuantizedLayers(rawValue: 2)
    /// Routed experts.
    public static let experts = QuantizedLayers(rawValue: 4)
    public static let sharedExperts = QuantizedLayers(rawValue: 8)
    public static let outputHead = QuantizedLayers(rawValue: 16)

    /// What quantisers treat unless told otherwise: all but the head, the router and the embeddings.
    public static let linear: QuantizedLayers = [.attention, .feedForward, .experts, .sharedExperts]
    public static let all: QuantizedLayers = [.linear, .outputHead]
}

/// What numbers a deployment stores and computes with: four widths, the unit that computes, and the layers it holds for.
public struct QuantizationFormat: Hashable, Sendable {
    /// The name that flags accept and results print.
    public let name: String
    /// In a line: what it is and who makes it.
    public let summary: String
    /// Bytes of one weight, its share of the scales included.
    public private(set) var weightBytes: Double
    /// Weights that share a scale; nil where scales are too few to count: one for a tensor, a channel or a block.
    public private(set) var groupSize: Int?
    /// Bytes of a group's scale, with its zero point where it has one; 0 where there are no groups.
    public private(set) var scaleBytes: Double
    /// Bytes of one activation as a matrix product reads it.
    public private(set) var activationBytes: Double
    /// Bytes of one element of the KV cache unless another is chosen: see ``KVFormat``.
    public let kvBytes: Double
    /// Bytes of one activation between products, and of weights that stay as they were trained.
    public let residualBytes: Double
    /// What multiplies the weights that the format holds for.
    public private(set) var unit: ComputeUnit
    /// What multiplies the others.
    public private(set) var baseUnit: ComputeUnit
    /// Whose constants the kernels take.
    public private(set) var family: KernelFamily
    /// And those of the layers that stay in the base format.
    public private(set) var baseFamily: KernelFamily
    public private(set) var layers: QuantizedLayers
    /// Kernels that each product needs besides itself: quantising, finding outliers, unpacking.
    public let extraKernels: Double
    /// Bytes that a pass before each product moves for each weight, at half the bandwidth: unpacking to 16 bits.
    public private(set) var unpackedBytesPerWeight: Double

    /// `weightBytes` without the scales, of which each group of `groupSize` has `scaleBytes`; `isUnpacked` where a pass
    /// reads the weights and writes them in 16 bits before each product.
    init(
        _ name: String, _ summary: String, weightBytes: Double, groupSize: Int? = nil, scaleBytes: Double = 0,
        activationBytes: Double = 2,
        residualBytes: Double = 2, unit: ComputeUnit, baseUnit: ComputeUnit = .bf16, family: KernelFamily,
        baseFamily: KernelFamily = .sixteenBit, layers: QuantizedLayers = .linear, extraKernels: Double = 0,
        isUnpacked: Bool = false
    ) {
        self.name = name
        self.summary = summary
        self.groupSize = groupSize
        self.scaleBytes = scaleBytes
        self.weightBytes = weightBytes + (groupSize.map { scaleBytes / Double($0) } ?? 0)
        self.activationBytes = activationBytes
        kvBytes = residualBytes
        self.residualBytes = residualBytes
        self.unit = unit
        self.baseUnit = baseUnit
        self.family = family
        self.baseFamily = baseFamily
        self.layers = layers
        self.extraKernels = extraKernels
        unpackedBytesPerWeight = isUnpacked ? self.weightBytes + 2 : 0
    }

    /// The same for fewer layers: a checkpoint that quantises only its experts, say.
    public func limited(to layers: QuantizedLayers) -> QuantizationFormat {
        var format = self
        format.layers = self.layers.intersection(layers)
        return format
    }

    /// The same for these layers, whether or not it holds for them as it is published.
    public func holding(for layers: QuantizedLayers) -> QuantizationFormat {
        var format = self
        format.layers = layers
        return format
    }

    /// The same with a scale of so many bytes for each group of so many weights (1 or more).
    public func grouped(by size: Int, scaleBytes: Double) -> QuantizationFormat {
        var format = self
        let bare = weightBytes - (groupSize.map { self.scaleBytes / Double($0) } ?? 0)
        format.groupSize = size
        format.scaleBytes = scaleBytes
        format.weightBytes = bare + scaleBytes / Double(size)
        if unpackedBytesPerWeight > 0 { format.unpackedBytesPerWeight = format.weightBytes + 2 }
        return format
    }

    /// The same with arithmetic besides the quantised products, and of weight-only formats all of it, in this
    /// 16-bit unit.
    public func computing(in base: ComputeUnit) -> QuantizationFormat {
        var format = self
        if format.unit == .bf16 || format.unit == .fp16 { format.unit = base }
        format.baseUnit = base
        return format
    }

    /// Bytes of one weight of these layers.
    public func weightBytes(of layer: QuantizedLayers) -> Double {
        layers.contains(layer) ? weightBytes : residualBytes
    }
}

extension QuantizationFormat {
    /// The format as a device runs it: an 8-bit format without such a unit becomes weight-only (as vLLM's Marlin
    /// kernels do), tf32 becomes fp32, and layers kept in bf16 become fp16 where there is no bf16.
    ///
    /// - Throws: ``HardwareError/formatNotAvailable(format:device:reason:possible:)``.
    public func resolved(on device: DeviceSpec) throws(HardwareError) -> QuantizationFormat {
        if let format = fitted(to: device) { return format }
        throw HardwareError.formatNotAvailable(
            format: name, device: device.name, reason: "it has no unit for \(unit.rawValue)",
            possible: QuantizationFormat.all.filter { $0.fitted(to: device) != nil }.map { $0.name })
    }

    private func fitted(to device: DeviceSpec) -> QuantizationFormat? {
        var format = self
        if device.rate(of: baseUnit) == nil {
            switch baseUnit {
            case .bf16 where unit != .bf16 || family != .sixteenBit: format.baseUnit = .fp16
            case .tf32:
                format.baseUnit = .fp32
                format.baseFamily = .fp32
            default: return nil
            }
        }
        guard device.rate(of: unit) == nil else { return format }
        switch unit {
        case .tf32:
            format.unit = .fp32
            format.family = .fp32
        case .fp8:
            format.unit = format.baseUnit
            format.family = .int8WeightOnly
            format.activationBytes = residualBytes
        case .bf16 where family != .sixteenBit:
            format.unit = .fp16
        default:
            return nil
        }
        return format
    }
}
