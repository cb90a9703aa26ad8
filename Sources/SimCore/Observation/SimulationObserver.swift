/// Hears what happens in a run. Observing changes nothing: observed or not, a run is the same.
public protocol SimulationObserver {
    /// Whether finished requests are wanted; asked once.
    var wantsRequests: Bool { get }
    /// Whether steps and idle times are wanted; asked once.
    var wantsSteps: Bool { get }

    mutating func requestFinished(_ record: RequestRecord)
    /// The request of this number can never fit and is left out; told where finished requests are wanted.
    mutating func requestFailed(_ id: Int64)
    /// Steps ended, in order for each replica.
    mutating func stepsCompleted(_ run: StepRun)
    /// No step ran on the replica in between.
    mutating func idled(replica: Int, from start: SimInstant, to end: SimInstant, power: Power)
    /// The number of waiting and running requests, after all that happened at `now`.
    mutating func loadChanged(at now: SimInstant, waiting: Int, running: Int)
}

extension SimulationObserver {
    public var wantsRequests: Bool { false }
    public var wantsSteps: Bool { false }
    public mutating func requestFinished(_ record: RequestRecord) {}
    public mutating func requestFailed(_ id: Int64) {}
    public mutating func stepsCompleted(_ run: StepRun) {}
    public mutating func idled(replica: Int, from start: SimInstant, to end: SimInstant, power: Power) {}
    public mutating func loadChanged(at now: SimInstant, waiting: Int, running: Int) {}
}

/// Hears nothing.
public struct NoObserver: SimulationObserver {
    public init() {}
}

/// Keeps every finished request, in the order in which they finished.
public struct RequestRecorder: SimulationObserver {
    public private(set) var records: [RequestRecord] = []
    public var wantsRequests: Bool { true }

    public init() {}

    public mutating func requestFinished(_ record: RequestRecord) { records.append(record) }
}
