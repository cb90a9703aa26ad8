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

    public mutating func next() throws(ArrivalFault) -> RequestSpec? {
        guard !hasEnded, let request = try source.next(), request.arrival < end else {
            hasEnded = true
            return nil
        }
        return request
    }
}

extension TruncatedArrivals: TallyingSource where Source: TallyingSource {
    public var tally: WorkloadTally { source.tally }
}
