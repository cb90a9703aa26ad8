/// A request that has arrived, with what only the simulator knows of it.
@usableFromInline struct PendingRequest: Sendable {
    @usableFromInline var arrived: ArrivedRequest
    var outputTokens: Int
}

/// Everything of a simulation that is not plugged in. Concrete, so that it is compiled once and well.
@usableFromInline struct SimulationState: Sendable {
    @usableFromInline var replicas: [ReplicaState]
    @usableFromInline var loads: [ReplicaLoad]
    /// A replica's next event: the end of its steps, or its wake-up.
    @usableFromInline var events: EventQueue
    @usableFromInline var tally: RunTally
    @usableFromInline private(set) var now = SimInstant.zero
    /// Whether steps end or a policy wakes up at this instant, as far as that is known.
    @usableFromInline private(set) var hasEvents = false
    /// What the step computes that is about to be launched.
    @usableFromInline private(set) var shape = BatchShape()

    /// When the next request comes, as its source says, and whether that is known.
    private var next = NextArrival.afterAnswer
    private var isNextKnown = false
    private var lastSpecArrival = SimInstant.zero
    private var lastArrival = SimInstant.zero
    /// For each replica its wake-ups since it last started a step or got a request.
    private var idleWakeUps: [Int]
    private var backlogAtLastArrival: Int64 = 0
    @usableFromInline private(set) var requestCount: Int64 = 0
    private var failed: Int64 = 0
    private let maxConcurrency: Int64
    private var inSystem: Int64 = 0

    /// A replica that heard of something at this instant, or -1; it is rarely more than one.
    @usableFromInline private(set) var firstToDecide: Int32 = -1
    /// The others, and whether each is among them.
    private var toDecide: [Int32] = []
    private var isToDecide: [Bool]

    @usableFromInline private(set) var waiting: Int64 = 0
    @usableFromInline private(set) var running: Int64 = 0
    private var waitingIntegral: Int128 = 0
    private var runningIntegral: Int128 = 0
    private var maxWaiting: Int64 = 0
    private var maxRunning: Int64 = 0
    private var maxConcurrent: Int64 = 0

    @usableFromInline
    init(_ setup: SimulationSetup, idlePower: Power, spans: PerSpan<AttentionSpan>) {
        replicas = (0..<setup.replicas).map {
            ReplicaState(number: $0, limits: setup.limits, idlePower: idlePower, spans: spans)
        }
        loads = Array(repeating: ReplicaLoad(), count: setup.replicas)
        events = EventQueue(sources: setup.replicas)
        tally = RunTally(objective: setup.objective)
        maxConcurrency = Int64(setup.maxConcurrency ?? Int.max)
        isToDecide = Array(repeating: false, count: setup.replicas)
        idleWakeUps = Array(repeating: 0, count: setup.replicas)
    }

    /// When the request at hand arrives: at its time, but not before the client has a turn for it.
    @usableFromInline
    var nextArrival: SimInstant? {
        guard case .at(let instant) = next, inSystem < maxConcurrency else { return nil }
        return max(instant, now)
    }

    /// The instant of the next event, or nil if nothing will happen any more.
    @usableFromInline
    var nextInstant: SimInstant? {
        guard let event = events.first else { return nextArrival }
        guard let arrival = nextArrival else { return event.time }
        return min(event.time, arrival)
    }

    /// Moves to the next event unless it is after `horizon` or there is none; false if so. Like all that is called at
    /// every instant this is `mutating`, because a question to a large value that does not change it copies it.
    @usableFromInline
    mutating func moveToNext(notAfter horizon: SimInstant) -> Bool {
        var instant: SimInstant
        var isEvent = false
        if let event = events.first {
            instant = event.time
            isEvent = true
            if let arrival = nextArrival, arrival < instant {
                instant = arrival
                isEvent = false
            }
        } else {
            guard let arrival = nextArrival else { return false }
            instant = arrival
        }
        guard instant <= horizon else { return false }
        hasEvents = isEvent
        let span = (instant - now).picoseconds
        if span > 0 {
            // Fewer than 2^40 requests, for less than 2^63 picoseconds in all: far below 2^127.
            waitingIntegral &+= Int128.product(waiting, span)
            runningIntegral &+= Int128.product(running, span)
            noteLoad()
            now = instant
        }
        return true
    }

