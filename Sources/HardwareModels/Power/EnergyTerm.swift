/// A part of a step's energy, of all devices together.
public struct EnergyTerm: Hashable, Sendable {
    public enum Cause: Hashable, Sendable {
        /// Power that is drawn while the device has work, before any FLOP or byte.
        case awake
        case flop(ComputeUnit)
        case bytes
        case paddedFlop
        case paddedBytes
        case sampler
        /// Power at rest while other stages of a pipeline work.
        case otherStages
        /// Power at rest while the device waits for the host.
        case waiting
    }

    public let cause: Cause
    /// Joules.
    public let account: Account

    public var joules: Double { account.value }
}

/// What a device does in a step, as far as its energy goes.
struct StepWork {
    let cost: KernelCost
    /// Share of the time that it works.
    let busy: Double
    /// Operations of each unit, in the whole step.
    let flop: [(unit: ComputeUnit, count: Double)]
    init(_ cost: KernelCost, busy: Double, flop: [(unit: ComputeUnit, count: Double)]) {
        self.cost = cost
        self.busy = busy
        self.flop = flop
    }
}

extension PowerModel {
    /// The energy of a step as products, none of them negative, which add up to it.
    func terms(_ work: StepWork, devices: Double) -> [EnergyTerm] {
        let cost = work.cost
        let busy = work.busy
        var terms: [EnergyTerm] = []
        func add(_ cause: EnergyTerm.Cause, _ factors: [Account.Factor]) {
            let account = Account("", factors).times(devices, "GPUs")
            if account.value > 0 { terms.append(EnergyTerm(cause: cause, account: account)) }
        }
        func watts(_ joulesPerMicrosecond: Double) -> Account.Factor {
            Account.Factor(joulesPerMicrosecond * 1e6, "W")
        }
        func milliseconds(_ microseconds: Double) -> Account.Factor {
            Account.Factor(microseconds * 1e-3, "ms", scale: 1e-3)
        }
        func shared(_ factors: [Account.Factor], _ share: Double) -> [Account.Factor] {
            share == 1 ? factors : factors + [Account.Factor(share, "of the time")]
        }
        let active = milliseconds(cost.microseconds - cost.idleMicroseconds)
        add(.awake, shared([watts(joulesPerMicrosecond), active], busy))
        let perFlop = Account.Factor(joulesPerFlop * 1e12, "pJ", scale: 1e-12)
        for (unit, count) in work.flop {
            var factors = [Account.Factor(count * 1e-9, "GFLOP of \(unit.rawValue)", scale: 1e9)]
            if unit.relativeEnergy != 1 { factors.append(.number(unit.relativeEnergy)) }
            add(.flop(unit), factors + [perFlop])
        }
        let perByte = Account.Factor(joulesPerByte * 1e12, "pJ", scale: 1e-12)
        add(.bytes, [Account.Factor(cost.bytes * busy * 1e-9, "GB", scale: 1e9), perByte])
        add(
            .paddedFlop,
            [Account.Factor(cost.paddedFlop * busy * 1e-9, "GFLOP of 16 bits", scale: 1e9), perFlop])
        add(.paddedBytes, [Account.Factor(cost.paddedBytes * busy * 1e-9, "GB", scale: 1e9), perByte])
        add(
            .sampler,
            [
                Account.Factor(cost.logits * busy * 1e-6, "M logits", scale: 1e6),
                Account.Factor(joulesPerLogit * 1e9, "nJ", scale: 1e-9),
            ])
        if busy < 1 { add(.otherStages, shared([watts(idleJoulesPerMicrosecond), active], 1 - busy)) }
        add(.waiting, [watts(idleJoulesPerMicrosecond), milliseconds(cost.idleMicroseconds)])
        return terms
    }
}
