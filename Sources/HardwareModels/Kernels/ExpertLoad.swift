import SimCore

/// What a device of an expert-parallel group has to do: experts that it reads, and rows that it multiplies.
///
/// The busiest one decides the time; energy is the mean's, because the others wait.
struct ExpertLoad: Hashable {
    /// On the busiest device.
    var activeExperts: Double
    var rows: Double
    /// Over all devices.
    var meanExperts: Double
    var meanRows: Double
}

extension ExpertLoad {
    /// Expected maximum of so many standard normals, for 1, 2, 4 and 8 (David and Nagaraja, Order Statistics).
    private static func normalMaximum(_ devices: Double) -> Double {
        devices < 2 ? 0 : (devices < 4 ? 0.5642 : (devices < 8 ? 1.0294 : 1.4236))
    }

    /// `tokens` that are each sent to `perToken` of `experts`, which lie on `devices`.
    ///
    /// Skewed: an expert is hit with probability p = 1 - (1 + T k/(E nu))^-nu (its share of the tokens drawn from a
    /// gamma of shape nu); the busiest device has z sqrt(n p (1 - p)) experts and z sqrt(A (1 - 1/ep)) rows more than
    /// the mean, z the expected maximum of so many normals times `imbalance`.
    init(
        tokens: Double, perToken: Double, experts: Double, devices: Double, routing: ExpertRouting,
        imbalance: Double, shape: Double = 1
    ) {
        let local = experts / devices
        let mean = tokens * perToken / experts
        let rows = tokens * perToken / devices
        let probability: Double
        switch routing {
        case .balanced:
            let active = min(local, max(rows, 1))
            self.init(
                activeExperts: active, rows: max(rows, active), meanExperts: active,
                meanRows: max(rows, active))
            return
        case .powerLaw(let exponent):
            self.init(
                tokens: tokens, perToken: perToken, local: local, mean: mean, evenRows: rows,
                devices: devices,
                exponent: exponent, imbalance: imbalance, shape: shape)
            return
        case .skewed(let shape) where shape > 0 && shape < .infinity:
            probability = 1 - PortableMath.pow(1 + mean / shape, -shape)
        case .skewed, .uniform, .measured:
            probability = perToken < experts ? 1 - PortableMath.pow(1 - perToken / experts, tokens) : 1
        }
        let z = ExpertLoad.normalMaximum(devices) * imbalance
        let spread = (local * probability * (1 - probability)).squareRoot()
        self.init(
            activeExperts: min(local, local * probability + z * spread),
            rows: rows + z * max(rows * (1 - 1 / devices), 0).squareRoot(),
            meanExperts: local * probability, meanRows: rows)
    }

    /// The benchmark's generator: popularity falls as a power law; `imbalance` weighs sqrt(2 ln devices) deviations.
    /// Below one row an expert a gamma of `shape` stands in for it.
    private init(
        tokens: Double, perToken: Double, local: Double, mean: Double, evenRows: Double, devices: Double,
        exponent: Double, imbalance: Double, shape: Double
    ) {
        let b = max(exponent - 1, 0.01)
        let range = mean > 1 ? max(0.8 * tokens, 2) : 200
        let norm = 1 - PortableMath.pow(range, -b)
        /// The integral of x^(order - b - 1) from 1 to the range.
        func moment(_ order: Double) -> Double {
            let power = order - b
            return power.magnitude < 1e-9
                ? PortableMath.log(range) : (PortableMath.pow(range, power) - 1) / power
        }
        let first = b / norm * moment(1)
        let second = b / norm * moment(2)
        let variation = max(second / (first * first) - 1, 0)
        let probability =
            mean > 1
            ? min(
                1,
                max(
                    0,
                    (PortableMath.pow(max(0.5 * first / mean, 1), -b) - PortableMath.pow(range, -b)) / norm))
            : 1 - PortableMath.pow(1 + mean / shape, -shape)
        let z = devices > 1 ? (2 * PortableMath.log(devices)).squareRoot() * imbalance : 0
        let most = tokens * min(perToken, local)
        let rows = min(evenRows * (1 + z * (variation / local).squareRoot()), most)
        let spread = max(local * probability * (1 - probability), 0).squareRoot()
        let active = min(local, local * probability + z * spread, max(rows, 1))
        let read = tokens == 1 ? min(local, max(evenRows, 1)) : max(active, 1)
        self.init(
            activeExperts: read, rows: max(rows, read),
            meanExperts: min(read, max(local * probability, evenRows > 1 ? 1 : evenRows)),
            meanRows: evenRows)
    }
}

/// How tokens spread over experts.
public enum ExpertRouting: Hashable, Sendable {
    /// What the engine's constants say.
    case measured
    /// As even as whole tokens allow: as few experts are read as can be, each by as many.
    case balanced
    /// Each token draws its experts evenly and on its own: 1 - (1 - k/E)^T of them are hit.
    case uniform
    /// Experts' popularity varies as a gamma of this shape; small is skewed, infinity is `uniform`.
    case skewed(Double)
    /// A power law of this exponent, as the kernel benchmark draws its tokens.
    case powerLaw(Double)
}
