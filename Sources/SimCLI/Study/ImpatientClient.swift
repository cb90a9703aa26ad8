import SimCore
import Synchronization

/// A client with a limited number of connections that gives a request up when it has waited too long for one.
///
/// The simulation admits a request when a connection is free (`maxConcurrency`). As it pulls the next request, this source
/// drops those whose turn comes too late: whose patience ended before the last answer came. The turn itself comes with the
/// next answer, so that a request may be sent up to one answer's gap after its patience ended.
struct ImpatientClient: ArrivalSource {
    private var source: SizedArrivals
    private let patience: SimDuration
    private let log: ClientLog

    init(_ source: SizedArrivals, patience: SimDuration, log: ClientLog) {
        self.source = source
        self.patience = patience
        self.log = log
    }

    mutating func next() throws(ArrivalFault) -> RequestSpec? {
        while let request = try source.next() {
            if request.arrival + patience >= log.lastAnswer { return request }
            log.countDropped()
        }
        return nil
    }
}

/// What a client saw of a run: hears the answers and counts what was given up.
///
/// The simulation keeps source and observer to itself, so both write here.
final class ClientLog: Sendable {
    private struct Entry {
        var lastAnswer = SimInstant.zero
        var dropped = 0
        var late = 0
    }

    private let state = Mutex(Entry())

    var lastAnswer: SimInstant { state.withLock { $0.lastAnswer } }
    /// Requests that never got a connection.
    var dropped: Int { state.withLock { $0.dropped } }
    /// Requests whose answer came after the client had stopped listening.
    var late: Int { state.withLock { $0.late } }

    fileprivate func countDropped() { state.withLock { $0.dropped += 1 } }

    fileprivate func hear(_ record: RequestRecord, patience: SimDuration?) {
        state.withLock {
            $0.lastAnswer = max($0.lastAnswer, record.finish)
            if let patience, record.e2e > patience { $0.late += 1 }
        }
    }
}

/// Tells the client of every answer.
struct ClientObserver: SimulationObserver {
    let log: ClientLog
    let patience: SimDuration?
    var wantsRequests: Bool { patience != nil }

    mutating func requestFinished(_ record: RequestRecord) { log.hear(record, patience: patience) }
}

/// The requests of a load whose prompt and answer together have so many tokens.
struct SizedArrivals: ArrivalSource {
    private var source: LoadSource
    private let tokens: ClosedRange<Int>?

    init(_ source: LoadSource, tokens: ClosedRange<Int>?) {
        self.source = source
        self.tokens = tokens
    }

    mutating func next() throws(ArrivalFault) -> RequestSpec? {
        while let request = try source.next() {
            if tokens?.contains(request.promptTokens + request.outputTokens) ?? true { return request }
        }
        return nil
    }
}