    /// Whether the request at hand arrives now.
    @usableFromInline
    mutating func hasArrival() -> Bool {
        guard case .at(let instant) = next, inSystem < maxConcurrency else { return false }
        return instant <= now
    }

    /// Whether no more requests come.
    var isExhausted: Bool { isNextKnown && next == .ended }

    /// Whether the source has to be asked.
    @usableFromInline
    mutating func needsPeek() -> Bool { !isNextKnown }

    /// The source was told something: what it said may have changed.
    @usableFromInline
    mutating func forgetNext() { isNextKnown = false }

    /// Ends all steps that end now.
    @usableFromInline
    mutating func completeAllSteps() {
        while let event = events.popFirst(at: now, rank: .stepCompleted) {
            completeSteps(Int(event.source))
        }
        hasEvents = events.first?.time == now
    }

    /// Ends the steps of the next replica whose steps end now, and says what they were.
    @usableFromInline
    mutating func completeNextSteps() -> StepRun? {
        guard let event = events.popFirst(at: now, rank: .stepCompleted) else {
            hasEvents = events.first?.time == now
            return nil
        }
        let number = Int(event.source)
        completeSteps(number)
        let flight = replicas[number].flight
        return StepRun(
            replica: number, steps: flight.steps, decodeSequences: flight.decodeSequences,
            prefillTokens: flight.prefillTokens, completedPrefills: flight.completedPrefills,
            contextTokens: flight.contextTokens,
            prefillEnergy: Energy(femtojoules: flight.prefillEnergy),
            kvBlocks: replicas[number].cache.usedBlocks, start: flight.start, durations: flight.durations,
            energyFirst: flight.energyFirst, energyGrowth: flight.energyGrowth)
    }

    /// Lets every replica decide whose policy set its alarm to this instant.
    @usableFromInline
    mutating func wakeAll() {
        while let event = events.popFirst(at: now, rank: .wakeUp) { mustDecide(Int(event.source)) }
    }

    @usableFromInline
    mutating func setNext(_ answer: NextArrival) throws(SimulationFault) {
        next = answer
        isNextKnown = true
        guard case .at(let arrival) = answer else { return }
        let id = requestCount
        guard arrival >= .zero else {
            throw .invalidRequest(id: id, why: "it arrives before the start (\(arrival))")
        }
        guard arrival >= lastSpecArrival else {
            throw .invalidRequest(
                id: id, why: "it arrives at \(arrival), before the one before it (\(lastSpecArrival))")
        }
        guard arrival < .limit else { throw .tooLong }
    }

    /// The next request arrives now; nil if it can never be served and is counted as failed.
    @usableFromInline
    mutating func take(
        _ spec: RequestSpec?, _ setup: SimulationSetup
    ) throws(SimulationFault) -> PendingRequest? {
        let id = requestCount
        guard case .at(let promised) = next, let spec, spec.arrival == promised else {
            throw .invalidRequest(
                id: id, why: "its source promised another arrival than it gave (peek and next disagree)")
        }
        isNextKnown = false
        let tokens: ClosedRange<Int64> = 1...(1 << 40)
        guard tokens.contains(Int64(spec.promptTokens)), tokens.contains(Int64(spec.outputTokens)) else {
            throw .invalidRequest(
                id: id,
                why: "prompt and answer need at least 1 token and at most 2^40 each, "
                    + "it has \(spec.promptTokens) and \(spec.outputTokens)")
        }
        lastSpecArrival = spec.arrival
        requestCount += 1
        if let why = setup.limits.obstacle(to: spec) {
            if setup.unservable == .endRun { throw .unservable(id: id, why: why) }
            failed += 1
            return nil
        }
        lastArrival = now
        inSystem += 1
        maxConcurrent = max(maxConcurrent, inSystem)
        backlogAtLastArrival = inSystem
        let arrived = ArrivedRequest(
            id: id, arrival: now, promptTokens: spec.promptTokens, priority: spec.priority)
        return PendingRequest(arrived: arrived, outputTokens: spec.outputTokens)
    }

