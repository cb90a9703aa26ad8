/// How long requests may wait, and by how many they may be overtaken. What is nil has no limit.
public struct StarvationLimits: Hashable, Sendable {
    /// Arrival to first token.
    public var firstToken: SimDuration?
    /// Arrival to last token: also finds who gets a first token and is then left out.
    public var answer: SimDuration?
    /// Later arrivals whose first token came sooner.
    public var overtakers: Int?
    /// The longest wait for a first token and for an answer, as a multiple of what ``ChunkedPrefill``, which serves in
    /// order of arrival, makes the unluckiest request of the same scenario wait.
    public var timesFirstCome: Int?

    public init(
        firstToken: SimDuration? = nil, answer: SimDuration? = nil, overtakers: Int? = nil,
        timesFirstCome: Int? = nil
    ) {
        self.firstToken = firstToken
        self.answer = answer
        self.overtakers = overtakers
        self.timesFirstCome = timesFirstCome
    }

    /// The multiples as durations; a shorter limit of its own stays.
    func scaled(_ factor: Int, _ reference: PolicyRun) -> StarvationLimits {
        func limit(_ own: SimDuration?, _ spans: [SimDuration]) -> SimDuration? {
            guard let longest = spans.max() else { return own }
            let product = Int128(longest.picoseconds) * Int128(factor)
            let scaled = SimDuration(picoseconds: Int64(clamping: product))
            return own.map { min($0, scaled) } ?? scaled
        }
        var limits = self
        limits.firstToken = limit(firstToken, reference.records.map { $0.ttft })
        limits.answer = limit(answer, reference.records.map { $0.e2e })
        return limits
    }
}

extension PolicyRun {
    /// For each limit that is missed, the request that missed it by most. O(n log n) for n requests.
    func starvationBreaches(_ limits: StarvationLimits) -> [String] {
        let order = ServiceOrder(records)
        var breaches: [String] = []
        if let limit = limits.firstToken, let worst = worst(order.records.map { $0.ttft }, limit) {
            breaches.append("\(order.story(of: worst.index)). The limit is \(limit)\(others(worst.count))")
        }
        if let limit = limits.answer, let worst = worst(order.records.map { $0.e2e }, limit) {
            let record = order.records[worst.index]
            breaches.append(
                "request \(record.id) (arrived at \(record.arrival), first token after \(record.ttft)) waited "
                    + "\(record.e2e) for its answer. The limit is \(limit)\(others(worst.count))")
        }
        if let limit = limits.overtakers, let index = order.mostOvertaken, order.overtakers[index] > limit {
            let count = order.overtakers.count { $0 > limit }
            breaches.append("\(order.story(of: index)). The limit is \(limit)\(others(count))")
        }
        return breaches
    }

    /// The place of the longest span above a limit, the first of equals, and how many are above it.
    private func worst(_ spans: [SimDuration], _ limit: SimDuration) -> (index: Int, count: Int)? {
        guard let longest = spans.max(), longest > limit, let index = spans.firstIndex(of: longest) else {
            return nil
        }
        return (index, spans.count { $0 > limit })
    }

    private func others(_ count: Int) -> String {
        count > 1 ? ", missed by \(count) requests" : ""
    }
}
