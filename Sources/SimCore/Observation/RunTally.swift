/// What is counted while a run goes on, over all replicas.
@usableFromInline struct RunTally: Sendable {
    var objective: ServiceObjective
    /// Whether finished requests are kept for an observer to take.
    @usableFromInline var keepsRecords = false
    /// Whether the source of requests is told of them.
    @usableFromInline var sourceHears = false
    var records: [RequestRecord] = []

    var ttft = LatencyHistogram()
    var tpot = LatencyHistogram()
    var itl = LatencyHistogram()
    var e2e = LatencyHistogram()
    var queueing = LatencyHistogram()

    var completed: Int64 = 0
    var good: Int64 = 0
    /// Of completed requests.
    var promptTokens: Int64 = 0
    var outputTokens: Int64 = 0
    /// Of completed requests: the sum of their shares.
    var shares = Energy.zero
    var preemptions: Int64 = 0
    var swappedBlocks: Int64 = 0
    var steps: Int64 = 0
    var decodeRows: Int64 = 0
    var prefillTokens: Int64 = 0
    /// Prompt padding, and decode rows of sequences that were done.
    var paddedTokens: Int64 = 0
    var recomputedTokens: Int64 = 0
    /// The highest power of a step, in milliwatts rounded down, of one replica.
    var peakMilliwatts: Int64 = 0
    var lastCompletion = SimInstant.zero

    init(objective: ServiceObjective) { self.objective = objective }

    mutating func finished(_ record: RequestRecord) {
        completed += 1
        promptTokens += Int64(record.promptTokens)
        outputTokens += Int64(record.outputTokens)
        shares += record.energy
        ttft.add(record.ttft)
        e2e.add(record.e2e)
        queueing.add(record.queueing)
        if let own = record.tpot { tpot.add(own) }
        if objective.isMet(by: record) { good += 1 }
        lastCompletion = max(lastCompletion, record.finish)
        if keepsRecords { records.append(record) }
    }
}
