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
    @usableFromInline var cost: Shared<Cost>
    @usableFromInline var box: Shared<SimulationCore>

    /// - Throws: ``SimulationFault/setup(_:)`` for limits that no run can have.
    @inlinable
    public init(
        _ setup: SimulationSetup, arrivals: Source, router: Router, policy: Policy, cost: Cost
    ) throws(SimulationFault) {
        try setup.check()
        for pool in 0..<max(1, setup.pools.count) where cost.idlePower(ofPool: pool) < .zero {
            throw .setup(
                "the cost model's idlePower is \(cost.idlePower(ofPool: pool)), it must be at least 0")
        }
        try setup.check(cost.spans)
        self.setup = setup
        source = arrivals
        self.router = router
        policies = Array(repeating: policy, count: setup.replicas)
        self.cost = Shared(cost)
        box = SimulationCore.boxed(
            setup, spans: cost.spans, tellsSource: arrivals.hearsAnswers,
            idlePowers: (0..<max(1, setup.pools.count)).map { cost.idlePower(ofPool: $0) })
    }

    /// The instant up to which the run has come.
    public var now: SimInstant { box.place.value.now }

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
        let core = box.place
        try core.value.checkProgress()
        for number in policies.indices {
            let idle = core.value.idle(number)
            guard let from = core.value.idleToTheEnd(number), observer.wantsSteps else { continue }
            observer.idled(replica: number, from: from, to: core.value.now, power: idle.power)
        }
        return core.value.result()
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
        // Whoever else has this state keeps it as it is.
        if !isKnownUniquelyReferenced(&box) { box = SimulationCore.copy(box) }
        if !isKnownUniquelyReferenced(&cost) { cost = Shared(cost.place.value) }
        let core = box.place
        let wantsRequests = observer.wantsRequests
        core.value.keepRecords(wantsRequests)
        let wantsRecords = wantsRequests || core.value.tellsSource
        let wantsSteps = observer.wantsSteps
        try peekIfNeeded(core)
        while core.value.moveToNext(notAfter: horizon, tellingSteps: wantsSteps) {
            if wantsSteps, core.value.hasEvents {
                while let run = core.value.completeNextSteps() { observer.stepsCompleted(run) }
            }
            if wantsRecords { try tellFinished(core, &observer, wantsRequests) }
            while core.value.arrivesNow {
                if let failed = try arrive(core), wantsRequests { observer.requestFailed(failed) }
            }
            if core.value.hasEvents { try core.value.wakeAll() }
            try decide(core, observer: &observer, wantsSteps: wantsSteps)
            if wantsRecords { try tellFinished(core, &observer, wantsRequests) }
            if wantsSteps {
                let load = core.value.load()
                observer.loadChanged(at: core.value.now, waiting: load.waiting, running: load.running)
            }
        }
    }

    /// Tells the observer and the source of requests that have finished.
    @inlinable
    mutating func tellFinished(
        _ core: Place<SimulationCore>, _ observer: inout some SimulationObserver, _ wantsRequests: Bool
    ) throws(SimulationFault) {
        guard core.value.hasRecords() else { return }
        for record in core.value.takeRecords() {
            if wantsRequests { observer.requestFinished(record) }
            if core.value.tellsSource { source.finished(record) }
        }
        if core.value.tellsSource {
            core.value.forgetNext()
            try peekIfNeeded(core)
        }
    }

    /// Asks the source when the next request comes, unless that is known.
    @inlinable
    mutating func peekIfNeeded(_ core: Place<SimulationCore>) throws(SimulationFault) {
        if core.value.isNextKnown { return }
        let next: NextArrival
        do { next = try source.peek() } catch { throw .arrivals(error) }
        try core.value.setNext(next)
    }

    /// The next request arrives, is routed and queued; its number where it can never be served.
    @inlinable
    mutating func arrive(_ core: Place<SimulationCore>) throws(SimulationFault) -> Int64? {
        let spec: RequestSpec?
        do { spec = try source.next() } catch { throw .arrivals(error) }
        let id = core.value.requestCount
        var failed: Int64? = id
        if let request = try core.value.take(spec) {
            var choice = 0
            if setup.replicas > 1 {
                // A value of its own: as a temporary it is copied.
                let loads = SimulationCore.loads(core)
                choice = router.route(request.arrived, among: loads)
                guard choice >= 0, choice < setup.replicas else {
                    throw .route(id: id, replica: choice, replicas: setup.replicas)
                }
            }
            let key = policies[choice].queueKey(for: request.arrived)
            core.value.enqueue(request, on: choice, key: key)
            failed = nil
        } else {
            source.refused(id: id, at: core.value.now)
        }
        try peekIfNeeded(core)
        return failed
    }

    /// Every replica that is free and heard of something plans its next step.
    @inlinable
    mutating func decide(
        _ core: Place<SimulationCore>, observer: inout some SimulationObserver, wantsSteps: Bool
    ) throws(SimulationFault) {
        let cost = cost.place
        var forecast = PlanForecast(cost)
        while true {
            let (number, goesOn) = core.value.nextToDecide()
            if number < 0 { return }
            if goesOn {
                cost.value.price(&core.value.step.value)
                try core.value.goOn(number)
                continue
            }
            let state = core.value.state(number)
            policies[number].plan(state, into: &core.value.plan.value, asking: &forecast)
            let idle = wantsSteps ? core.value.idle(number) : (since: core.value.now, power: Power.zero)
            guard try core.value.accept(number) else { continue }
            cost.value.price(&core.value.step.value)
            try core.value.launch(number)
            if wantsSteps, idle.since < core.value.now {
                observer.idled(replica: number, from: idle.since, to: core.value.now, power: idle.power)
            }
        }
    }
}
