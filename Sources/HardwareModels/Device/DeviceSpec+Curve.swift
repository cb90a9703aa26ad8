import SimCore

/// A device's operating curve, from its figures and from what was told on an H100 SXM.
extension DeviceSpec {
    /// Of the rise from bare idle to idle with a context: leakage that follows the supply. Not told by any measurement: none to
    /// two thirds fit alike.
    private static let leakageShare = 0.29
    /// Of a byte's energy at the highest clock: its way through the chip, which follows the supply. The rest is the memory's and
    /// its interface's, whose clock stays.
    static let coreShareOfByte = 0.47
    /// The lowest clock as a share of the highest, rounded to a step: 210 of an H100's 1980 MHz.
    private static let lowestShare = 0.106

    /// The lowest core clock.
    public var lowestMegahertz: Double {
        let steps = ((1 - DeviceSpec.lowestShare) * clockMegahertz / clockStepMegahertz).rounded(.down)
        return max(clockMegahertz - steps * clockStepMegahertz, DeviceSpec.lowestShare * clockMegahertz)
    }

    /// Clock, supply and standing power.
    public var operatingCurve: OperatingCurve {
        OperatingCurve(
            unchecked: lowestMegahertz, highestMegahertz: clockMegahertz, stepMegahertz: clockStepMegahertz,
            supply: supply, bareWatts: bareIdlePower.watts, idleWatts: idlePower.watts,
            awakeWatts: activeFloorPower.watts, leakageShare: DeviceSpec.leakageShare,
            issueBytesPerCycle: bytesPerCycle * Double(multiprocessors))
    }

    private var supply: [OperatingCurve.Supply] {
        [
            .init(megahertz: voltage.knee * clockMegahertz, share: 1),
            .init(megahertz: voltage.bend * clockMegahertz, share: voltage.bendVoltage),
            .init(megahertz: clockMegahertz, share: voltage.topVoltage),
        ]
    }

    /// - Throws: ``HardwareError/outOfRange(subject:field:value:allowed:)``.
    func checkCurve() throws(HardwareError) {
        _ = try OperatingCurve(
            lowestMegahertz: lowestMegahertz, highestMegahertz: clockMegahertz,
            stepMegahertz: clockStepMegahertz, supply: supply, bareWatts: bareIdlePower.watts,
            idleWatts: idlePower.watts, awakeWatts: activeFloorPower.watts,
            leakageShare: DeviceSpec.leakageShare, issueBytesPerCycle: bytesPerCycle * Double(multiprocessors)
        )
    }

    /// Bytes a second that the multiprocessors can ask for at a share of the highest clock; there they keep the memory busy with
    /// a quarter to spare.
    func issueBytesPerSecond(atClock share: Double) -> Double {
        max(bytesPerCycle * Double(multiprocessors) * clockMegahertz * 1e6, 1.25 * memoryBytesPerSecond)
            * share
    }

    /// What the device draws at its lowest clock while it reads its memory as fast as that allows: no controller gets lower while
    /// it works.
    public var leastCapPower: Power {
        let share = lowestMegahertz / clockMegahertz
        let curve = operatingCurve
        let core = curve.coreEnergyShare(atMegahertz: lowestMegahertz)
        let joulesPerByte = picojoulesPerByte * 1e-12 * (1 - DeviceSpec.coreShareOfByte * (1 - core))
        let bytes = min(memoryBytesPerSecond, issueBytesPerSecond(atClock: share))
        let watts = curve.awakeWatts(atMegahertz: lowestMegahertz) + joulesPerByte * bytes
        return Power(milliwatts: Int64((min(watts, 1e9) * 1000).rounded(.up)))
    }
}
