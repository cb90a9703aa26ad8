import SimCore

/// Two sources as one, in order of arrival; at one instant the first source's requests come first.
///
/// Sources that hear answers cannot be merged: a record does not say which of the two its request came from.
public struct MergedArrivals<First: ArrivalSource, Second: ArrivalSource>: ArrivalSource {
    private var first: First
    private var second: Second

    public init(_ first: First, _ second: Second) {
        precondition(
            !first.hearsAnswers && !second.hearsAnswers, "sources that hear answers cannot be merged")
        self.first = first
        self.second = second
    }

    public mutating func peek() throws(ArrivalFault) -> NextArrival {
        let left = try first.peek()
        let right = try second.peek()
        guard case .at(let one) = left else { return right }
        guard case .at(let other) = right else { return left }
        return .at(min(one, other))
    }

    public mutating func next() throws(ArrivalFault) -> RequestSpec? {
        guard case .at(let one) = try first.peek() else { return try second.next() }
        if case .at(let other) = try second.peek(), other < one { return try second.next() }
        return try first.next()
    }
}

extension MergedArrivals: TallyingSource where First: TallyingSource, Second: TallyingSource {
    public var tally: WorkloadTally { first.tally + second.tally }
}
