import SimCore

/// Requests cut to a maximal prompt and a maximal context, with a count of what was cut.
///
/// A prompt is cut to `maximumPrompt` and so that one token of an answer fits; then the answer is cut so that prompt
/// and answer fit `maximumTotal` together.
public struct ClampedLengths<Source: ArrivalSource>: ArrivalSource {
    private var source: Source
    private let maximumPrompt: Int
    private let maximumTotal: Int
    /// Prompts cut so far.
    public private(set) var clampedPrompts = 0
    /// Answers cut so far.
    public private(set) var clampedOutputs = 0

    /// - Throws: ``WorkloadError/limitTooSmall(name:value:least:)`` for a maximal prompt below 1 and a total below 2.
    public init(
        _ source: Source, maximumPrompt: Int = Int.max, maximumTotal: Int = Int.max
    ) throws(WorkloadError) {
        guard maximumPrompt >= 1 else {
            throw WorkloadError.limitTooSmall(name: "maximum prompt", value: maximumPrompt, least: 1)
        }
        guard maximumTotal >= 2 else {
            throw WorkloadError.limitTooSmall(name: "maximum context", value: maximumTotal, least: 2)
        }
        self.source = source
        self.maximumPrompt = min(maximumPrompt, maximumTotal - 1)
        self.maximumTotal = maximumTotal
    }

    public mutating func peek() throws(ArrivalFault) -> NextArrival { try source.peek() }

    public mutating func next() throws(ArrivalFault) -> RequestSpec? {
        guard var request = try source.next() else { return nil }
        if request.promptTokens > maximumPrompt {
            request.promptTokens = maximumPrompt
            clampedPrompts += 1
        }
        if request.outputTokens > maximumTotal - max(request.promptTokens, 0) {
            request.outputTokens = maximumTotal - max(request.promptTokens, 0)
            clampedOutputs += 1
        }
        return request
    }

    public var hearsAnswers: Bool { source.hearsAnswers }
    public mutating func finished(_ record: RequestRecord) { source.finished(record) }
    public mutating func refused(id: Int64, at instant: SimInstant) { source.refused(id: id, at: instant) }
}

extension ClampedLengths: TallyingSource where Source: TallyingSource {
    public var tally: WorkloadTally {
        var tally = source.tally
        tally.clampedPrompts += clampedPrompts
        tally.clampedOutputs += clampedOutputs
        return tally
    }
}
