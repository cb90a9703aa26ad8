/// Draws from the distributions that workloads need, on ``PortableMath`` only.
extension RandomStream {
    /// Exponential with mean 1, by inversion.
    public mutating func exponential() -> Double { -PortableMath.log(openUnit()) }

    /// Standard normal, by Marsaglia's polar method; the second of each pair is dropped so that a draw depends on
    /// the stream alone.
    public mutating func normal() -> Double {
        while true {
            let u = 2 * openUnit() - 1
            let v = 2 * openUnit() - 1
            let s = u * u + v * v
            if s > 0, s < 1 { return u * (-2 * PortableMath.log(s) / s).squareRoot() }
        }
    }

    /// Lognormal with the given mean and coefficient of variation, both > 0.
    public mutating func lognormal(mean: Double, cv: Double) -> Double {
        let variance = PortableMath.log(1 + cv * cv)
        return mean * PortableMath.exp(variance.squareRoot() * normal() - variance / 2)
    }

    /// Gamma with the given shape > 0 and mean 1 (Marsaglia and Tsang 2000; below shape 1 with their boost).
    ///
    /// NaN for what is no shape; 1 for an infinite one, to which it tends.
    public mutating func gamma(shape: Double) -> Double {
        guard shape > 0 else { return .nan }
        guard shape < .infinity else { return 1 }
        if shape < 1 {
            let boosted = gamma(shape: shape + 1) * (shape + 1)
            return boosted * PortableMath.exp(PortableMath.log(openUnit()) / shape) / shape
        }
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let root = 1 + c * x
            if root <= 0 { continue }
            let v = root * root * root
            let u = openUnit()
            let bound = 0.5 * x * x + d - d * v + d * PortableMath.log(v)
            if PortableMath.log(u) < bound { return d * v / shape }
        }
    }
}
