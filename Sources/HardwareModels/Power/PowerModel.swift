import SimCore

/// What a step draws, on one device at one clock, before any cap.
///
/// E = P_idle t + (P0 - P_idle) t + e_f FLOP + e_b bytes + e_s logits: the device is at its active floor P0 for as
/// long as a step lasts, host time included. Compute energy goes with the square of the voltage.
struct PowerModel: Hashable, Sendable {
    let joulesPerMicrosecond: Double
    let joulesPerFlop: Double
    let joulesPerByte: Double
    let joulesPerLogit: Double

    init(device: DeviceSpec, sampler: SamplerProfile, clock: Double) {
        let scale = device.voltage.energyScale(atClock: clock)
        joulesPerMicrosecond = device.activeFloorPower.watts * 1e-6
        joulesPerFlop = device.picojoulesPerFlop * 1e-12 * scale
        joulesPerByte = device.picojoulesPerByte * 1e-12
        joulesPerLogit = sampler.nanojoulesPerLogit * 1e-9 * scale
    }

    func joules(_ cost: KernelCost) -> Double {
        joulesPerMicrosecond * cost.microseconds + joulesPerFlop * (cost.flop + cost.paddedFlop)
            + joulesPerByte * cost.bytes
    }
}