    @usableFromInline
    mutating func enqueue(_ request: PendingRequest, on number: Int, key: Int64) {
        replicas[number].enqueue(request.arrived, outputTokens: request.outputTokens, key: key)
        refreshLoad(number)
        if idleWakeUps[number] > 0 { idleWakeUps[number] = 0 }
        if replicas[number].flight.terms.hold == .untilArrivalOrBatchChange {
            replicas[number].flight.mayGoOn = false
        }
        if !replicas[number].flight.isUnderWay {
            mustDecide(number)
        } else if replicas[number].cutFlight(at: now) {
            events.schedule(source: number, at: replicas[number].flight.end.instant, rank: .stepCompleted)
        }
    }

    private mutating func completeSteps(_ number: Int) {
        let before = tally.completed
        replicas[number].completeFlight(tally: &tally)
        // Who is done with a prompt goes on running: only who leaves changes the load.
        if tally.completed != before {
            inSystem -= tally.completed - before
            refreshLoad(number)
        }
        mustDecide(number)
    }

    /// Whether requests have finished that an observer was not told of.
    @usableFromInline
    mutating func hasRecords() -> Bool { !tally.records.isEmpty }

    @usableFromInline
    mutating func takeRecords() -> [RequestRecord] {
        defer { tally.records.removeAll(keepingCapacity: true) }
        return tally.records
    }

    @usableFromInline
    mutating func mustDecide(_ number: Int) {
        if firstToDecide < 0 {
            firstToDecide = Int32(number)
        } else if firstToDecide != Int32(number), !isToDecide[number] {
            isToDecide[number] = true
            toDecide.append(Int32(number))
        }
    }

    /// Whether there is a replica that has to decide.
    @inlinable
    var someoneDecides: Bool { firstToDecide >= 0 }

    /// The next replica to decide, lowest number first; nil when all have.
    @usableFromInline
    mutating func nextToDecide() -> Int? {
        guard firstToDecide >= 0 else { return nil }
        let first = firstToDecide
        firstToDecide = -1
        guard !toDecide.isEmpty else { return Int(first) }
        var best = toDecide.count - 1
        for index in toDecide.indices where toDecide[index] < toDecide[best] { best = index }
        toDecide.swapAt(best, toDecide.count - 1)
        let lowest = toDecide.removeLast()
        isToDecide[Int(lowest)] = false
        firstToDecide = max(first, lowest)
        return Int(min(first, lowest))
    }

    /// Checks and applies a plan; answers whether a step is to be launched, of ``shape``, or the replica waits.
    @usableFromInline
    mutating func accept(_ plan: borrowing BatchPlan, on number: Int) throws(SimulationFault) -> Bool {
        do { try replicas[number].check(plan) } catch {
            throw .policy(error, replica: number, at: now)
        }
        let before = tally.completed
        let hasStep = replicas[number].apply(plan, to: &shape, tally: &tally)
        inSystem -= tally.completed - before
        if !hasStep {
            // A replica without requests has nothing to wake up for but an arrival, which asks it anyway.
            if let wakeUp = plan.wakeUp, wakeUp > now, replicas[number].hasRequests {
                idleWakeUps[number] += 1
                if idleWakeUps[number] > 100_000 {
                    refreshLoad(number)
                    try stuck()
                }
                events.schedule(source: number, at: wakeUp, rank: .wakeUp)
            } else {
                events.cancel(source: number)
                // What was preempted may be planned at once; without that it would wait for the next event.
                if plan.isPreempting { mustDecide(number) }
            }
        }
        // A plan that only decodes changes no load.
        if !hasStep || !plan.isDecodeOnly { refreshLoad(number) }
        return hasStep
    }

    /// Answers whether the replica's batch goes on as it is, without a new plan, and if so fills in ``shape``.
    @usableFromInline
    mutating func goesOn(_ number: Int) -> Bool { replicas[number].goesOn(at: now, shape: &shape) }

