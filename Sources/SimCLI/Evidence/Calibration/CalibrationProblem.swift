import WattlineLab
import WattlineText

/// Constants to be found, and the rows that are to tell them.
package struct CalibrationProblem {
    package let constants: [Constant]
    /// Values that are set but not fitted.
    package let fixed: ConstantValues
    package let cases: [CalibrationCase]

    /// A relative error from which on more error counts in proportion rather than by its square: measurements have
    /// outliers (the same run measured twice differs by 3 to 15 %), and a mean absolute error is what is judged.
    static let knee = 0.03

    /// The pseudo-Huber mean over all figures of all rows, in percent: near zero a square, then the absolute error.
    func loss(_ point: [Double]) throws(CLIError) -> Double {
        let values = fixed.merged(with: ConstantValues(constants, values: point))
        var sum = 0.0
        var count = 0
        for row in cases {
            for value in try row.predict(values) where value.metric != .meanBatch {
                let error = value.error / 100 / CalibrationProblem.knee
                sum += ((1 + error * error).squareRoot() - 1) * CalibrationProblem.knee
                count += 1
            }
        }
        return count == 0 ? 0 : sum / Double(count) * 100
    }

    /// The constants' values where the loss is smallest, from a start. Two searches, the second from the first's end with
    /// fresh steps.
    func fit(from start: [Double], limit: Int) throws(CLIError) -> NelderMead.Outcome {
        var search = NelderMead()
        search.limit = limit
        let bounds = constants.map(\.bounds)
        _ = try loss(start)
        var outcome = NelderMead.Outcome(point: start, value: .infinity, calls: 0)
        for share in [0.2, 0.05] {
            let steps = zip(outcome.point, bounds).map { value, range in
                value == 0 ? share / 10 * (range.upperBound - range.lowerBound) : share * value.magnitude
            }
            // A combination that no device can have, such as a floor below idle, is no better than any other.
            outcome = search.minimize(from: outcome.point, steps: steps, bounds: bounds) { point in
                (try? loss(point)) ?? .infinity
            }
        }
        return outcome
    }

    /// The same problem with only the rows of the groups that `keeps` picks.
    func restricted(to keeps: (String) -> Bool) -> CalibrationProblem {
        CalibrationProblem(constants: constants, fixed: fixed, cases: cases.filter { keeps($0.group) })
    }

    /// Groups in the order of their first row.
    var groups: [String] {
        var seen: Set<String> = []
        return cases.map(\.group).filter { seen.insert($0).inserted }
    }

    /// Predictions of every row under constants.
    func report(_ point: [Double]) throws(CLIError) -> ValidationReport {
        let values = fixed.merged(with: ConstantValues(constants, values: point))
        var report = ValidationReport()
        for row in cases {
            report.add(
                .init(
                    number: row.number, group: row.group, label: row.label, values: try row.predict(values)))
        }
        return report
    }

    /// What is held out at a time: each group alone, or, of more than ten, a fifth of them.
    private var parts: [Set<String>] {
        let groups = groups
        guard groups.count > 10 else { return groups.map { [$0] } }
        return (0..<5).map { part in Set(groups.indices.filter { $0 % 5 == part }.map { groups[$0] }) }
    }

    package init(constants: [Constant], fixed: ConstantValues, cases: [CalibrationCase]) {
        self.constants = constants
        self.fixed = fixed
        self.cases = cases
    }

    /// Every group predicted by constants that were fitted to all the others.
    func heldOut(from start: [Double], limit: Int) throws(CLIError) -> ValidationReport {
        var report = ValidationReport()
        for part in parts {
            let others = try restricted { !part.contains($0) }.fit(from: start, limit: limit)
            let seen = try restricted { part.contains($0) }.report(others.point)
            for row in seen.rows { report.add(row) }
        }
        return report
    }
}
