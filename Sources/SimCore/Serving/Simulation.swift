/// A run of requests through replicas: a value, so that a copy is a fork.
///
///     var simulation = try Simulation(
///         SimulationSetup(limits: ReplicaLimits(kvBlocks: 4096)),
///         arrivals: ListedArrivals(requests), router: RoundRobin(), policy: ChunkedPrefill(),
///         cost: AffineCostModel())
///     let result = try simulation.run()
///
/// Time moves from event to event. All events of an instant happen before any replica decides (see ``EventRank``).
/// The four things plugged in are asked once per request, step or leap; everything else is in concrete types. What is
/// generic is inlinable, because a caller in another module would otherwise run it unspecialised, at twice the time.
public struct Simulation<
    Source: ArrivalSource, Router: RoutingPolicy, Policy: BatchingPolicy, Cost: StepCostModel
>: Sendable {
    @usableFromInline let setup: SimulationSetup
    @usableFromInline var arrivals: Source
    @usableFromInline var router: Router
    @usableFromInline var policies: [Policy]
    @usableFromInline var cost: Cost
    @usableFromInline var state: SimulationState
    @usableFromInline var plan = BatchPlan()

    /// - Throws: ``SimulationFault/setup(_:)`` for limits that no run can have.
    @inlinable
    public init(
        _ setup: SimulationSetup, arrivals: Source, router: Router, policy: Policy, cost: Cost
    ) throws(SimulationFault) {
        try setup.check()
        guard cost.idlePower >= .zero else {
            throw .setup("the cost model's idlePower is \(cost.idlePower), it must be at least 0")
        }
        if let window = cost.attentionWindow, window < 1 {
            throw .setup("the cost model's attentionWindow is \(window), it must be at least 1, or nil")
        }
        self.setup = setup
        self.arrivals = arrivals
        self.router = router
        policies = Array(repeating: policy, count: setup.replicas)
        self.cost = cost
        state = SimulationState(setup, idlePower: cost.idlePower, window: cost.attentionWindow)
    }

    /// Runs to the end.
    ///
    /// - Throws: ``SimulationFault``; the simulation must not be used after that.
    @inlinable
    public mutating func run() throws(SimulationFault) -> SimulationResult {
        var observer = NoObserver()
        return try run(observer: &observer)
    }

    /// Runs to the end, telling the observer.
    @inlinable
    public mutating func run(
        observer: inout some SimulationObserver
    ) throws(SimulationFault) -> SimulationResult {
        try advance(until: .limit, observer: &observer)
        try state.checkProgress()
        return state.finish(observer: &observer)
    }

    /// Runs every event up to and including `horizon`; more can follow, also on a copy.
    @inlinable
    public mutating func advance(until horizon: SimInstant) throws(SimulationFault) {
        var observer = NoObserver()
        try advance(until: horizon, observer: &observer)
    }

    /// The same, telling the observer.
    @inlinable
    public mutating func advance(
        until horizon: SimInstant, observer: inout some SimulationObserver
    ) throws(SimulationFault) {
        let wantsRequests = observer.wantsRequests
        state.tally.keepsRecords = wantsRequests
        let wantsSteps = observer.wantsSteps
        try pullIfNeeded()
        while state.moveToNext(notAfter: horizon) {
            if !state.hasEvents {
                // Only requests arrive.
            } else if wantsSteps {
                while let run = state.completeNextSteps() { observer.stepsCompleted(run) }
            } else {
                state.completeAllSteps()
            }
            if wantsRequests { tellFinished(&observer) }
            while state.hasArrival() {
                if let failed = try arrive(), wantsRequests { observer.requestFailed(failed) }
            }
            if state.hasEvents { state.wakeAll() }
            try decide(observer: &observer, wantsSteps: wantsSteps)
            if wantsRequests { tellFinished(&observer) }
            if wantsSteps {
                observer.loadChanged(at: state.now, waiting: Int(state.waiting), running: Int(state.running))
            }
        }
    }

    /// Tells the observer of requests that have finished.
    @inlinable
    mutating func tellFinished(_ observer: inout some SimulationObserver) {
        guard state.hasRecords() else { return }
        for record in state.takeRecords() { observer.requestFinished(record) }
    }

    /// Pulls the next request unless one is at hand.
    @inlinable
    mutating func pullIfNeeded() throws(SimulationFault) {
        guard state.needsPending() else { return }
        let spec: RequestSpec?
        do { spec = try arrivals.next() } catch { throw .arrivals(error) }
        try state.setPending(spec)
    }

    /// The request at hand arrives, is routed and queued; its number where it can never be served.
    @inlinable
    mutating func arrive() throws(SimulationFault) -> Int64? {
        let id = state.requestCount - 1
        var failed: Int64? = id
        if let request = try state.takePending(setup) {
            let choice = setup.replicas == 1 ? 0 : router.route(request.arrived, among: state.loads)
            guard state.loads.indices.contains(choice) else {
                throw .route(id: request.arrived.id, replica: choice, replicas: setup.replicas)
            }
            let key = policies[choice].queueKey(for: request.arrived)
            state.enqueue(request, on: choice, key: key)
            failed = nil
        }
        try pullIfNeeded()
        return failed
    }

    /// Every replica that is free and heard of something plans its next step.
    @inlinable
    mutating func decide(
        observer: inout some SimulationObserver, wantsSteps: Bool
    ) throws(SimulationFault) {
        while state.someoneDecides, let number = state.nextToDecide() {
            if state.goesOn(number) {
                try state.goOn(cost: cost.cost(of: state.shape), on: number)
                continue
            }
            state.replicas[number].consult(&policies[number], at: state.now, plan: &plan)
            let idleFrom = state.replicas[number].clock.instant
            guard try state.accept(plan, on: number) else { continue }
            let price = cost.cost(of: state.shape)
            try state.launch(cost: price, plan: plan, on: number, stepping: setup.stepping)
            if wantsSteps, idleFrom < state.now {
                observer.idled(
                    replica: number, from: idleFrom, to: state.now, power: state.replicas[number].idlePower)
            }
        }
    }
}
