import SimCore

/// What a node draws besides its accelerators, and what a building adds: an option, not part of a step's energy.
public struct HostProfile: Hashable, Sendable {
    /// Drawn by processors, memory, disks and network whatever the load, for each accelerator.
    public var idlePowerPerDevice: Power
    /// Drawn besides while the accelerator works.
    public var activePowerPerDevice: Power
    /// Fans, as a share of what they cool.
    public var fanFactor: Double
    /// What the power supplies pass on of what they draw.
    public var supplyEfficiency: Double
    /// Power usage effectiveness: what the building draws for each watt of its computers.
    public var pue: Double

    /// Accelerators alone, nothing lost.
    public static let none = HostProfile(
        known: .zero, activePowerPerDevice: .zero, fanFactor: 0, supplyEfficiency: 1, pue: 1)

    /// An eighth of an 8-GPU server: two 350 W processors and 32 memory modules at about 5 W (their datasheets) are
    /// 110 W an accelerator at full load, about a half of it idle; fans 10 % (assumed); 80 PLUS Titanium supplies at
    /// half load, 96 %; PUE 1.2 (assumed: between the 1.1 that hyperscalers report and Uptime's survey mean of 1.56).
    public static let server = HostProfile(
        known: Power(milliwatts: 55_000), activePowerPerDevice: Power(milliwatts: 55_000),
        fanFactor: 0.1, supplyEfficiency: 0.96, pue: 1.2)

    /// - Throws: ``HardwareError/outOfRange(subject:field:value:allowed:)``.
    public init(
        idlePowerPerDevice: Power, activePowerPerDevice: Power, fanFactor: Double, supplyEfficiency: Double,
        pue: Double
    ) throws(HardwareError) {
        self.init(
            known: idlePowerPerDevice, activePowerPerDevice: activePowerPerDevice, fanFactor: fanFactor,
            supplyEfficiency: supplyEfficiency, pue: pue)
        func check(_ field: String, _ value: Double, _ range: ClosedRange<Double>) throws(HardwareError) {
            guard value >= range.lowerBound, value <= range.upperBound else {
                throw HardwareError.outOfRange(
                    subject: "host", field: field, value: String(value),
                    allowed: "\(range.lowerBound) to \(range.upperBound)")
            }
        }
        try check("idle power", idlePowerPerDevice.watts, 0...1e5)
        try check("active power", activePowerPerDevice.watts, 0...1e5)
        try check("fan factor", fanFactor, 0...10)
        try check("supply efficiency", supplyEfficiency, 0.01...1)
        try check("PUE", pue, 1...10)
    }

    private init(
        known idlePower: Power, activePowerPerDevice: Power, fanFactor: Double, supplyEfficiency: Double,
        pue: Double
    ) {
        idlePowerPerDevice = idlePower
        self.activePowerPerDevice = activePowerPerDevice
        self.fanFactor = fanFactor
        self.supplyEfficiency = supplyEfficiency
        self.pue = pue
    }

    /// Joules at the building's meter for so many joules of `devices` accelerators, over `seconds` of which they worked
    /// `busySeconds`.
    public func facilityJoules(
        deviceJoules: Double, devices: Int, seconds: Double, busySeconds: Double
    ) -> Double {
        let host =
            Double(devices) * (idlePowerPerDevice.watts * seconds + activePowerPerDevice.watts * busySeconds)
        return (deviceJoules + host) * (1 + fanFactor) / supplyEfficiency * pue
    }
}
