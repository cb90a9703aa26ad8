/// A request that has arrived, with what only the simulator knows of it.
@usableFromInline struct PendingRequest: Sendable {
    @usableFromInline var arrived: ArrivedRequest
    var outputTokens: Int64
}

/// Everything of a simulation that is not plugged in. Concrete, so that it is compiled once and well; it lives in a box
/// (``Shared``) that forks share until one of them goes on.
@usableFromInline struct SimulationCore: ~Copyable, @unchecked Sendable {
    let setup: SimulationSetup
    let replicas: Lot<Replica>
    /// For each replica the instant of its next event, and whether that is a wake-up: see ``key(_:_:)``.
    let events: WinnerTree
    /// For each replica its outstanding tokens, once a router has asked.
    private let outstanding: WinnerTree
    private var tracksOutstanding = false
    var tally: RunTally
    @usableFromInline private(set) var now = SimInstant.zero
    /// Whether steps end or a policy wakes up at this instant, as far as that is known.
    @usableFromInline private(set) var hasEvents = false
    /// The step that is about to be launched.
    private let steps: Lot<PricedStep>
    @usableFromInline let step: Place<PricedStep>
    /// What the policy was asked.
    private let plans: Lot<BatchPlan>
    @usableFromInline let plan: Place<BatchPlan>
    /// Whether the source hears of what was finished.
    @usableFromInline let tellsSource: Bool

    /// When the next request comes, in picoseconds: `Int64.max` if none does, as far as is known.
    private var nextArrival = Int64.max
    private(set) var next = NextArrival.afterAnswer
    /// Whether the source need not be asked when that is.
    @usableFromInline private(set) var isNextKnown = false
    /// Whether the next request arrives at this instant, as far as is known.
    @usableFromInline private(set) var arrivesNow = false
    private var lastSpecArrival = SimInstant.zero
    private(set) var lastArrival = SimInstant.zero
    private(set) var backlogAtLastArrival: Int64 = 0
    @usableFromInline private(set) var requestCount: Int64 = 0
    private(set) var failed: Int64 = 0
    private let maxConcurrency: Int64

    /// A replica that heard of something at this instant, or -1; it is rarely more than one.
    var firstToDecide = -1
    /// The others, by number, and whether each is among them.
    var toDecide = Ring<Int32>(-1)
    let isToDecide: Buffer<Bool>

    init(
        _ setup: SimulationSetup, spans: PerSpan<AttentionSpan>, tellsSource: Bool,
        idlePower: (Int) -> Power
    ) {
        self.setup = setup
        self.tellsSource = tellsSource
        let pools = setup.poolOfReplica
        replicas = Lot(count: setup.replicas) { number in
            Replica(
                number: number, pool: pools[number], limits: setup.limits,
                idlePower: idlePower(Int(pools[number])), spans: spans,
                classes: setup.classes.isEmpty ? [setup.objective] : setup.classes)
        }
        events = WinnerTree(count: setup.replicas)
        outstanding = WinnerTree(count: setup.replicas)
        plans = Lot(count: 1) { _ in BatchPlan() }
        plan = plans.place(0)
        steps = Lot(count: 1) { _ in PricedStep() }
        step = steps.place(0)
        tally = RunTally(objective: setup.objective, classes: setup.classes)
        maxConcurrency = Int64(setup.maxConcurrency ?? Int.max)
        isToDecide = Buffer(count: setup.replicas, filledWith: false)
    }

    /// A copy that shares nothing.
    init(copying other: borrowing SimulationCore) {
        setup = other.setup
        tellsSource = other.tellsSource
        let old = other.replicas.count
        var copies = 0
        replicas = Lot(count: old) { _ in
            copies += 1
            return Replica(copying: other.replicas[copies - 1])
        }
        events = WinnerTree(copying: other.events)
        outstanding = WinnerTree(copying: other.outstanding)
        tracksOutstanding = other.tracksOutstanding
        plans = Lot(count: 1) { _ in BatchPlan() }
        plan = plans.place(0)
        steps = Lot(count: 1) { _ in PricedStep() }
        step = steps.place(0)
        tally = RunTally(copying: other.tally)
        now = other.now
        hasEvents = other.hasEvents
        nextArrival = other.nextArrival
        next = other.next
        isNextKnown = other.isNextKnown
        lastSpecArrival = other.lastSpecArrival
        lastArrival = other.lastArrival
        backlogAtLastArrival = other.backlogAtLastArrival
        requestCount = other.requestCount
        failed = other.failed
        maxConcurrency = other.maxConcurrency
        firstToDecide = other.firstToDecide
        toDecide = Ring(copying: other.toDecide)
        isToDecide = Buffer(copying: other.isToDecide, count: old, filledWith: false)
    }
}

