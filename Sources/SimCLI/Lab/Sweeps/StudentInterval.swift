/// The mean of a few replications and how far the true mean may be from it, with 95 % confidence.
struct StudentInterval: Equatable {
    let mean: Double
    /// The interval is `mean - halfWidth` to `mean + halfWidth`.
    let halfWidth: Double

    /// nil for fewer than two values: one says nothing about the spread. O(values).
    init?(_ values: [Double]) {
        guard values.count > 1 else { return nil }
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        var squares = 0.0
        for value in values { squares += (value - mean) * (value - mean) }
        self.mean = mean
        halfWidth =
            StudentInterval.quantile(degreesOfFreedom: values.count - 1)
            * (squares / (count - 1)).squareRoot() / count.squareRoot()
    }

    /// The 97.5th percentile of Student's t. Error at most 1e-6.
    ///
    /// Up to 30 degrees from the usual table, past that by the expansion around the normal distribution
    /// (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5), which uses no library function and so is
    /// the same on every platform.
    static func quantile(degreesOfFreedom: Int) -> Double {
        precondition(degreesOfFreedom > 0, "an interval needs two values")
        if degreesOfFreedom <= table.count { return table[degreesOfFreedom - 1] }
        // The 97.5th percentile of the normal distribution.
        let z = 1.959963984540054
        let z2 = z * z
        let v = Double(degreesOfFreedom)
        let g1 = z * (z2 + 1) / 4
        let g2 = z * ((5 * z2 + 16) * z2 + 3) / 96
        let g3 = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384
        let g4 = z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160
        return z + (g1 + (g2 + (g3 + g4 / v) / v) / v) / v
    }

    private static let table = [
        12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912,
        2.364624, 2.306004, 2.262157, 2.228139, 2.200985, 2.178813,
        2.160369, 2.144787, 2.131450, 2.119905, 2.109816, 2.100922,
        2.093024, 2.085963, 2.079614, 2.073873, 2.068658, 2.063899,
        2.059539, 2.055529, 2.051831, 2.048407, 2.045230, 2.042272,
    ]
}
