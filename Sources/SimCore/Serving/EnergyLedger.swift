/// Where the energy went, in whole femtojoules: `total == idle + prefill + decode`, exactly.
///
/// A step's energy, static power included, belongs to the requests in it; `idle` is what was drawn while no step ran.
/// The waste is part of prefill and decode, not beside them.
public struct EnergyLedger: Hashable, Sendable {
    /// No step was running.
    public var idle = Energy.zero
    /// Steps' shares for prompts.
    public var prefill = Energy.zero
    /// Steps' shares for answer tokens.
    public var decode = Energy.zero
    /// Of prefill and decode: spent on padding.
    public var paddingWaste = Energy.zero
    /// Of prefill: spent on tokens that had been computed before a preemption.
    public var recomputeWaste = Energy.zero
    /// Idle power over the whole run, busy or not.
    public var staticPart = Energy.zero

    public init() {}

    public var total: Energy { idle + prefill + decode }

    /// What working added to idle power.
    public var dynamicPart: Energy { total - staticPart }

    public static func += (left: inout EnergyLedger, right: EnergyLedger) {
        left.idle += right.idle
        left.prefill += right.prefill
        left.decode += right.decode
        left.paddingWaste += right.paddingWaste
        left.recomputeWaste += right.recomputeWaste
        left.staticPart += right.staticPart
    }

    func combine(into fingerprint: inout Fingerprint) {
        for energy in [idle, prefill, decode, paddingWaste, recomputeWaste, staticPart] {
            fingerprint.combine(energy.femtojoules)
        }
    }
}
