import SimCore
import Workloads

/// What a trace holds, from one pass over it: for feasibility checks, warnings and `trace info`.
struct TraceSummary: Hashable, Sendable {
    var format: TraceFormat
    /// Whatever became of them.
    var rows = 0
    var requests = 0
    var firstArrival = SimInstant.zero
    var lastArrival = SimInstant.zero
    var longestPrompt = 0
    var longestOutput = 0
    /// The longest prompt with its answer.
    var longestTotal = 0
    var promptTokens = 0
    var outputTokens = 0
    var tally = WorkloadTally()
    var firstBadRow: String?
    /// What the file has that is not read, a sentence each.
    var notices: [String] = []

    /// From the first arrival to the last.
    var span: SimDuration { lastArrival - firstArrival }
}

extension TraceSource {
    /// Reads what is left of the trace, without moving this source, and shows `look` each request. O(size of the file),
    /// bounded memory.
    ///
    /// - Throws: ``TraceError`` for the first row that a replay would stop at.
    func scan(_ look: (RequestSpec) -> Void = { _ in }) throws(TraceError) -> TraceSummary {
        var copy = self
        var summary = TraceSummary(format: format)
        while let request = try copy.nextRequest() {
            look(request)
            if summary.requests == 0 { summary.firstArrival = request.arrival }
            summary.requests += 1
            summary.lastArrival = request.arrival
            summary.longestPrompt = max(summary.longestPrompt, request.promptTokens)
            summary.longestOutput = max(summary.longestOutput, request.outputTokens)
            summary.longestTotal = max(summary.longestTotal, request.promptTokens + request.outputTokens)
            summary.promptTokens += request.promptTokens
            summary.outputTokens += request.outputTokens
        }
        summary.rows = copy.rowCount
        summary.tally = copy.tally
        summary.firstBadRow = copy.firstBadRow
        summary.notices = copy.notices
        return summary
    }
}
