import SimCore
import Synchronization
import Workloads

/// The requests of one run: drawn from laws or read from a trace, held back by shaping where that is asked for.
///
/// The simulation keeps its source to itself, so what happened in it is told through a ``LoadLog``.
struct LoadSource: ArrivalSource {
    private var plain: BaseLoad?
    private var shaped: ShapedArrivals<BaseLoad>?
    private let log: LoadLog

    init(_ base: BaseLoad, shape: ShapeSpec?, seed: UInt64, replication: UInt64) throws(WorkloadError) {
        log = base.log
        if let shape {
            shaped = try ShapedArrivals(base, spacing: shape.spacing, seed: seed, replication: replication)
        } else {
            plain = base
        }
    }

    mutating func peek() throws(ArrivalFault) -> NextArrival {
        let next: NextArrival
        if plain != nil {
            next = try plain?.peek() ?? .ended
        } else {
            next = try shaped?.peek() ?? .ended
        }
        if next == .ended { log.setTally(plain?.tally ?? shaped?.tally ?? WorkloadTally()) }
        return next
    }

    mutating func next() throws(ArrivalFault) -> RequestSpec? {
        let request = plain != nil ? try plain?.next() ?? nil : try shaped?.next() ?? nil
        if request == nil { log.setTally(plain?.tally ?? shaped?.tally ?? WorkloadTally()) }
        return request
    }
}

/// Requests before shaping: one of the two is there.
struct BaseLoad: TallyingSource {
    private var synthetic: SyntheticWorkload?
    private var trace: TimeScaled<TracePrefix>?
    private var hasBegun = false
    let log: LoadLog

    init(_ synthetic: SyntheticWorkload) {
        self.synthetic = synthetic
        log = LoadLog()
    }

    /// Replays at most `count` requests; nil for all.
    init(_ trace: TraceSource, timeScale: Double, count: Int?) throws(WorkloadError) {
        log = LoadLog()
        self.trace = try TimeScaled(TracePrefix(trace, count: count, log: log), factor: timeScale)
    }

    mutating func peek() throws(ArrivalFault) -> NextArrival {
        if synthetic != nil { return try synthetic?.peek() ?? .ended }
        let next = try trace?.peek() ?? .ended
        if !hasBegun {
            hasBegun = true
            if case .at(let first) = next { log.setFirstArrival(first) }
        }
        return next
    }

    mutating func next() throws(ArrivalFault) -> RequestSpec? {
        synthetic != nil ? try synthetic?.next() ?? nil : try trace?.next() ?? nil
    }

    var tally: WorkloadTally { synthetic?.tally ?? trace?.tally ?? WorkloadTally() }
}

/// The first so many requests of a trace; says at the end what the trace said.
struct TracePrefix: TallyingSource {
    private var source: TraceSource
    private var remaining: Int
    private let log: LoadLog
    private var digest = Fingerprint()

    init(_ source: TraceSource, count: Int?, log: LoadLog) {
        self.source = source
        remaining = count ?? Int.max
        self.log = log
    }

    mutating func peek() throws(ArrivalFault) -> NextArrival {
        let next = remaining > 0 ? try source.peek() : .ended
        if next == .ended { noteEnd() }
        return next
    }

    private func noteEnd() {
        log.setTrace(firstBadRow: source.firstBadRow, notices: source.notices, digest: digest.hexadecimal)
    }

    mutating func next() throws(ArrivalFault) -> RequestSpec? {
        guard remaining > 0, let request = try source.next() else {
            noteEnd()
            return nil
        }
        remaining -= 1
        digest.combine(request.arrival.picoseconds)
        digest.combine(request.promptTokens)
        digest.combine(request.outputTokens)
        digest.combine(request.priority)
        return request
    }

    var tally: WorkloadTally { source.tally }
}

/// What a load's source had to tell when it came to its end.
final class LoadLog: Sendable {
    struct Entry {
        var tally = WorkloadTally()
        var firstBadRow: String?
        /// What the trace has that is not read, a sentence each.
        var notices: [String] = []
        /// Sixteen digits of the trace's requests; nil without a trace.
        var traceDigest: String?
        /// When the trace's first request arrives.
        var firstArrival: SimInstant?
    }

    private let state = Mutex(Entry())

    func setTally(_ tally: WorkloadTally) { state.withLock { $0.tally = tally } }

    func setTrace(firstBadRow: String?, notices: [String], digest: String) {
        state.withLock {
            $0.firstBadRow = firstBadRow
            $0.notices = notices
            $0.traceDigest = digest
        }
    }

    func setFirstArrival(_ instant: SimInstant?) { state.withLock { $0.firstArrival = instant } }

    var entry: Entry { state.withLock { $0 } }
}
