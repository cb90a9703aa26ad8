import SimCore

/// What a step draws, on one device at one clock, before any cap.
///
/// E = P_idle t + (P0 - P_idle) t_busy + e_f FLOP + e_b bytes + e_s logits: the device is at its active floor P0 for as
/// long as it has work, and idle while it waits for the host. Compute energy goes with the square of the voltage; a FLOP
/// is one of 16 bits, others count by ``ComputeUnit/relativeEnergy``.
struct PowerModel: Hashable, Sendable {
    let joulesPerMicrosecond: Double
    let idleJoulesPerMicrosecond: Double
    let joulesPerFlop: Double
    let joulesPerByte: Double
    let joulesPerLogit: Double

    init(device: DeviceSpec, sampler: SamplerProfile, clock: Double) {
        let scale = device.voltage.energyScale(atClock: clock)
        joulesPerMicrosecond = device.activeFloorPower.watts * 1e-6
        idleJoulesPerMicrosecond = device.idlePower.watts * 1e-6
        joulesPerFlop = device.picojoulesPerFlop * 1e-12 * scale
        joulesPerByte = device.picojoulesPerByte * 1e-12
        joulesPerLogit = sampler.nanojoulesPerLogit * 1e-9 * scale
    }

    /// A device that works a share `busy` of the time: its mean over the devices of a pipeline.
    func joules(_ cost: KernelCost, busy: Double) -> Double {
        let work =
            joulesPerMicrosecond * (cost.microseconds - cost.idleMicroseconds)
            + idleJoulesPerMicrosecond * cost.idleMicroseconds + joulesPerFlop * (cost.flop + cost.paddedFlop)
            + joulesPerByte * (cost.bytes + cost.paddedBytes)
        return busy == 1 ? work : busy * work + (1 - busy) * idleJoulesPerMicrosecond * cost.microseconds
    }

    /// All that does not depend on the context: `base` is the sums'.
    func joules(_ sums: StepSums, base: KernelCost) -> Double {
        joules(base, busy: sums.busy) + joulesPerLogit * sums.logits * sums.busy
    }
}
