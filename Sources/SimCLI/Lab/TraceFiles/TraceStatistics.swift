import SimCore
import WattlineText

/// How requests of a trace come and how long they are, from one pass over it in bounded memory.
package struct TraceStatistics {
    package let summary: TraceSummary
    private(set) var prompts = TokenHistogram()
    private(set) var outputs = TokenHistogram()
    /// Times between one arrival and the next.
    private(set) var gaps = LatencyHistogram()
    /// Most arrivals in a minute that begins a whole number of minutes after the first arrival.
    private var busiestMinute = 0

    /// - Throws: ``TraceError`` for the first row that a replay would stop at.
    package init(of source: TraceSource) throws(TraceError) {
        var prompts = TokenHistogram()
        var outputs = TokenHistogram()
        var gaps = LatencyHistogram()
        var first: SimInstant?
        var last = SimInstant.zero
        var minute: Int64 = 0
        var arrivals = 0
        var busiest = 0
        summary = try source.scan { request in
            prompts.add(request.promptTokens)
            outputs.add(request.outputTokens)
            let start = first ?? request.arrival
            if first == nil { first = start } else { gaps.add(request.arrival - last) }
            last = request.arrival
            let number = (request.arrival - start).picoseconds / SimDuration.seconds(60).picoseconds
            if number != minute { (minute, arrivals) = (number, 0) }
            arrivals += 1
            busiest = max(busiest, arrivals)
        }
        (self.prompts, self.outputs, self.gaps) = (prompts, outputs, gaps)
        busiestMinute = busiest
    }

    /// Gaps by their sum, in requests per second; nil without a gap that lasts.
    var rate: Double? { Figures.ratio(Double(gaps.count), summary.span.seconds) }

    /// nil for less than a minute.
    var busiestMinuteRate: Double? {
        summary.span >= .seconds(60) ? Double(busiestMinute) / 60 : nil
    }

    /// The shape of a gamma law with the mean and deviation of the gaps, as `--burstiness` takes it: their squared
    /// mean by their variance. Infinity for equal gaps, nil without two gaps or when all are 0.
    var burstiness: Double? {
        guard gaps.count > 1, let mean = gaps.mean?.seconds, let deviation = gaps.standardDeviation?.seconds,
            mean > 0
        else { return nil }
        return deviation == 0 ? .infinity : (mean / deviation) * (mean / deviation)
    }
}
