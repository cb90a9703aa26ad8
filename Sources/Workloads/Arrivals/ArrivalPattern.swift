import SimCore

/// How requests follow one another: the law of the gaps between them.
///
/// The first request of every pattern arrives at time 0 and a gap stands before each of the others, so N requests
/// have N - 1 gaps. The mean gap is exactly 1 / rate: nothing is capped or drawn again. A closed loop (so many
/// users, each waiting for an answer) is ``together`` with a limit on concurrency in the simulation's set-up.
public enum ArrivalPattern: Hashable, Sendable {
    /// Equal gaps of 1 / rate.
    case constant(requestsPerSecond: Double)
    /// Exponential gaps: requests that know nothing of each other.
    case poisson(requestsPerSecond: Double)
    /// Gamma gaps of shape `burstiness`, as vLLM's `--burstiness`: below 1 burstier than Poisson, 1 Poisson, above 1
    /// steadier. The coefficient of variation is 1 / sqrt(burstiness).
    case gamma(requestsPerSecond: Double, burstiness: Double)
    /// Gaps uniform over whole picoseconds from `shortest` to `longest`, both included.
    case uniformGaps(shortest: SimDuration, longest: SimDuration)
    /// Everything at time 0: an offline batch, or a rate of infinity.
    case together

    /// The pattern that a rate and a burstiness ask for: ``together`` for an infinite rate, ``constant`` for an
    /// infinite burstiness, ``poisson`` for a burstiness of 1.
    ///
    /// - Throws: ``WorkloadError`` for NaN, zero, negative numbers and rates below one request in 104 days.
    public init(requestsPerSecond: Double, burstiness: Double = 1) throws(WorkloadError) {
        guard burstiness > 0 else {
            throw WorkloadError.notPositive(name: "burstiness", value: burstiness)
        }
        if requestsPerSecond == Double.infinity {
            self = .together
        } else if burstiness == Double.infinity {
            self = .constant(requestsPerSecond: requestsPerSecond)
        } else if burstiness == 1 {
            self = .poisson(requestsPerSecond: requestsPerSecond)
        } else {
            self = .gamma(requestsPerSecond: requestsPerSecond, burstiness: burstiness)
        }
        try validate()
    }

    /// Refuses what no generator could follow.
    public func validate() throws(WorkloadError) {
        switch self {
        case .constant(let rate), .poisson(let rate):
            try ArrivalPattern.validate(requestsPerSecond: rate)
        case .gamma(let rate, let burstiness):
            try ArrivalPattern.validate(requestsPerSecond: rate)
            guard burstiness > 0, burstiness < Double.infinity else {
                throw WorkloadError.notPositive(name: "burstiness", value: burstiness)
            }
        case .uniformGaps(let shortest, let longest):
            guard shortest >= .zero, longest >= shortest else {
                throw WorkloadError.badGaps(shortest: shortest, longest: longest)
            }
        case .together:
            break
        }
    }

    /// Requests per second in the long run; infinity for ``together`` and for gaps that are all zero.
    public var requestsPerSecond: Double {
        switch self {
        case .constant(let rate), .poisson(let rate), .gamma(let rate, _): rate
        case .uniformGaps(let shortest, let longest): 2 / (shortest.seconds + longest.seconds)
        case .together: Double.infinity
        }
    }

    private static func validate(requestsPerSecond rate: Double) throws(WorkloadError) {
        guard rate > 0, rate < Double.infinity else {
            throw WorkloadError.notPositive(name: "rate", value: rate)
        }
        guard 1e12 / rate < Double(SimInstant.limit.picoseconds) else {
            throw WorkloadError.rateTooLow(requestsPerSecond: rate)
        }
    }
}
