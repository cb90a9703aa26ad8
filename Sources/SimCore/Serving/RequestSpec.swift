/// One request as its sender knows it: when it comes, how long its prompt is, and how long its answer will be.
///
/// The answer's length is known to the simulator only. Policies see ``WaitingRequest``, which has no such field.
public struct RequestSpec: Hashable, Sendable {
    /// When the request reaches the server.
    public var arrival: SimInstant
    /// Tokens of the prompt, at least 1.
    public var promptTokens: Int
    /// Tokens of the answer, at least 1; the first comes with the end of the prefill.
    public var outputTokens: Int
    /// Larger is more urgent; policies that know no priorities ignore it.
    public var priority: Int

    public init(arrival: SimInstant, promptTokens: Int, outputTokens: Int, priority: Int = 0) {
        self.arrival = arrival
        self.promptTokens = promptTokens
        self.outputTokens = outputTokens
        self.priority = priority
    }
}

/// Where requests come from, pulled one at a time, so that a trace of any length runs in bounded memory.
///
/// Arrivals must not go back in time. The simulation pulls the next request when the one before has arrived.
/// A source is a value: its copy continues from the same place, which is what makes a fork of a run exact.
public protocol ArrivalSource: Sendable {
    /// The next request, or nil at the end.
    ///
    /// - Throws: ``ArrivalFault`` when the source cannot go on (a bad line in a trace, say).
    mutating func next() throws(ArrivalFault) -> RequestSpec?
}

/// Why a source of requests could not go on; the text says what, where, and what to try.
public struct ArrivalFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

/// Requests from a list that is already in memory.
public struct ListedArrivals: ArrivalSource {
    private let requests: [RequestSpec]
    private var position = 0

    public init(_ requests: [RequestSpec]) { self.requests = requests }

    public mutating func next() -> RequestSpec? {
        guard position < requests.count else { return nil }
        position += 1
        return requests[position - 1]
    }
}
