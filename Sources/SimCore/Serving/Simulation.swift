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
    @usableFromInline var source: Source
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
        try setup.check(cost.spans)
        self.setup = setup
        source = arrivals
        self.router = router
        policies = Array(repeating: policy, count: setup.replicas)
        self.cost = cost
        state = SimulationState(setup, idlePower: cost.idlePower, spans: cost.spans)
        state.tally.sourceHears = arrivals.hearsAnswers
    }

    /// Where the requests come from, as far as it has come.
    @inlinable public var arrivals: Source { source }

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
        state.tally.keepsRecords = wantsRequests || state.tally.sourceHears
        let wantsRecords = state.tally.keepsRecords
        let wantsSteps = observer.wantsSteps
        try peekIfNeeded()
        while state.moveToNext(notAfter: horizon) {
            if !state.hasEvents {
                // Only requests arrive.
            } else if wantsSteps {
                while let run = state.completeNextSteps() { observer.stepsCompleted(run) }
            } else {
                state.completeAllSteps()
            }
            if wantsRecords { try tellFinished(&observer, wantsRequests) }
            while state.hasArrival() { try arrive() }
            if state.hasEvents { state.wakeAll() }
            try decide(observer: &observer, wantsSteps: wantsSteps)
            if wantsRecords { try tellFinished(&observer, wantsRequests) }
            if wantsSteps {
                observer.loadChanged(at: state.now, waiting: Int(state.waiting), running: Int(state.running))
            }
        }
    }

    /// Tells the observer and the source of requests that have finished.
    @inlinable
    mutating func tellFinished(
        _ observer: inout some SimulationObserver, _ wantsRequests: Bool
    ) throws(SimulationFault) {
        guard state.hasRecords() else { return }
        for record in state.takeRecords() {
            if wantsRequests { observer.requestFinished(record) }
            if state.tally.sourceHears { source.finished(record) }
        }
        if state.tally.sourceHears {
            state.forgetNext()
            try peekIfNeeded()
        }
    }

    /// Asks the source when the next request comes, unless that is known.
    @inlinable
    mutating func peekIfNeeded() throws(SimulationFault) {
        guard state.needsPeek() else { return }
        let next: NextArrival
        do { next = try source.peek() } catch { throw .arrivals(error) }
        try state.setNext(next)
    }

    /// The next request arrives, is routed and queued.
    @inlinable
    mutating func arrive() throws(SimulationFault) {
        let spec: RequestSpec?
        do { spec = try source.next() } catch { throw .arrivals(error) }
        let id = state.requestCount
        if let request = try state.take(spec, setup) {
            let choice = setup.replicas == 1 ? 0 : router.route(request.arrived, among: state.loads)
            guard state.loads.indices.contains(choice) else {
                throw .route(id: request.arrived.id, replica: choice, replicas: setup.replicas)
            }
            let key = policies[choice].queueKey(for: request.arrived)
            state.enqueue(request, on: choice, key: key)
        } else {
            source.refused(id: id, at: state.now)
        }
        try peekIfNeeded()
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
