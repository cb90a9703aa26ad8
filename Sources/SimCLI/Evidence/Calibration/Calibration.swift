import HardwareModels
import WattlineLab
import WattlineText

/// A fit and all that has to be said about it.
package struct Calibration {
    let problem: CalibrationProblem
    let before: [Double]
    let after: [Double]
    let certainty: Identifiability
    let errorBefore: ValidationReport
    let errorAfter: ValidationReport
    /// Every group predicted by constants fitted to the others; nil where there is one group only.
    let errorHeldOut: ValidationReport?

    /// - Throws: `CLIError` from the predictions.
    package init(_ problem: CalibrationProblem) throws(CLIError) {
        self.problem = problem
        let shipped = Deployment(device: DeviceCatalog.h100SXM, engine: .vllm)
        let start = problem.fixed.applied(to: shipped)
        before = problem.constants.map { start[keyPath: $0.path] }
        // A few hundred calls for each constant: the simplex' usual appetite.
        let limit = 250 * max(2, problem.constants.count)
        after = try problem.fit(from: before, limit: limit).point.map(Calibration.rounded)
        certainty = try Identifiability(problem, at: after)
        errorBefore = try problem.report(before)
        errorAfter = try problem.report(after)
        errorHeldOut = problem.groups.count > 1 ? try problem.heldOut(from: before, limit: limit) : nil
    }

    /// What was set or fitted.
    package var values: ConstantValues {
        problem.fixed.merged(with: ConstantValues(problem.constants, values: after))
    }

    /// Five digits: more than any fit can tell, and few enough to read.
    private static func rounded(_ value: Double) -> Double {
        guard value != 0, value.isFinite else { return value }
        var scale = 1.0
        while value.magnitude * scale < 10_000 { scale *= 10 }
        while value.magnitude * scale >= 100_000 { scale /= 10 }
        return (value * scale).rounded() / scale
    }

    /// Constants that the data does not tell, and those that ended at a bound.
    package var warnings: [String] {
        problem.constants.indices.compactMap { index in
            let constant = problem.constants[index]
            if !certainty.isTold(index) {
                let error = certainty.relativeErrors[index]
                let size = error.isFinite ? "\(Figures.short(error * 100)) %" : "unbounded"
                return
                    "\(constant.name) is not identified by this data: its standard error is \(size) of its value, "
                    + "above \(Figures.short(Identifiability.tolerance * 100)) %. Leave it out of --fit"
            }
            if after[index] == constant.bounds.lowerBound || after[index] == constant.bounds.upperBound {
                return "\(constant.name) ended at its bound of \(Figures.plain(after[index]))"
            }
            return nil
        }
    }

    package var text: String {
        var table = TextTable()
        table.leftColumns = [1]
        table.add(["constant", "unit", "before", "after", "standard error"])
        for (index, constant) in problem.constants.enumerated() {
            let error = certainty.relativeErrors[index]
            table.add([
                constant.name, constant.unit, Figures.short(before[index]), Figures.short(after[index]),
                error.isFinite ? Figures.short(error * 100) + " %" : "unbounded",
            ])
        }
        var errors = TextTable()
        errors.leftColumns = [1]
        errors.add(["group", "metric", "n", "MAPE % before", "after", "held out"])
        // Hundreds of matrix shapes would hide what matters; --json has them all.
        let groups = problem.groups.count > 20 ? [] : problem.groups
        for group in [nil] + groups.map(Optional.some) {
            for metric in errorAfter.metrics {
                let after = errorAfter.statistics(metric, group: group)
                guard after.count > 0 else { continue }
                errors.add([
                    group ?? "all", metric.rawValue, String(after.count),
                    Figures.fixed(errorBefore.statistics(metric, group: group).mape, 1),
                    Figures.fixed(after.mape, 1),
                    Figures.fixed(errorHeldOut?.statistics(metric, group: group).mape, 1),
                ])
            }
        }
        return table.rendered() + "\n" + errors.rendered()
    }

    package var json: JSON {
        let constants = problem.constants.enumerated().map { index, constant in
            JSON.object([
                ("name", .text(constant.name)), ("unit", .text(constant.unit)),
                ("before", .number(before[index])),
                ("after", .number(after[index])),
                ("relative_standard_error", .number(certainty.relativeErrors[index])),
                ("identified", .bool(certainty.isTold(index))),
            ])
        }
        return .object([
            ("constants", .list(constants)), ("before", errorBefore.json), ("after", errorAfter.json),
            ("held_out", errorHeldOut?.json ?? .null),
        ])
    }
}
