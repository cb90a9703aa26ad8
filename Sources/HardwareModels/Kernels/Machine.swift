/// A device under an engine's kernels at one clock: the rates that kernels divide by.
struct Machine: Hashable, Sendable {
    let constants: RooflineConstants
    let memoryBytesPerSecond: Double
    /// What the multiprocessors can ask for at this clock.
    let issueBytesPerSecond: Double
    let linkBytesPerSecond: Double
    let hostLinkBytesPerSecond: Double
    /// What times that are spent on the chip, launches among them, are multiplied by: 1 at the highest clock.
    let stretch: Double
    /// Bytes of an activation between kernels.
    let activationBytes: Double
    /// Units that thread blocks are dealt to.
    let multiprocessors: Double
    let cacheBytes: Double
    /// FLOP/s of attention's unit at this clock, and the energy of one in 16-bit ones.
    let attentionFlopPerSecond: Double
    let attentionEnergy: Double
    let attentionUnit: ComputeUnit
    /// Rows of a tile of decode attention: only tensor cores that have tf32 (Ampere and later) run kernels that pad.
    let decodeTileRows: Double
    private let rates: [Double]

    /// `clock` is a share of the highest, in (0, 1]. Compute and launches slow down with it; memory and links have
    /// clocks of their own. `format` is one that the device runs.
    init(device: DeviceSpec, constants: RooflineConstants, format: QuantizationFormat, clock: Double) {
        self.constants = constants
        memoryBytesPerSecond = device.memoryBytesPerSecond
        issueBytesPerSecond = device.issueBytesPerSecond(atClock: clock)
        linkBytesPerSecond = device.linkBytesPerSecond
        hostLinkBytesPerSecond = device.hostLinkBytesPerSecond
        stretch = 1 / clock
        activationBytes = format.residualBytes
        multiprocessors = Double(device.multiprocessors)
        cacheBytes = Double(device.cacheBytes)
        rates = ComputeUnit.allCases.map { (device.rate(of: $0) ?? 0) * clock }
        attentionFlopPerSecond = (device.rate(of: format.baseUnit) ?? device.bf16FlopPerSecond) * clock
        decodeTileRows = device.tf32FlopPerSecond == nil ? 0 : constants.decodeAttentionTileRows
        attentionEnergy = constants.energy(of: format.baseUnit)
        attentionUnit = format.baseUnit
    }

    func flopPerSecond(_ unit: ComputeUnit) -> Double {
        for (index, known) in ComputeUnit.allCases.enumerated() where known == unit { return rates[index] }
        return 0
    }

    /// Microseconds of attention's FLOP at a share of the peak.
    func attention(_ flop: Double, efficiency: Double) -> Double {
        flop / (attentionFlopPerSecond * efficiency) * 1e6
    }

    /// Microseconds of bytes at a share of the memory bandwidth, or as fast as they can be asked for.
    func memory(_ bytes: Double, efficiency: Double) -> Double {
        // A share above one stands for bytes that a cache serves besides.
        let rate = min(memoryBytesPerSecond * min(efficiency, 1), issueBytesPerSecond) * max(efficiency, 1)
        return bytes / rate * 1e6
    }
}

/// How one kind of weights is multiplied on a machine.
struct Precision: Hashable, Sendable {
    let weightBytes: Double
    let inputBytes: Double
    let outputBytes: Double
    let flopPerSecond: Double
    let unit: ComputeUnit
    /// Energy of a FLOP in 16-bit ones.
    let energy: Double
    /// Bytes that a pass before the product moves for each weight.
    let unpackedBytesPerWeight: Double
    let product: GEMMConstants
    let expert: ExpertConstants

    /// `layer` nil: weights that no format touches (routers).
    init(_ format: QuantizationFormat, _ layer: QuantizedLayers?, on machine: Machine) {
        let isCovered = layer.map { format.layers.contains($0) } ?? false
        let constants = machine.constants
        let traffic = constants.activationTraffic
        let narrow = isCovered && constants.countsNarrowInputs ? format.activationBytes : format.residualBytes
        let unit = isCovered ? format.unit : format.baseUnit
        let family = isCovered ? format.family : format.baseFamily
        weightBytes = isCovered ? format.weightBytes : format.residualBytes
        inputBytes = narrow * traffic
        outputBytes = format.residualBytes * traffic
        flopPerSecond = machine.flopPerSecond(unit)
        self.unit = unit
        energy = constants.energy(of: unit)
        unpackedBytesPerWeight = isCovered && constants.hasPasses ? format.unpackedBytesPerWeight : 0
        product = constants.products[family]
        expert = constants.experts[family]
    }
}
