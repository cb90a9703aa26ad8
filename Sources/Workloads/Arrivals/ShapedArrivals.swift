import SimCore

/// How requests are held back before they are released to the server.
public enum ArrivalSpacing: Hashable, Sendable {
    /// A request is released no earlier than this span after the one before it was.
    case fixed(SimDuration)
    /// The same with a span drawn for each request, uniform over whole picoseconds, both ends included.
    case uniform(shortest: SimDuration, longest: SimDuration)
    /// A request is held to the next multiple of the span since time 0; one that comes on a multiple goes at once.
    case windows(SimDuration)
}

/// Requests released with a distance between them, or in windows: the arrival shaping of arXiv 2601.22362.
///
/// Shaping moves ``RequestSpec/arrival``, which is when the request reaches the server. The time that a request is
/// held is spent before that, so it is part of no latency; ``addedDelay`` says how much it is in total, to be
/// reported beside them. No request is dropped and none overtakes another.
public struct ShapedArrivals<Source: ArrivalSource>: ArrivalSource {
    private var source: Source
    private let spacing: ArrivalSpacing
    private var stream: RandomStream
    private var lastRelease: SimInstant?
    private var ahead = Ahead()
    /// Picoseconds by which releases so far come after arrivals, summed over requests: exact.
    public private(set) var addedPicoseconds: Int128 = 0
    /// Requests so far that were held for any time.
    public private(set) var delayedRequests = 0

    /// - Throws: ``WorkloadError`` for negative gaps, gaps in the wrong order and windows of no length.
    public init(
        _ source: Source, spacing: ArrivalSpacing, seed: UInt64 = 0, replication: UInt64 = 0
    ) throws(WorkloadError) {
        switch spacing {
        case .fixed(let gap):
            guard gap >= .zero else { throw WorkloadError.badGaps(shortest: gap, longest: gap) }
        case .uniform(let shortest, let longest):
            guard shortest >= .zero, longest >= shortest else {
                throw WorkloadError.badGaps(shortest: shortest, longest: longest)
            }
        case .windows(let window):
            guard window > .zero else { throw WorkloadError.badWindow(window) }
        }
        self.source = source
        self.spacing = spacing
        stream = RandomStream(seed: seed, purpose: "workload.spacing", replication: replication)
    }

    /// Seconds by which releases so far come after arrivals, summed over requests.
    public var addedDelaySeconds: Double { Double(addedPicoseconds) / 1e12 }

    public mutating func peek() throws(ArrivalFault) -> NextArrival {
        // What waits for an answer below may be there when it is asked again.
        if !ahead.isKnown {
            if try source.peek() == .afterAnswer { return .afterAnswer }
            ahead.set(try release())
        }
        return ahead.next
    }

    public mutating func next() throws(ArrivalFault) -> RequestSpec? {
        _ = try peek()
        return ahead.take()
    }

    private mutating func release() throws(ArrivalFault) -> RequestSpec? {
        guard var request = try source.next() else { return nil }
        let release = releaseTime(of: request.arrival)
        guard release <= SimInstant.limit else {
            throw ArrivalFault(
                "spacing holds a request back past 104 days of simulated time, which is where a run ends; "
                    + "ask for fewer requests or shorter gaps")
        }
        if release > request.arrival {
            delayedRequests += 1
            addedPicoseconds += Int128(release.picoseconds) - Int128(request.arrival.picoseconds)
        }
        request.arrival = release
        lastRelease = release
        return request
    }

    public var hearsAnswers: Bool { source.hearsAnswers }
    public mutating func finished(_ record: RequestRecord) { source.finished(record) }
    public mutating func refused(id: Int64, at instant: SimInstant) { source.refused(id: id, at: instant) }

    private mutating func releaseTime(of arrival: SimInstant) -> SimInstant {
        switch spacing {
        case .fixed(let gap):
            guard let lastRelease else { return arrival }
            return max(arrival, lastRelease + gap)
        case .uniform(let shortest, let longest):
            guard let lastRelease else { return arrival }
            let gap = stream.whole(in: shortest.picoseconds...longest.picoseconds)
            return max(arrival, lastRelease + SimDuration(picoseconds: gap))
        case .windows(let window):
            let into = arrival.picoseconds % window.picoseconds
            if into == 0 { return arrival }
            // A negative arrival leaves a negative remainder; its next multiple is nearer to zero.
            let held = into < 0 ? -into : window.picoseconds - into
            return arrival + SimDuration(picoseconds: held)
        }
    }
}

extension ShapedArrivals: TallyingSource where Source: TallyingSource {
    public var tally: WorkloadTally {
        var tally = source.tally
        tally.delayedRequests += delayedRequests
        tally.addedPicoseconds += addedPicoseconds
        return tally
    }
}
