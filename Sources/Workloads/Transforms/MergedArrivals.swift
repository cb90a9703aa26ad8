import SimCore

/// Two sources as one, in order of arrival; at one instant the first source's requests come first.
public struct MergedArrivals<First: ArrivalSource, Second: ArrivalSource>: ArrivalSource {
    private var first: First
    private var second: Second
    private var nextOfFirst: RequestSpec?
    private var nextOfSecond: RequestSpec?
    private var hasStarted = false

    public init(_ first: First, _ second: Second) {
        self.first = first
        self.second = second
    }

    /// Pulls each source one request ahead.
    public mutating func next() throws(ArrivalFault) -> RequestSpec? {
        if !hasStarted {
            nextOfFirst = try first.next()
            nextOfSecond = try second.next()
            hasStarted = true
        }
        guard let left = nextOfFirst else {
            let right = nextOfSecond
            if right != nil { nextOfSecond = try second.next() }
            return right
        }
        if let right = nextOfSecond, right.arrival < left.arrival {
            nextOfSecond = try second.next()
            return right
        }
        nextOfFirst = try first.next()
        return left
    }
}

extension MergedArrivals: TallyingSource where First: TallyingSource, Second: TallyingSource {
    public var tally: WorkloadTally { first.tally + second.tally }
}
