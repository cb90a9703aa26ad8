/// What a kernel, or several, cost one device.
public struct KernelCost: Hashable, Sendable {
    public var microseconds: Double
    /// 16-bit floating-point operations.
    public var flop: Double
    /// Bytes through device memory.
    public var bytes: Double
    /// Operations on padding: they draw energy and are no part of the work.
    public var paddedFlop: Double

    public init(microseconds: Double, flop: Double, bytes: Double, paddedFlop: Double = 0) {
        self.microseconds = microseconds
        self.flop = flop
        self.bytes = bytes
        self.paddedFlop = paddedFlop
    }

    public static let zero = KernelCost(microseconds: 0, flop: 0, bytes: 0)

    public static func + (left: KernelCost, right: KernelCost) -> KernelCost {
        KernelCost(
            microseconds: left.microseconds + right.microseconds, flop: left.flop + right.flop,
            bytes: left.bytes + right.bytes, paddedFlop: left.paddedFlop + right.paddedFlop)
    }

    public static func += (left: inout KernelCost, right: KernelCost) { left = left + right }

    /// The cost of the same kernel in so many layers.
    public static func * (cost: KernelCost, times: Double) -> KernelCost {
        KernelCost(
            microseconds: cost.microseconds * times, flop: cost.flop * times, bytes: cost.bytes * times,
            paddedFlop: cost.paddedFlop * times)
    }
}

/// A device under an engine's kernels at one clock: the rates that kernels divide by.
struct Machine: Hashable, Sendable {
    let constants: RooflineConstants
    /// At this clock.
    let flopPerSecond: Double
    let memoryBytesPerSecond: Double
    let linkBytesPerSecond: Double
    let hostLinkBytesPerSecond: Double
    /// What times that are spent on the chip, launches among them, are multiplied by: 1 at the highest clock.
    let stretch: Double
    /// Bytes of an activation.
    let activationBytes: Double

    /// `clock` is a share of the highest, in (0, 1]. Compute and launches slow down with it; memory and links have
    /// clocks of their own.
    init(device: DeviceSpec, constants: RooflineConstants, format: QuantizationFormat, clock: Double) {
        self.constants = constants
        flopPerSecond = device.bf16FlopPerSecond * clock
        memoryBytesPerSecond = device.memoryBytesPerSecond
        linkBytesPerSecond = device.linkBytesPerSecond
        hostLinkBytesPerSecond = device.hostLinkBytesPerSecond
        stretch = 1 / clock
        activationBytes = format.activationBytes
    }

    /// Microseconds of FLOP at a share of the peak.
    func compute(_ flop: Double, efficiency: Double) -> Double {
        flop / (flopPerSecond * efficiency) * 1e6
    }

    /// Microseconds of bytes at a share of the memory bandwidth.
    func memory(_ bytes: Double, efficiency: Double) -> Double {
        bytes / (memoryBytesPerSecond * efficiency) * 1e6
    }
}
