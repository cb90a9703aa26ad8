import SimCore

/// The requests of a source that arrive before an instant; the first that does not ends it.
public struct TruncatedArrivals<Source: ArrivalSource>: ArrivalSource {
    private var source: Source
    private let end: SimInstant
    private var hasEnded = false

    public init(_ source: Source, before end: SimInstant) {
        self.source = source
        self.end = end
    }

    public mutating func peek() throws(ArrivalFault) -> NextArrival {
        if hasEnded { return .ended }
        let next = try source.peek()
        // What comes after an answer may still come in time; what is in order does not come earlier than this.
        if case .at(let instant) = next, instant >= end { hasEnded = true }
        return hasEnded ? .ended : next
    }

    public mutating func next() throws(ArrivalFault) -> RequestSpec? {
        guard case .at = try peek() else { return nil }
        return try source.next()
    }

    public var hearsAnswers: Bool { source.hearsAnswers }
    public mutating func finished(_ record: RequestRecord) { source.finished(record) }
    public mutating func refused(id: Int64, at instant: SimInstant) { source.refused(id: id, at: instant) }
}

extension TruncatedArrivals: TallyingSource where Source: TallyingSource {
    public var tally: WorkloadTally { source.tally }
}
