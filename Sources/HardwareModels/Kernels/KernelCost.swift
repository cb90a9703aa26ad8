import SimCore

/// What a kernel, or several, cost one device.
public struct KernelCost: Hashable, Sendable {
    public var microseconds: Double
    /// The part of `microseconds` that the core clock divides: computing and launching. What remains is exposed
    /// waiting for memory and links; it does not depend on how the two overlap, so that faster memory never adds to it.
    public var onChipMicroseconds: Double
    /// The part of `microseconds` in which the device waits for the host and draws no more than idle power.
    public var idleMicroseconds: Double
    /// Floating-point operations in units of a 16-bit one: others by their energy (an 8-bit one is a half).
    public var flop: Double
    /// Bytes through device memory.
    public var bytes: Double
    /// Operations on padding and on unpacking weights, in the same units, and bytes read once more for padding: they draw
    /// energy and are no part of the work.
    public var paddedFlop: Double
    public var paddedBytes: Double
    /// Logits that a sampler goes through.
    public var logits: Double

    public init(
        microseconds: Double, onChipMicroseconds: Double = 0, idleMicroseconds: Double = 0, flop: Double,
        bytes: Double, paddedFlop: Double = 0, paddedBytes: Double = 0, logits: Double = 0
    ) {
        self.microseconds = microseconds
        self.onChipMicroseconds = onChipMicroseconds
        self.idleMicroseconds = idleMicroseconds
        self.flop = flop
        self.bytes = bytes
        self.paddedFlop = paddedFlop
        self.paddedBytes = paddedBytes
        self.logits = logits
    }

    public static let zero = KernelCost(microseconds: 0, flop: 0, bytes: 0)

    public static func + (left: KernelCost, right: KernelCost) -> KernelCost {
        KernelCost(
            microseconds: left.microseconds + right.microseconds,
            onChipMicroseconds: left.onChipMicroseconds + right.onChipMicroseconds,
            idleMicroseconds: left.idleMicroseconds + right.idleMicroseconds,
            flop: left.flop + right.flop, bytes: left.bytes + right.bytes,
            paddedFlop: left.paddedFlop + right.paddedFlop,
            paddedBytes: left.paddedBytes + right.paddedBytes, logits: left.logits + right.logits)
    }

    public static func += (left: inout KernelCost, right: KernelCost) { left = left + right }

    /// The cost of the same kernel in so many layers.
    public static func * (cost: KernelCost, times: Double) -> KernelCost {
        KernelCost(
            microseconds: cost.microseconds * times, onChipMicroseconds: cost.onChipMicroseconds * times,
            idleMicroseconds: cost.idleMicroseconds * times,
            flop: cost.flop * times, bytes: cost.bytes * times, paddedFlop: cost.paddedFlop * times,
            paddedBytes: cost.paddedBytes * times, logits: cost.logits * times)
    }
}

/// (a^p + b^p)^(1/p) for a, b >= 0: the sum at p = 1, the maximum at infinity.
func smoothMaximum(_ a: Double, _ b: Double, exponent p: Double) -> Double {
    let larger = max(a, b)
    let smaller = min(a, b)
    // Beyond 40 the smaller one adds less than 2 %, at one point, and the fits mean a sharp corner.
    guard smaller > 0, p <= 40 else { return larger }
    if p == 1 { return a + b }
    return larger * PortableMath.pow(1 + PortableMath.pow(smaller / larger, p), 1 / p)
}
