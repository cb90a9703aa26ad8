import SimCore

/// A kernel of a step in words: what it computes and moves on one device in the whole step, as products.
public struct StepLine: Hashable, Sendable {
    public let part: StepPart
    /// What multiplies; nil where nothing does.
    public let unit: ComputeUnit?
    /// Operations of that unit.
    public let flop: [Account]
    public let bytes: [Account]
    /// Operations and bytes that draw energy and are no part of the work.
    public let paddedFlop: [Account]
    public let paddedBytes: [Account]
}

extension RooflineModel {
    /// What runs in a step of this shape, in the order in which it runs. Each list adds up to the ``StepEstimate``'s figure
    /// of its part, over all passes.
    public func lines(of shape: BatchShape) -> [StepLine] {
        let shape = shape.bounded
        let program = program(for: shape)
        let pass = Pass(shape, stages: program.stages)
        return program.kernels.filter { $0.runs(in: pass) }.map { kernel in
            func told(_ accounts: [Account]) -> [Account] {
                accounts.map { account in
                    guard kernel.count != 1 else { return account.times(pass.busy, "passes") }
                    return account.times(kernel.count / Double(program.stages), "layers")
                        .times(1 / pass.share, "passes")
                }.filter { $0.value > 0 }
            }
            let padding = kernel.padding(pass, on: program.machine)
            return StepLine(
                part: kernel.part, unit: kernel.unit(on: program.machine),
                flop: told(kernel.flop(pass, on: program.machine)),
                bytes: told(kernel.bytes(pass, on: program.machine)), paddedFlop: told(padding.flop),
                paddedBytes: told(padding.bytes))
        }
    }

    /// A step's joules of all devices, as products that add up to it.
    public func energyTerms(of shape: BatchShape) -> [EnergyTerm] {
        let estimate = estimate(of: shape)
        let shape = shape.bounded
        let program = program(for: shape)
        let pass = Pass(shape, stages: program.stages)
        let lines = lines(of: shape)
        let flop = ComputeUnit.allCases.map { unit in
            (
                unit: unit,
                count: lines.filter { $0.unit == unit }.flatMap { $0.flop }.reduce(0) { $0 + $1.value }
            )
        }
        return program.power.terms(
            StepWork(estimate.breakdown.total, busy: pass.busy, flop: flop), devices: program.devices)
    }
}
