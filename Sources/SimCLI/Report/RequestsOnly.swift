import SimCore

/// An observer for a run whose steps nobody wants to hear of: as that is known when the run's loop is compiled, the telling
/// of steps is left out of it.
struct RequestsOnly: SimulationObserver {
    private(set) var base: RunObserver

    init(_ base: RunObserver) { self.base = base }

    var wantsRequests: Bool { base.wantsRequests }

    mutating func requestFinished(_ record: RequestRecord) { base.requestFinished(record) }
    mutating func requestFailed(_ id: Int64) { base.requestFailed(id) }
}

extension Simulation {
    /// Runs to the end; the observer hears what it wants.
    mutating func run(telling observer: inout RunObserver) throws(SimulationFault) -> SimulationResult {
        guard !observer.wantsSteps else { return try run(observer: &observer) }
        var requests = RequestsOnly(observer)
        defer { observer = requests.base }
        return try run(observer: &requests)
    }
}
