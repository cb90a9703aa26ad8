import SimCore

/// A client with a limited number of connections that gives a request up when it has waited too long for one.
///
/// The simulation takes a request when a connection is free (`maxConcurrency`). Until then this source hears the answers,
/// and drops those whose patience ended before the last one came. As a connection comes free with an answer, a request is
/// sent only while somebody still waits for it.
struct ImpatientClient: ArrivalSource {
    private var source: SizedArrivals
    /// nil waits forever.
    private let patience: SimDuration?
    private var lastAnswer = SimInstant.zero
    /// Requests that never got a connection.
    private(set) var dropped = 0
    /// Requests whose answer came after the client had stopped listening.
    private(set) var late = 0

    init(_ source: SizedArrivals, patience: SimDuration?) {
        self.source = source
        self.patience = patience
    }

    var hearsAnswers: Bool { patience != nil }

    mutating func finished(_ record: RequestRecord) {
        lastAnswer = max(lastAnswer, record.finish)
        if let patience, record.e2e > patience { late += 1 }
    }

    mutating func peek() throws(ArrivalFault) -> NextArrival {
        while true {
            let next = try source.peek()
            guard let patience, case .at(let arrival) = next, arrival + patience < lastAnswer else {
                return next
            }
            _ = try source.next()
            dropped += 1
        }
    }

    mutating func next() throws(ArrivalFault) -> RequestSpec? { try source.next() }
}

/// The requests of a load whose prompt and answer together have so many tokens.
struct SizedArrivals: ArrivalSource {
    private var source: LoadSource
    private let tokens: ClosedRange<Int>?
    private var ahead = Ahead()

    init(_ source: LoadSource, tokens: ClosedRange<Int>?) {
        self.source = source
        self.tokens = tokens
    }

    mutating func peek() throws(ArrivalFault) -> NextArrival {
        guard tokens != nil else { return try source.peek() }
        if !ahead.isKnown { ahead.set(try fitting()) }
        return ahead.next
    }

    mutating func next() throws(ArrivalFault) -> RequestSpec? {
        guard tokens != nil else { return try source.next() }
        _ = try peek()
        return ahead.take()
    }

    private mutating func fitting() throws(ArrivalFault) -> RequestSpec? {
        while case .at = try source.peek(), let request = try source.next() {
            if tokens?.contains(request.promptTokens + request.outputTokens) ?? true { return request }
        }
        return nil
    }
}
