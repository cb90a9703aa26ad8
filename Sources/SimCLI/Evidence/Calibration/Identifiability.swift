import WattlineLab
import WattlineText

/// How well data tells each constant: its standard error, from how the predictions move with all of the constants.
///
/// With J the derivatives of the log predictions by the log constants, the covariance is s^2 (J^T J)^-1: two constants
/// that can stand in for each other both come out uncertain, which moving one at a time would not show.
struct Identifiability {
    /// A constant whose standard error is above this share of its value is not told by the data.
    static let tolerance = 0.5

    /// Standard errors as shares of the values; infinite for a constant that moves nothing, or only together with others.
    let relativeErrors: [Double]

    /// - Throws: `CLIError` from the predictions.
    init(_ problem: CalibrationProblem, at point: [Double]) throws(CLIError) {
        let values = try problem.predictions(point)
        // Derivatives by the logarithm where there is one, else by a step of a hundredth of the bounds.
        var columns: [[Double]] = []
        for axis in point.indices {
            let bounds = problem.constants[axis].bounds
            let step = point[axis] == 0 ? 0.01 * (bounds.upperBound - bounds.lowerBound) : 0.01 * point[axis]
            var moved = point
            moved[axis] += moved[axis] + step > bounds.upperBound ? -step : step
            let scale = point[axis] == 0 ? 1.0 : 0.01 * (moved[axis] > point[axis] ? 1 : -1)
            let there = try problem.predictions(moved)
            columns.append(zip(there, values).map { ($0.predicted / $1.predicted - 1) / scale })
        }
        let freedom = max(1, values.count - point.count)
        let variance =
            values.reduce(0) { $0 + ($1.error / 100) * ($1.error / 100) } / Double(freedom)
        let normal = columns.map { left in
            columns.map { right in zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }
        }
        relativeErrors = Identifiability.inverseDiagonal(normal).map {
            $0.isFinite && $0 > 0 ? (variance * $0).squareRoot() : .infinity
        }
    }

    /// Which constants are not told.
    func isTold(_ index: Int) -> Bool { relativeErrors[index] <= Identifiability.tolerance }

    /// The diagonal of a symmetric matrix' inverse by Gauss-Jordan elimination on the matrix scaled to a unit diagonal;
    /// infinite in a row that is zero or depends on others.
    static func inverseDiagonal(_ matrix: [[Double]]) -> [Double] {
        let scale = matrix.indices.map { matrix[$0][$0] > 0 ? matrix[$0][$0].squareRoot() : 0 }
        let kept = matrix.indices.filter { scale[$0] > 0 }
        var left = kept.map { row in kept.map { matrix[row][$0] / (scale[row] * scale[$0]) } }
        var right = kept.indices.map { row in kept.indices.map { $0 == row ? 1.0 : 0.0 } }
        var lost: Set<Int> = []
        for pivot in kept.indices {
            guard left[pivot][pivot] > 1e-9 else {
                lost.insert(pivot)
                continue
            }
            let factor = left[pivot][pivot]
            for column in kept.indices {
                left[pivot][column] /= factor
                right[pivot][column] /= factor
            }
            for row in kept.indices where row != pivot {
                let share = left[row][pivot]
                guard share != 0 else { continue }
                for column in kept.indices {
                    left[row][column] -= share * left[pivot][column]
                    right[row][column] -= share * right[pivot][column]
                }
            }
        }
        var diagonal = [Double](repeating: .infinity, count: matrix.count)
        for (place, index) in kept.enumerated() where lost.isEmpty || !lost.contains(place) {
            diagonal[index] = right[place][place] / (scale[index] * scale[index])
        }
        return diagonal
    }
}

extension CalibrationProblem {
    /// All figures of all rows in their order.
    func predictions(_ point: [Double]) throws(CLIError) -> [ValidationReport.Value] {
        try report(point).rows.flatMap { $0.values.filter { $0.metric != .meanBatch } }
    }
}
