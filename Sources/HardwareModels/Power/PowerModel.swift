import SimCore

/// What a step draws, on one device at one clock, before any cap.
///
/// E = awake(f) t_busy + idle(f) t_host + e_f v^2 FLOP + e_b bytes + e_s v^2 logits, at a clock f and its supply v: see
/// ``OperatingCurve``. Of a byte's energy what it takes on the chip goes with v^2, what it takes in the memory does not.
/// A FLOP is one of 16 bits, others count by ``ComputeUnit/relativeEnergy``.
struct PowerModel: Hashable, Sendable {
    let joulesPerMicrosecond: Double
    let idleJoulesPerMicrosecond: Double
    let joulesPerFlop: Double
    let joulesPerByte: Double
    let joulesPerLogit: Double

    /// `joulesPerLogit` at the highest clock; `clock` a share of it.
    init(device: DeviceSpec, joulesPerLogit: Double, clock: Double) {
        let curve = device.operatingCurve
        let megahertz = clock * device.clockMegahertz
        let core = clock == 1 ? 1 : curve.coreEnergyShare(atMegahertz: megahertz)
        let byte = 1 - DeviceSpec.coreShareOfByte * (1 - core)
        joulesPerMicrosecond =
            (clock == 1 ? device.activeFloorPower.watts : curve.awakeWatts(atMegahertz: megahertz)) * 1e-6
        idleJoulesPerMicrosecond =
            (clock == 1 ? device.idlePower.watts : curve.idleWatts(atMegahertz: megahertz)) * 1e-6
        joulesPerFlop = device.picojoulesPerFlop * 1e-12 * core
        joulesPerByte = device.picojoulesPerByte * 1e-12 * byte
        self.joulesPerLogit = joulesPerLogit * core
    }

    /// A device that works a share `busy` of the time: its mean over the devices of a pipeline.
    func joules(_ cost: KernelCost, busy: Double) -> Double {
        let work =
            joulesPerMicrosecond * (cost.microseconds - cost.idleMicroseconds)
            + idleJoulesPerMicrosecond * cost.idleMicroseconds + joulesPerFlop * (cost.flop + cost.paddedFlop)
            + joulesPerByte * (cost.bytes + cost.paddedBytes) + joulesPerLogit * cost.logits
        return busy == 1 ? work : busy * work + (1 - busy) * idleJoulesPerMicrosecond * cost.microseconds
    }
}
