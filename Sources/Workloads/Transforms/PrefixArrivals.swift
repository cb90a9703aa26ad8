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

    public mutating func next() throws(ArrivalFault) -> RequestSpec? {
        guard remaining > 0, let request = try source.next() else { return nil }
        remaining -= 1
        return request
    }
}

extension PrefixArrivals: TallyingSource where Source: TallyingSource {
    public var tally: WorkloadTally { source.tally }
}
