import SimCore

/// How well a figure is known.
public enum Provenance: String, Hashable, Sendable {
    /// Fitted to measurements on this very device.
    case calibrated
    /// Fitted on another device and carried over by the ratio of datasheet figures.
    case transferred
    /// The maker's datasheet alone.
    case datasheet
    /// True by definition: an imaginary device for teaching.
    case defined
}

/// Supply voltage as a share of its highest, linear in the clock as a share of its highest.
///
/// Dynamic compute energy goes with its square. Documented, not fitted: no clock sweep was found.
public struct VoltageCurve: Hashable, Sendable {
    public var intercept: Double
    public var slope: Double

    public static let standard = VoltageCurve(intercept: 0.4, slope: 0.6)

    /// (v(f) / v(1))^2 for a clock share f in (0, 1].
    public func energyScale(atClock share: Double) -> Double {
        let ratio = (intercept + slope * share) / (intercept + slope)
        return ratio * ratio
    }
}

/// An accelerator as its datasheet and a wattmeter know it.
public struct DeviceSpec: Hashable, Sendable {
    public var name: String
    /// Dense 16-bit tensor-core peak.
    public var bf16FlopPerSecond: Double
    public var memoryBytesPerSecond: Double
    public var memoryBytes: Int64
    /// What the driver reports as its memory, where that is more than the rated size.
    public var reportedMemoryBytes: Int64? = nil
    /// What a CUDA context takes before anything is allocated.
    public var contextBytes: Int64
    /// One direction of the links to the other devices of a node.
    public var linkBytesPerSecond: Double
    /// One direction of the link to host memory.
    public var hostLinkBytesPerSecond: Double

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
    public var provenance: Provenance

    /// - Throws: ``HardwareError/outOfRange(subject:field:value:allowed:)`` for a figure that is not finite, not
    ///   positive or beyond any device; the bounds keep step costs inside their integers.
    func validate() throws(HardwareError) {
        let rates = [
            ("peak FLOP/s", bf16FlopPerSecond), ("memory bytes/s", memoryBytesPerSecond),
            ("link bytes/s", linkBytesPerSecond), ("host link bytes/s", hostLinkBytesPerSecond),
        ]
        for (field, rate) in rates where !(rate >= 1e6 && rate <= 1e18) {
            throw outOfRange(field, String(rate), "1e6 to 1e18")
        }
        let energies = [("pJ/FLOP", picojoulesPerFlop), ("pJ/byte", picojoulesPerByte)]
        for (field, energy) in energies where !(energy >= 0 && energy <= 1e6) {
            throw outOfRange(field, String(energy), "0 to 1e6")
        }
        guard voltage.intercept >= 0, voltage.slope >= 0, voltage.intercept + voltage.slope > 0,
            voltage.intercept + voltage.slope <= 1e3
        else {
            throw outOfRange(
                "voltage curve", "\(voltage.intercept) + \(voltage.slope) f", "rising and positive")
        }
        guard memoryBytes > 0, memoryBytes <= 1_000_000_000_000_000 else {
            throw outOfRange("memory bytes", String(memoryBytes), "1 to 1e15")
        }
        guard contextBytes >= 0, contextBytes < memoryBytes else {
            throw outOfRange("context bytes", String(contextBytes), "less than the memory")
        }
        guard idlePower >= .zero, idlePower <= activeFloorPower else {
            throw outOfRange("idle power", idlePower.description, "0 W to the active floor")
        }
        guard activeFloorPower > .zero else {
            throw outOfRange("active floor", activeFloorPower.description, "above 0 W")
        }
        guard capPower >= activeFloorPower, capPower <= maxPower else {
            throw outOfRange("power cap", capPower.description, "\(activeFloorPower) to \(maxPower)")
        }
        guard maxPower.milliwatts <= 1_000_000_000 else {
            throw outOfRange("board power", maxPower.description, "at most 1 MW")
        }
    }

    private func outOfRange(_ field: String, _ value: String, _ allowed: String) -> HardwareError {
        HardwareError.outOfRange(subject: name, field: field, value: value, allowed: allowed)
    }
}
