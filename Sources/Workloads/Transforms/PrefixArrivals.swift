import SimCore

/// The first so many requests of a source; the source is not pulled for more.
public struct PrefixArrivals<Source: ArrivalSource>: ArrivalSource {
    private var source: Source
    private var remaining: Int

    /// - Throws: ``WorkloadError/badCount(_:)`` for a negative count.
    public init(_ source: Source, count: Int) throws(WorkloadError) {
        guard count >= 0 else { throw WorkloadError.badCount(count) }
        self.source = source
        remaining = count
    }

    public mutating func peek() throws(ArrivalFault) -> NextArrival {
        remaining > 0 ? try source.peek() : .ended
    }

    public mutating func next() throws(ArrivalFault) -> RequestSpec? {
        guard remaining > 0, let request = try source.next() else { return nil }
        remaining -= 1
        return request
    }

    public var hearsAnswers: Bool { source.hearsAnswers }
    public mutating func finished(_ record: RequestRecord) { source.finished(record) }
    public mutating func refused(id: Int64, at instant: SimInstant) { source.refused(id: id, at: instant) }
}

extension PrefixArrivals: TallyingSource where Source: TallyingSource {
    public var tally: WorkloadTally { source.tally }
}