    /// Starts the steps of ``shape`` by a plan.
    @usableFromInline
    mutating func launch(
        cost: StepCost, plan: borrowing BatchPlan, on number: Int, stepping: Stepping
    ) throws(SimulationFault) {
        let terms = FlightTerms(plan, shape, stepping)
        try replicas[number].launch(shape, cost: cost, terms: terms)
        if idleWakeUps[number] > 0 { idleWakeUps[number] = 0 }
        events.schedule(source: number, at: replicas[number].flight.end.instant, rank: .stepCompleted)
    }

    /// Starts them under the terms of the steps before.
    @usableFromInline
    mutating func goOn(cost: StepCost, on number: Int) throws(SimulationFault) {
        try replicas[number].launch(shape, cost: cost, terms: replicas[number].flight.terms)
        events.schedule(source: number, at: replicas[number].flight.end.instant, rank: .stepCompleted)
    }

    /// Notes the highest numbers of waiting and running requests, once an instant is over: what is seen halfway through
    /// it depends on whether an arrival ended a leap in it or a step ended by itself.
    private mutating func noteLoad() {
        maxWaiting = max(maxWaiting, waiting)
        maxRunning = max(maxRunning, running)
    }

    @inline(__always)
    private mutating func refreshLoad(_ number: Int) {
        let load = replicas[number].load()
        let old = loads[number]
        guard load != old else { return }
        waiting += Int64(load.waiting - old.waiting)
        running += Int64(load.running - old.running)
        loads[number] = load
    }

    /// Throws if requests are left though nothing will happen any more.
    @usableFromInline
    func checkProgress() throws(SimulationFault) {
        if nextInstant != nil { throw .tooLong }
        if waiting > 0 || running > 0 { try stuck() }
        if next == .afterAnswer {
            throw .arrivals(
                ArrivalFault(
                    "the source of requests waits for an answer, and no request is under way. "
                        + "Let peek() answer .ended when nothing more comes"))
        }
    }

    private func stuck() throws(SimulationFault) {
        throw .noProgress(waiting: Int(waiting), running: Int(running), at: now)
    }

    /// Closes the books at the last event.
    @usableFromInline
    mutating func finish(observer: inout some SimulationObserver) -> SimulationResult {
        noteLoad()
        var result = SimulationResult()
        for number in replicas.indices {
            let from = replicas[number].clock.instant
            if from < now {
                replicas[number].ledger.idle += replicas[number].idlePower * (now - from)
                replicas[number].clock = ExactTime(now)
                if observer.wantsSteps {
                    observer.idled(replica: number, from: from, to: now, power: replicas[number].idlePower)
                }
            }
            replicas[number].ledger.staticPart = replicas[number].idlePower * (now - .zero)
            result.energyByReplica.append(replicas[number].ledger)
            result.energy += replicas[number].ledger
            result.kvPeakBlocks = max(result.kvPeakBlocks, replicas[number].cache.peakBlocks)
        }
        result.kvTotalBlocks = replicas.first?.cache.totalBlocks ?? 0
        result.completed = tally.completed
        result.failed = failed
        result.goodRequests = tally.good
        result.duration = now - .zero
        result.lastArrival = lastArrival
        result.backlogAtLastArrival = backlogAtLastArrival
        result.promptTokens = tally.promptTokens
        result.outputTokens = tally.outputTokens
        result.ttft = tally.ttft
        result.tpot = tally.tpot
        result.itl = tally.itl
        result.e2e = tally.e2e
        result.queueing = tally.queueing
        result.sharesOfCompleted = tally.shares
        result.peakPower = Power(milliwatts: tally.peakMilliwatts)
        result.steps = tally.steps
        result.decodeRows = tally.decodeRows
        result.prefillTokens = tally.prefillTokens
        result.paddedTokens = tally.paddedTokens
        result.recomputedTokens = tally.recomputedTokens
        result.preemptions = tally.preemptions
        result.swappedBlocks = tally.swappedBlocks
        result.maxRunning = maxRunning
        result.maxWaiting = maxWaiting
        result.maxConcurrent = maxConcurrent
        result.runningIntegral = runningIntegral
        result.waitingIntegral = waitingIntegral
        return result
    }
}
