/// Where requests come from, taken one at a time, so that a trace of any length runs in bounded memory.
///
///     struct OneAfterTheOther: ArrivalSource {
///         var left = 10
///         var isAnswered = true
///         var now = SimInstant.zero
///         var hearsAnswers: Bool { true }
///
///         mutating func peek() -> NextArrival {
///             left == 0 ? .ended : isAnswered ? .at(now + .seconds(1)) : .afterAnswer
///         }
///         mutating func next() -> RequestSpec? {
///             (left, isAnswered) = (left - 1, false)
///             return RequestSpec(arrival: now + .seconds(1), promptTokens: 100, outputTokens: 10)
///         }
///         mutating func finished(_ record: RequestRecord) { (isAnswered, now) = (true, record.finish) }
///     }
///
/// The simulation asks ``peek()`` after every request that it took and after all that it told, and takes the request by
/// ``next()`` when it arrives, or, with ``SimulationSetup/maxConcurrency``, when the client has a turn for it. Arrivals
/// must not go back in time; one that is earlier than what was told is late by that.
/// A source is a value: its copy continues from the same place, which is what makes a fork of a run exact.
public protocol ArrivalSource: Sendable {
    /// When the next request comes. Asked again it answers the same, unless something was told or taken in between.
    /// Unless a source says otherwise, a copy of it takes the next request, to see when that is; which serves a source
    /// that is a value and is never told anything.
    ///
    /// - Throws: ``ArrivalFault`` when the source cannot go on (a bad line in a trace, say).
    mutating func peek() throws(ArrivalFault) -> NextArrival

    /// Takes the request that ``peek()`` spoke of; nil at the end. Its number is that of the calls before.
    ///
    /// - Throws: ``ArrivalFault`` when the source cannot go on.
    mutating func next() throws(ArrivalFault) -> RequestSpec?

    /// Whether the source wants to be told; asked once. Telling costs a record for each request.
    var hearsAnswers: Bool { get }

    /// A request has been answered, at the instant at which that happened.
    mutating func finished(_ record: RequestRecord)

    /// A request was refused, because no replica can ever serve it: there will be no answer.
    mutating func refused(id: Int64, at instant: SimInstant)
}

extension ArrivalSource {
    @inlinable
    public mutating func peek() throws(ArrivalFault) -> NextArrival {
        var copy = self
        return try copy.next().map { .at($0.arrival) } ?? .ended
    }

    public var hearsAnswers: Bool { false }
    @inlinable public mutating func finished(_ record: RequestRecord) {}
    @inlinable public mutating func refused(id: Int64, at instant: SimInstant) {}
}

/// When a source's next request comes.
public enum NextArrival: Hashable, Sendable {
    /// It arrives then.
    case at(SimInstant)
    /// None until a request that is under way has been answered.
    case afterAnswer
    /// There are no more.
    case ended
}

/// Why a source of requests could not go on; the text says what, where, and what to try.
public struct ArrivalFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }

    static let waitsForNobody = ArrivalFault(
        "the source of requests waits for an answer, and no request is under way. "
            + "Let peek() answer .ended when nothing more comes")
    static let disagreement = "its source promised another arrival than it gave (peek and next disagree)"
}

/// A request that was made before its time: what a source keeps that can only say when its next request arrives by
/// making it.
///
///     mutating func peek() throws(ArrivalFault) -> NextArrival {
///         if !ahead.isKnown { ahead.set(try draw()) }
///         return ahead.next
///     }
///     mutating func next() throws(ArrivalFault) -> RequestSpec? {
///         _ = try peek()
///         return ahead.take()
///     }
public struct Ahead: Sendable {
    private var request = RequestSpec(arrival: .zero, promptTokens: 0, outputTokens: 0)
    private var state = State.empty

    private enum State { case empty, full, ended }

    public init() {}

    /// Whether the next request, or that there is none, is known.
    public var isKnown: Bool { state != .empty }

    /// Keeps the next request; nil says that there are no more.
    public mutating func set(_ next: RequestSpec?) {
        if let next { request = next }
        state = next == nil ? .ended : .full
    }

    /// What ``ArrivalSource/peek()`` answers.
    public var next: NextArrival { state == .full ? .at(request.arrival) : .ended }

    /// Takes the request, if there is one.
    public mutating func take() -> RequestSpec? {
        guard state == .full else { return nil }
        state = .empty
        return request
    }
}

/// Requests from a list that is already in memory.
public struct ListedArrivals: ArrivalSource {
    private let requests: [RequestSpec]
    private var position = 0

    public init(_ requests: [RequestSpec]) { self.requests = requests }

    public mutating func peek() -> NextArrival {
        position < requests.count ? .at(requests[position].arrival) : .ended
    }

    public mutating func next() -> RequestSpec? {
        guard position < requests.count else { return nil }
        position += 1
        return requests[position - 1]
    }
}
