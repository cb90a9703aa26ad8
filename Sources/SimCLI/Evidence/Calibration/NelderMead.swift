/// Finds where a function of several numbers is smallest, inside bounds and without derivatives (Nelder and Mead 1965,
/// with the coefficients that adapt to the dimension of Gao and Han 2012).
///
/// Points outside are moved to the nearest bound. Deterministic: the same start gives the same end. O(limit) calls of the
/// function; a local minimum, so a second start from the first's end is worth its price.
struct NelderMead {
    /// The search ends when the simplex' values differ by less than this.
    var tolerance = 1e-7
    /// And after so many calls.
    var limit = 2_000

    struct Outcome {
        let point: [Double]
        let value: Double
        let calls: Int
    }

    private struct Vertex {
        var point: [Double]
        var value: Double
    }

    /// `steps` are the first moves along each axis. A value that is not a number counts as infinitely large.
    ///
    /// - Throws: what the function throws.
    func minimize<Failure: Error>(
        from start: [Double], steps: [Double], bounds: [ClosedRange<Double>],
        _ function: ([Double]) throws(Failure) -> Double
    ) throws(Failure) -> Outcome {
        let count = start.count
        var calls = 0
        func vertex(_ point: [Double]) throws(Failure) -> Vertex {
            let inside = zip(point, bounds).map { min(max($0, $1.lowerBound), $1.upperBound) }
            calls += 1
            let value = try function(inside)
            return Vertex(point: inside, value: value.isNaN ? .infinity : value)
        }
        var simplex = [try vertex(start)]
        for axis in 0..<count {
            var point = simplex[0].point
            let isAtUpper = point[axis] + steps[axis] > bounds[axis].upperBound
            point[axis] += isAtUpper ? -steps[axis] : steps[axis]
            simplex.append(try vertex(point))
        }
        guard count > 0 else { return Outcome(point: start, value: simplex[0].value, calls: calls) }

        let dimension = Double(max(2, count))
        let expansion = 1 + 2 / dimension
        let contraction = 0.75 - 1 / (2 * dimension)
        let shrinkage = 1 - 1 / dimension
        while calls < limit {
            // Stable for equal values, so that the end does not depend on the sort.
            let order = simplex.indices.sorted { (simplex[$0].value, $0) < (simplex[$1].value, $1) }
            simplex = order.map { simplex[$0] }
            let best = simplex[0]
            let worst = simplex[count]
            if worst.value - best.value <= tolerance * max(best.value.magnitude, 1e-12) { break }
            var centre = [Double](repeating: 0, count: count)
            for vertex in simplex.dropLast() {
                for axis in 0..<count { centre[axis] += vertex.point[axis] / Double(count) }
            }
            func along(_ distance: Double) -> [Double] {
                (0..<count).map { centre[$0] + distance * (centre[$0] - worst.point[$0]) }
            }
            let reflected = try vertex(along(1))
            if reflected.value < best.value {
                let expanded = try vertex(along(expansion))
                simplex[count] = expanded.value < reflected.value ? expanded : reflected
            } else if reflected.value < simplex[count - 1].value {
                simplex[count] = reflected
            } else {
                let isOutside = reflected.value < worst.value
                let contracted = try vertex(along(isOutside ? contraction : -contraction))
                if contracted.value < min(reflected.value, worst.value) {
                    simplex[count] = contracted
                } else {
                    for index in 1...count {
                        let point = zip(best.point, simplex[index].point).map { $0 + shrinkage * ($1 - $0) }
                        simplex[index] = try vertex(point)
                    }
                }
            }
        }
        let best = simplex.min { $0.value < $1.value } ?? simplex[0]
        return Outcome(point: best.point, value: best.value, calls: calls)
    }
}
