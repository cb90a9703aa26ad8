/// What happened in a run of a policy: what the laws are checked on.
public struct PolicyRun: Sendable {
    public let scenario: PolicyScenario
    public internal(set) var result: SimulationResult
    /// Every finished request, in order of arrival.
    public internal(set) var records: [RequestRecord]
    /// Times at which the device was idle though requests were there.
    public internal(set) var pauses: [Pause]

    /// The device was idle, and somebody waited for it.
    public struct Pause: Hashable, Sendable {
        public let from: SimInstant
        public let to: SimInstant
        /// Requests in the system at its start, admitted or not.
        public let requests: Int

        public var length: SimDuration { to - from }
    }

    /// The pauses together.
    public var paused: SimDuration { pauses.reduce(.zero) { $0 + $1.length } }

    init(scenario: PolicyScenario, result: SimulationResult, observer: PolicyObserver) {
        self.scenario = scenario
        self.result = result
        records = observer.records.sorted { $0.id < $1.id }
        pauses = observer.pauses
    }
}

/// Keeps the finished requests, and finds the pauses of a single replica.
struct PolicyObserver: SimulationObserver {
    private(set) var records: [RequestRecord] = []
    private(set) var pauses: [PolicyRun.Pause] = []
    /// Since the last step: the first instant at which requests were left there, and how many.
    private var firstWork: (at: SimInstant, requests: Int)?

    var wantsRequests: Bool { true }
    var wantsSteps: Bool { true }

    mutating func requestFinished(_ record: RequestRecord) { records.append(record) }

    mutating func stepsCompleted(_ run: StepRun) { firstWork = nil }

    mutating func idled(replica: Int, from start: SimInstant, to end: SimInstant, power: Power) {
        if let work = firstWork, work.at >= start, work.at < end {
            pauses.append(PolicyRun.Pause(from: work.at, to: end, requests: work.requests))
        }
        firstWork = nil
    }

    /// Called after every decision: with a step under way the end of that step forgets what was noted here.
    mutating func loadChanged(at now: SimInstant, waiting: Int, running: Int) {
        if waiting + running == 0 {
            firstWork = nil
        } else if firstWork == nil {
            firstWork = (now, waiting + running)
        }
    }
}
