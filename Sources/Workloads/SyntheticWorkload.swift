import SimCore

/// Requests drawn from laws: when they come, how long their prompts are, how long their answers will be.
///
///     let chat = try SyntheticWorkload(
///         arrivals: .poisson(requestsPerSecond: 4), promptTokens: .constant(512),
///         outputTokens: .lognormal(mean: 128, cv: 0.8), count: 200, seed: 0)
///
/// Arrivals, prompts and answers have random streams of their own, so changing one law leaves the others' draws
/// where they were. Requests are drawn when they are pulled: memory does not grow with `count`.
public struct SyntheticWorkload: TallyingSource {
    private var clock: ArrivalClock
    private let promptTokens: LengthDistribution
    private let outputTokens: LengthDistribution
    private var prompts: RandomStream
    private var outputs: RandomStream
    private var remaining: Int
    private var ahead = Ahead()

    /// - Parameters:
    ///   - arrivals: the law of the gaps.
    ///   - promptTokens: the law of the prompts' lengths.
    ///   - outputTokens: the law of the answers' lengths.
    ///   - count: how many requests, 0 or more.
    ///   - seed: names the random streams, together with `replication`.
    ///   - replication: another independent draw of the same workload.
    /// - Throws: ``WorkloadError`` for a law or a count that cannot be followed.
    public init(
        arrivals: ArrivalPattern, promptTokens: LengthDistribution, outputTokens: LengthDistribution,
        count: Int,
        seed: UInt64, replication: UInt64 = 0
    ) throws(WorkloadError) {
        guard count >= 0 else { throw WorkloadError.badCount(count) }
        try promptTokens.validate()
        try outputTokens.validate()
        clock = try ArrivalClock(
            arrivals,
            stream: RandomStream(seed: seed, purpose: "workload.arrivals", replication: replication))
        self.promptTokens = promptTokens
        self.outputTokens = outputTokens
        prompts = RandomStream(seed: seed, purpose: "workload.prompts", replication: replication)
        outputs = RandomStream(seed: seed, purpose: "workload.outputs", replication: replication)
        remaining = count
    }

    /// - Throws: ``ArrivalFault`` for a request after ``SimInstant/limit``.
    public mutating func peek() throws(ArrivalFault) -> NextArrival {
        if !ahead.isKnown { ahead.set(try draw()) }
        return ahead.next
    }

    /// - Throws: ``ArrivalFault`` for a request after ``SimInstant/limit``.
    public mutating func next() throws(ArrivalFault) -> RequestSpec? {
        if !ahead.isKnown { ahead.set(try draw()) }
        return ahead.take()
    }

    private mutating func draw() throws(ArrivalFault) -> RequestSpec? {
        guard remaining > 0 else { return nil }
        let arrival = try clock.next()
        remaining -= 1
        return RequestSpec(
            arrival: arrival, promptTokens: promptTokens.sample(from: &prompts),
            outputTokens: outputTokens.sample(from: &outputs))
    }

    public var tally: WorkloadTally { WorkloadTally() }
}
