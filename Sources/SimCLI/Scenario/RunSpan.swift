import HardwareModels
import SimCore
import Workloads

/// How long a run takes at least, as far as that is known before it starts: one past the end of simulated time is
/// refused at once, rather than after hours.
enum RunSpan {
    /// Requests of fewer runs than this end before anybody asks.
    private static let fewRequests = 1_000_000

    /// Standard deviations that draws may stay below their mean: one run in a billion does.
    private static let deviations = 6.0

    static let limit = (SimInstant.limit - .zero).seconds

    /// When the last of `count` requests arrives at the earliest, in seconds; gaps are independent, so that their sum's
    /// variance is the sum of theirs.
    static func arrivals(_ pattern: ArrivalPattern, count: Int) -> Double {
        let gaps = Double(max(count - 1, 0))
        let mean = gaps / pattern.requestsPerSecond
        let variation: Double =
            switch pattern {
            case .constant, .together: 0
            case .poisson: 1
            case .gamma(_, let burstiness): 1 / burstiness.squareRoot()
            // At most: that of gaps between zero and twice the mean is 1 / sqrt(3).
            case .uniformGaps: 1
            }
        guard gaps > 0 else { return 0 }
        return max(0, mean * (1 - deviations * variation / gaps.squareRoot()))
    }

    /// What `count` requests take at the least: each is in one step or more of its replica, as many at once as it runs.
    /// No step is shorter than half of one that decodes a single token, of which a pipeline runs one a stage at once.
    static func service(_ cost: RooflineModel, count: Int, sequences: Int, replicas: Int) -> Double {
        var cost = cost
        var shape = BatchShape()
        shape.decodeSequences = 1
        shape.contextTokens = 1
        shape.windowedContextTokens = 1
        let step = Double(cost.cost(of: shape).durationBase) / 1e15
        let steps = Double(count) / Double(sequences) / Double(replicas)
        return steps * step / 2 / Double(cost.sharding.pipelineParallel)
    }

    /// - Throws: `CLIError` with exit code 2.
    static func check(_ scenario: Scenario) throws(CLIError) {
        guard case .synthetic(let pattern, _, _, let count) = scenario.load.origin, count >= fewRequests
        else { return }
        let span = max(
            arrivals(pattern, count: count),
            service(
                scenario.cost, count: count, sequences: scenario.setup.limits.maxSequences,
                replicas: scenario.replicas))
        guard span > limit else { return }
        throw CLIError.usage(
            "--num-prompts \(count) takes \(Figures.short(span / 86_400)) days or more, longer than the 104 days of "
                + "simulated time that a run may take. Use fewer requests or a higher rate")
    }
}
