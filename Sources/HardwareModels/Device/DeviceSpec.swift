import SimCore

/// How well a figure is known.
public enum Provenance: String, CaseIterable, Hashable, Sendable {
    /// Fitted to measurements on this very device.
    case calibrated
    /// Fitted on another device and carried over by the ratio of datasheet figures.
    case transferred
    /// The maker's datasheet alone.
    case datasheet
    /// True by definition: an imaginary device for teaching.
    case defined
}

/// Supply voltage over the core clock: level up to a knee, and straight from there over a bend to the highest clock.
///
/// Clocks are shares of the highest, voltages times the lowest. Energy of what computes goes with the square.
public struct VoltageCurve: Hashable, Sendable {
    public var knee: Double
    public var bend: Double
    public var bendVoltage: Double
    public var topVoltage: Double

    /// An H100 SXM's: level to 1.08 GHz, 1.16 at 1.41 GHz (its matrix products at locked clocks of 1005, 1200 and 1410 MHz and
    /// under caps of 350, 500 and 700 W), 1.30 at 1.98 GHz (1.20 to 1.43 fit as well: assumed).
    public static let standard = VoltageCurve(knee: 0.545, bend: 0.712, bendVoltage: 1.16, topVoltage: 1.3)

    public init(knee: Double, bend: Double, bendVoltage: Double, topVoltage: Double) {
        self.knee = knee
        self.bend = bend
        self.bendVoltage = bendVoltage
        self.topVoltage = topVoltage
    }

    var isRising: Bool {
        knee > 0 && knee < bend && bend < 1 && bendVoltage >= 1 && topVoltage >= bendVoltage
            && topVoltage <= 10
    }
}

/// An accelerator as its datasheet and a wattmeter know it.
public struct DeviceSpec: Hashable, Sendable {
    public var name: String
    /// Dense 16-bit peak, of the tensor cores where there are some.
    public var bf16FlopPerSecond: Double
    /// Whether the 16-bit peak is had in bf16 too, and not in fp16 alone.
    public var computesBF16 = true
    /// Dense peaks of the other units; nil where there is no such unit.
    public var fp32FlopPerSecond: Double
    public var tf32FlopPerSecond: Double?
    public var fp8FlopPerSecond: Double?
    public var int8FlopPerSecond: Double?
    /// Streaming multiprocessors, or cores: what thread blocks are dealt to.
    public var multiprocessors: Int
    /// Bytes of keys and values that stay in the last-level cache between two runs of a kernel.
    public var cacheBytes: Int64
    public var memoryBytesPerSecond: Double
    /// As the driver reports it.
    public var memoryBytes: Int64
    /// As the device is sold, for messages.
    public var marketedBytes: Int64
    /// What a CUDA context takes before anything is allocated.
    public var contextBytes: Int64
    /// One direction of the links to the other devices of a node.
    public var linkBytesPerSecond: Double
    /// One direction of the link to host memory.
    public var hostLinkBytesPerSecond: Double

    /// The highest core clock, for `--clock`.
    public var clockMegahertz: Double
    /// Drawn while not even a context is loaded.
    public var bareIdlePower: Power
    /// Drawn while a context is loaded and nothing runs.
    public var idlePower: Power
    /// Drawn by a running step before any FLOP or byte is counted: clocks up, schedulers busy.
    public var activeFloorPower: Power
    /// The power limit that the device sustains.
    public var capPower: Power
    /// The board's rating.
    public var maxPower: Power
    /// Energy of one 16-bit FLOP at the highest clock.
    public var picojoulesPerFlop: Double
    /// Energy of one byte to or from device memory.
    public var picojoulesPerByte: Double
    public var voltage: VoltageCurve
    /// Between the core clocks that can be had, in MHz.
    public var clockStepMegahertz = 15.0
    /// Bytes of device memory that a multiprocessor can ask for in a cycle: streaming on an H200 needs 25 (its products of 128
    /// rows, whose clock is inferred).
    public var bytesPerCycle = 25.0
    public var provenance: Provenance

    /// What the last figures are from: shown with the provenance.
    public var note = ""