/// From instant to instant.
extension SimulationCore {
    /// The order of events: by instant, ends of steps before wake-ups, see ``EventRank``.
    @inline(__always)
    static func key(_ instant: SimInstant, isWakeUp: Bool = false) -> UInt64 {
        UInt64(bitPattern: instant.picoseconds) &<< 1 | (isWakeUp ? 1 : 0)
    }

    /// The instant of the next event of a replica, or `Int64.max`.
    @inline(__always)
    private var nextEvent: Int64 { Int64(bitPattern: events.least &>> 1) }

    /// When the next request arrives: at its time, but not before the client has a turn for it.
    @inline(__always)
    private var arrival: Int64 {
        tally.load.inSystem < maxConcurrency ? max(nextArrival, now.picoseconds) : Int64.max
    }

    /// The instant of the next event, or nil if nothing will happen any more.
    var nextInstant: SimInstant? {
        let instant = min(nextEvent, arrival)
        return instant == Int64.max ? nil : SimInstant(picoseconds: instant)
    }

    /// Moves to the next event unless it is after `horizon` or there is none; false if so. Ends all steps that end then, unless
    /// somebody wants to hear of each.
    @usableFromInline
    mutating func moveToNext(notAfter horizon: SimInstant, tellingSteps: Bool) -> Bool {
        let event = nextEvent
        let instant = min(event, arrival)
        guard instant <= horizon.picoseconds, instant < Int64.max else { return false }
        if instant > now.picoseconds {
            tally.load.instantIsOver()
            now = SimInstant(picoseconds: instant)
        }
        hasEvents = event == instant
        if hasEvents, !tellingSteps {
            let key = SimulationCore.key(now)
            var number = events.first
            // As a rule it is the only one. Then its event stays until it has decided, which saves a way through the tree.
            if events.least == key, events.isAlone(number, below: key &+ 2) {
                completeSteps(number)
                hasEvents = false
            } else {
                while events.least == key {
                    number = events.first
                    completeSteps(number)
                    events[number] = WinnerTree.none
                }
                hasEvents = nextEvent == instant
            }
        }
        arrivesNow = nextArrival <= instant && tally.load.inSystem < maxConcurrency
        return true
    }

    /// Ends the steps of the next replica whose steps end now, and says what they were.
    @usableFromInline
    mutating func completeNextSteps() -> StepRun? {
        guard events.least == SimulationCore.key(now) else {
            hasEvents = nextEvent == now.picoseconds
            arrivesNow = nextArrival <= now.picoseconds && tally.load.inSystem < maxConcurrency
            return nil
        }
        let number = events.first
        completeSteps(number)
        events[number] = WinnerTree.none
        let replica = replicas.place(number)
        let flight = replica.value.flight
        return StepRun(
            replica: number, steps: flight.steps, decodeSequences: flight.decodeSequences,
            prefillTokens: flight.prefillTokens, completedPrefills: flight.completedPrefills,
            contextTokens: flight.contextTokens,
            prefillEnergy: Energy(femtojoules: flight.prefillEnergy),
            kvBlocks: replica.value.cache.usedBlocks, start: flight.start, durations: flight.durations,
            energyFirst: flight.energyFirst, energyGrowth: flight.energyGrowth)
    }

    @inline(__always)
    private mutating func completeSteps(_ number: Int) {
        let replica = replicas.place(number)
        replica.value.completeFlight(tally: &tally)
        noteOutstanding(number)
        mustDecide(number)
    }

    /// Lets every replica decide whose policy set its alarm to this instant.
    @usableFromInline
    mutating func wakeAll() throws(SimulationFault) {
        if now >= .limit { throw .tooLong }
        let key = SimulationCore.key(now, isWakeUp: true)
        while events.least == key {
            let number = events.first
            events[number] = WinnerTree.none
            mustDecide(number)
        }
    }
}

/// Requests.
extension SimulationCore {

    /// The source was told something: what it said may have changed.
    @usableFromInline
    mutating func forgetNext() { isNextKnown = false }

    /// Whether no more requests come.
    var isExhausted: Bool { isNextKnown && next == .ended }

    @usableFromInline
    mutating func setNext(_ answer: NextArrival) throws(SimulationFault) {
        next = answer
        isNextKnown = true
        guard case .at(let arrival) = answer else {
            nextArrival = Int64.max
            arrivesNow = false
            return
        }
        nextArrival = arrival.picoseconds
        arrivesNow = arrival <= now && tally.load.inSystem < maxConcurrency
        if arrival < lastSpecArrival || arrival >= .limit { throw lateOrEarly(arrival) }
    }

