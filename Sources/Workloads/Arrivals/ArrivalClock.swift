import SimCore

/// Turns an ``ArrivalPattern`` into instants, one at a time.
///
/// Gaps are drawn as `Double` picoseconds and added up as whole picoseconds; the fraction that was cut off is carried
/// into the next gap, so rounding does not add up: every instant is within 1 ps of the sum of the gaps, plus the
/// 2^-52 relative error of a gap itself. A copy continues from the same place.
public struct ArrivalClock: Sendable {
    private let pattern: ArrivalPattern
    private var stream: RandomStream
    private var now: Int64 = 0
    private var carry = 0.0
    private var hasStarted = false
    private var hasEnded = false

    /// - Throws: ``WorkloadError`` as ``ArrivalPattern/validate()``.
    public init(_ pattern: ArrivalPattern, stream: RandomStream) throws(WorkloadError) {
        try pattern.validate()
        self.pattern = pattern
        self.stream = stream
    }

    /// The next arrival, never before the one before. O(1).
    ///
    /// - Throws: ``ArrivalFault`` past ``SimInstant/limit``; every later call throws it again.
    public mutating func next() throws(ArrivalFault) -> SimInstant {
        guard hasStarted else {
            hasStarted = true
            return .zero
        }
        guard !hasEnded else { throw pastTheEnd() }
        switch pattern {
        case .constant(let rate):
            try advance(byPicoseconds: 1e12 / rate)
        case .poisson(let rate):
            try advance(byPicoseconds: 1e12 / rate * stream.exponential())
        case .gamma(let rate, let burstiness):
            try advance(byPicoseconds: 1e12 / rate * stream.gamma(shape: burstiness))
        case .uniformGaps(let shortest, let longest):
            try advance(byWhole: stream.whole(in: shortest.picoseconds...longest.picoseconds))
        case .together:
            break
        }
        return SimInstant(picoseconds: now)
    }

    private mutating func advance(byPicoseconds gap: Double) throws(ArrivalFault) {
        let exact = gap + carry
        let whole = exact.rounded(.down)
        guard whole <= Double(SimInstant.limit.picoseconds) else { throw pastTheEnd() }
        carry = exact - whole
        try advance(byWhole: Int64(whole))
    }

    private mutating func advance(byWhole gap: Int64) throws(ArrivalFault) {
        guard gap <= SimInstant.limit.picoseconds - now else { throw pastTheEnd() }
        now += gap
    }

    private mutating func pastTheEnd() -> ArrivalFault {
        hasEnded = true
        return ArrivalFault(
            "the next request would arrive after 104 days of simulated time, which is where a run ends; "
                + "ask for fewer requests or a higher rate")
    }
}