    /// - Throws: ``HardwareError/outOfRange(subject:field:value:allowed:)`` for a figure that is not finite, not
    ///   positive or beyond any device; the bounds keep step costs inside their integers.
    func validate() throws(HardwareError) {
        let rates = [
            ("peak FLOP/s", bf16FlopPerSecond), ("memory bytes/s", memoryBytesPerSecond),
            ("fp32 FLOP/s", fp32FlopPerSecond), ("tf32 FLOP/s", tf32FlopPerSecond ?? fp32FlopPerSecond),
            ("fp8 FLOP/s", fp8FlopPerSecond ?? bf16FlopPerSecond),
            ("int8 FLOP/s", int8FlopPerSecond ?? bf16FlopPerSecond), ("link bytes/s", linkBytesPerSecond),
            ("host link bytes/s", hostLinkBytesPerSecond),
        ]
        for (field, rate) in rates where !(rate >= 1e6 && rate <= 1e18) {
            throw outOfRange(field, String(rate), "1e6 to 1e18")
        }
        let energies = [("pJ/FLOP", picojoulesPerFlop), ("pJ/byte", picojoulesPerByte)]
        for (field, energy) in energies where !(energy >= 0 && energy <= 1e6) {
            throw outOfRange(field, String(energy), "0 to 1e6")
        }
        guard voltage.isRising else {
            throw outOfRange(
                "voltage curve",
                "\(voltage.bendVoltage) at \(voltage.bend) and \(voltage.topVoltage) at the highest clock, from 1 at "
                    + "\(voltage.knee)", "rising, from 1 to 10 times the lowest")
        }
        guard bytesPerCycle >= 0.001 else {
            throw outOfRange("bytes per cycle", String(bytesPerCycle), "at least 0.001")
        }
        guard memoryBytes > 0, memoryBytes <= 1_000_000_000_000_000 else {
            throw outOfRange("memory bytes", String(memoryBytes), "1 to 1e15")
        }
        guard marketedBytes > 0, marketedBytes <= 1_000_000_000_000_000 else {
            throw outOfRange("marketed memory bytes", String(marketedBytes), "1 to 1e15")
        }
        guard multiprocessors >= 1, multiprocessors <= 1_000_000 else {
            throw outOfRange("multiprocessors", String(multiprocessors), "1 to 1000000")
        }
        guard cacheBytes >= 1, cacheBytes <= 1_000_000_000_000 else {
            throw outOfRange("cache bytes", String(cacheBytes), "1 to 1e12")
        }
        guard clockMegahertz >= 1, clockMegahertz <= 100_000 else {
            throw outOfRange("clock", String(clockMegahertz), "1 to 100000 MHz")
        }
        guard contextBytes >= 0, contextBytes < memoryBytes else {
            throw outOfRange("context bytes", String(contextBytes), "less than the memory")
        }
        guard bareIdlePower >= .zero, bareIdlePower <= idlePower else {
            throw outOfRange("bare idle power", bareIdlePower.description, "0 W to the idle power")
        }
        guard idlePower >= .zero, idlePower <= activeFloorPower else {
            throw outOfRange("idle power", idlePower.description, "0 W to the active floor")
        }
        guard activeFloorPower > .zero else {
            throw outOfRange("active floor", activeFloorPower.description, "above 0 W")
        }
        guard capPower > idlePower else {
            throw outOfRange("power cap", capPower.description, "above the idle power of \(idlePower)")
        }
        try checkCurve()
        guard capPower >= leastCapPower, capPower <= maxPower else {
            throw outOfRange("power cap", capPower.description, "\(leastCapPower) to \(maxPower)")
        }
        guard maxPower.milliwatts <= 1_000_000_000 else {
            throw outOfRange("board power", maxPower.description, "at most 1 MW")
        }
    }

    private func outOfRange(_ field: String, _ value: String, _ allowed: String) -> HardwareError {
        HardwareError.outOfRange(subject: name, field: field, value: value, allowed: allowed)
    }
}

extension DeviceSpec {
    /// Dense peak of a unit, or nil where there is none.
    public func rate(of unit: ComputeUnit) -> Double? {
        switch unit {
        case .fp32: fp32FlopPerSecond
        case .tf32: tf32FlopPerSecond
        case .bf16: computesBF16 ? bf16FlopPerSecond : nil
        case .fp16: bf16FlopPerSecond
        case .fp8: fp8FlopPerSecond
        case .int8: int8FlopPerSecond
        }
    }

    /// The operating point of a core clock.
    ///
    /// - Throws: ``HardwareError/outOfRange(subject:field:value:allowed:)`` above the highest clock or below the lowest.
    public func operatingPoint(megahertz: Double) throws(HardwareError) -> OperatingPoint {
        guard megahertz >= lowestMegahertz, megahertz <= clockMegahertz else {
            throw outOfRange("clock", String(megahertz), "\(lowestMegahertz) to \(clockMegahertz) MHz")
        }
        return OperatingPoint(clockPermille: Int((megahertz / clockMegahertz * 1000).rounded()))
    }
}