    @inline(never)
    private func lateOrEarly(_ arrival: SimInstant) -> SimulationFault {
        if arrival < .zero {
            return .invalidRequest(id: requestCount, why: "it arrives before the start (\(arrival))")
        }
        if arrival >= .limit { return .tooLong }
        return .invalidRequest(
            id: requestCount,
            why: "it arrives at \(arrival), before the one before it (\(lastSpecArrival))")
    }

    /// The next request arrives now; nil if it can never be served and is counted as failed.
    @usableFromInline
    mutating func take(_ spec: RequestSpec?) throws(SimulationFault) -> PendingRequest? {
        let id = requestCount
        guard let spec, spec.arrival.picoseconds == nextArrival else {
            throw .invalidRequest(id: id, why: ArrivalFault.disagreement)
        }
        isNextKnown = false
        let tokens: ClosedRange<Int64> = 1...(1 << 40)
        guard tokens.contains(Int64(spec.promptTokens)), tokens.contains(Int64(spec.outputTokens)) else {
            throw .invalidRequest(
                id: id,
                why: "prompt and answer need at least 1 token and at most 2^40 each, "
                    + "it has \(spec.promptTokens) and \(spec.outputTokens)")
        }
        if spec.requestClass != 0, !setup.classes.indices.contains(spec.requestClass) {
            throw .invalidRequest(
                id: id,
                why: "it is of class \(spec.requestClass), there are \(setup.classes.count). "
                    + "Name an index of SimulationSetup.classes")
        }
        lastSpecArrival = spec.arrival
        requestCount &+= 1
        if let why = setup.limits.obstacle(to: spec) {
            if setup.unservable == .endRun { throw .unservable(id: id, why: why) }
            failed &+= 1
            return nil
        }
        lastArrival = now
        tally.load.arrived(at: now)
        backlogAtLastArrival = tally.load.inSystem
        let arrived = ArrivedRequest(
            id: id, arrival: now, promptTokens: spec.promptTokens, priority: spec.priority,
            requestClass: spec.requestClass)
        return PendingRequest(arrived: arrived, outputTokens: Int64(spec.outputTokens))
    }

    @usableFromInline
    mutating func enqueue(_ request: PendingRequest, on number: Int, key: Int64) {
        let replica = replicas.place(number)
        replica.value.enqueue(request.arrived, outputTokens: request.outputTokens, key: key)
        noteOutstanding(number)
        replica.value.idleWakeUps = 0
        if replica.value.flight.hold.endsWithArrival { replica.value.flight.mayGoOn = false }
        if !replica.value.flight.isUnderWay {
            mustDecide(number)
        } else if replica.value.cutFlight(at: now) {
            events[number] = SimulationCore.key(replica.value.flight.end.instant)
        }
    }

    /// The replica with the fewest outstanding tokens.
    mutating func leastOutstanding() -> Int {
        if !tracksOutstanding {
            tracksOutstanding = true
            for number in 0..<replicas.count { noteOutstanding(number) }
        }
        return outstanding.first
    }

    @inline(__always)
    mutating func noteOutstanding(_ number: Int) {
        guard tracksOutstanding else { return }
        let tokens = UInt64(bitPattern: replicas[number].outstandingTokens)
        if outstanding[number] != tokens { outstanding[number] = tokens }
    }

    /// Whether requests have finished that somebody was not told of.
    @usableFromInline
    mutating func hasRecords() -> Bool { !tally.records.isEmpty }

    @usableFromInline
    mutating func takeRecords() -> [RequestRecord] {
        let records = tally.records
        tally.records.removeAll(keepingCapacity: true)
        return records
    }

    @usableFromInline
    mutating func keepRecords(_ isWanted: Bool) { tally.keepsRecords = isWanted || tellsSource }
}

/// What the generic part of a simulation, which is compiled in other modules, needs made.
extension SimulationCore {
    @usableFromInline
    static func boxed(
        _ setup: SimulationSetup, spans: PerSpan<AttentionSpan>, tellsSource: Bool, idlePowers: [Power]
    ) -> Shared<SimulationCore> {
        Shared(SimulationCore(setup, spans: spans, tellsSource: tellsSource) { idlePowers[$0] })
    }

    @usableFromInline
    static func copy(_ box: Shared<SimulationCore>) -> Shared<SimulationCore> {
        Shared(SimulationCore(copying: box.place.value))
    }

    @usableFromInline
    static func loads(_ core: Place<SimulationCore>) -> ReplicaLoads { ReplicaLoads(core) }
}
