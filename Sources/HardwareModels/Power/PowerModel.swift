import SimCore

/// What a step draws, on one device at one clock, before any cap.
///
/// E = P_idle t + (P0 - P_idle) f v^2 t_busy + e_f v^2 FLOP + e_b bytes + e_s v^2 logits, at a clock f and its voltage v as
/// shares of the highest: the device is at its active floor for as long as it has work, host time between kernels
/// included. What the floor has above idle power are clocks that toggle, so that work which waits for the host never
/// draws more at a lower clock. A FLOP is one of 16 bits, others count by ``ComputeUnit/relativeEnergy``.
struct PowerModel: Hashable, Sendable {
    let joulesPerMicrosecond: Double
    let idleJoulesPerMicrosecond: Double
    let joulesPerFlop: Double
    let joulesPerByte: Double
    let joulesPerLogit: Double

    /// `joulesPerLogit` at the highest clock; `clock` a share of it.
    init(device: DeviceSpec, joulesPerLogit: Double, clock: Double) {
        let scale = device.voltage.energyScale(atClock: clock)
        joulesPerMicrosecond = device.activeFloorWatts(atClock: clock) * 1e-6
        idleJoulesPerMicrosecond = device.idlePower.watts * 1e-6
        joulesPerFlop = device.picojoulesPerFlop * 1e-12 * scale
        joulesPerByte = device.picojoulesPerByte * 1e-12
        self.joulesPerLogit = joulesPerLogit * scale
    }

    /// A device that works a share `busy` of the time: its mean over the devices of a pipeline.
    func joules(_ cost: KernelCost, busy: Double) -> Double {
        let work =
            joulesPerMicrosecond * cost.microseconds + joulesPerFlop * (cost.flop + cost.paddedFlop)
            + joulesPerByte * (cost.bytes + cost.paddedBytes) + joulesPerLogit * cost.logits
        return busy == 1 ? work : busy * work + (1 - busy) * idleJoulesPerMicrosecond * cost.microseconds
    }
}

extension DeviceSpec {
    /// What a running step draws before any FLOP or byte, at a share of the highest clock.
    public func activeFloorWatts(atClock share: Double) -> Double {
        guard share < 1 else { return activeFloorPower.watts }
        let toggling = activeFloorPower.watts - idlePower.watts
        return idlePower.watts + toggling * share * voltage.energyScale(atClock: share)
    }
}
