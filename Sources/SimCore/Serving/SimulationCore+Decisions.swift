/// Deciding, and closing the books. What other modules call is `mutating` even where it changes nothing: a large value is
/// copied to ask it anything else.
extension SimulationCore {
    @inline(__always)
    mutating func mustDecide(_ number: Int) {
        if firstToDecide < 0 {
            firstToDecide = number
        } else if firstToDecide != number, !isToDecide[number] {
            othersMustDecide(number)
        }
    }

    @inline(never)
    private mutating func othersMustDecide(_ number: Int) {
        isToDecide[number] = true
        toDecide.append(Int32(truncatingIfNeeded: number))
        var index = toDecide.count &- 1
        while index > 0, toDecide[index &- 1] > Int32(truncatingIfNeeded: number) {
            toDecide[index] = toDecide[index &- 1]
            toDecide[index &- 1] = Int32(truncatingIfNeeded: number)
            index &-= 1
        }
    }

    /// The next replica to decide, lowest number first; -1 when all have. With it, whether its batch goes on as it is,
    /// without a new plan, which fills in the shape of ``step``; else the plan is empty for the policy to fill in.
    @usableFromInline
    mutating func nextToDecide() -> (number: Int, goesOn: Bool) {
        var number = firstToDecide
        if number < 0 { return (-1, false) }
        firstToDecide = -1
        if !toDecide.isEmpty { number = lowest(number) }
        let replica = replicas.place(number)
        if replica.value.goesOn(at: now, shape: &step.value.shape) { return (number, true) }
        replica.value.prepare(&plan.value, at: now)
        return (number, false)
    }

    /// The lowest of all that have to decide; the lowest of the others is the next first.
    @inline(never)
    private mutating func lowest(_ first: Int) -> Int {
        let other = Int(toDecide.removeFirst())
        isToDecide[other] = false
        firstToDecide = max(first, other)
        return min(first, other)
    }

    /// The replica for its policy to look at.
    @usableFromInline
    mutating func state(_ number: Int) -> ReplicaState { ReplicaState(replicas.place(number)) }

    /// Checks and applies the plan; answers whether a step is to be launched, of ``step``, or the replica waits.
    @usableFromInline
    mutating func accept(_ number: Int) throws(SimulationFault) -> Bool {
        let replica = replicas.place(number)
        do { try replica.value.check(&plan.value) } catch {
            throw .policy(error, replica: number, at: now)
        }
        let hasStep = replica.value.apply(&plan.value, to: &step.value.shape, tally: &tally)
        if !hasStep { try wait(number) }
        if !plan.value.isDecodeOnly { noteOutstanding(number) }
        return hasStep
    }

    /// The replica computes nothing until something happens.
    @inline(never)
    private mutating func wait(_ number: Int) throws(SimulationFault) {
        let replica = replicas.place(number)
        // A replica without requests has nothing to wake up for but an arrival, which asks it anyway.
        if let wakeUp = plan.value.wakeUp, wakeUp > now, replica.value.hasRequests {
            replica.value.idleWakeUps += 1
            if replica.value.idleWakeUps > 100_000 { throw stuck() }
            // The last instant there is stands for none.
            let instant = min(wakeUp, SimInstant(picoseconds: Int64.max - 1))
            events[number] = SimulationCore.key(instant, isWakeUp: true)
        } else {
            events[number] = WinnerTree.none
            // What was preempted may be planned at once; without that it would wait for the next event.
            if plan.value.isPreempting { mustDecide(number) }
        }
    }

    /// Starts the steps of ``step`` by the plan, at its price.
    @usableFromInline
    mutating func launch(_ number: Int) throws(SimulationFault) {
        let replica = replicas.place(number)
        var hold = plan.value.hold
        if let wakeUp = plan.value.wakeUp { hold.until = min(hold.until, wakeUp.picoseconds) }
        var isSteady = setup.stepping == .leap && hold.isLonger && step.value.shape.swappedBlocks == 0
        if isSteady, !plan.value.isDecodeOnly {
            // Later steps are equal to the first if nobody joins or leaves; after prompts, if they are all done with it.
            isSteady =
                plan.value.preempted.isEmpty && plan.value.resumed.isEmpty && !hold.endsWithSequence
                && step.value.shape.completedPrefills == step.value.shape.prefillChunks
        }
        try replica.value.launch(step, hold: hold, isSteady: isSteady)
        replica.value.idleWakeUps = 0
        events[number] = SimulationCore.key(replica.value.flight.end.instant)
    }

    /// Starts them under the hold of the steps before.
    @usableFromInline
    mutating func goOn(_ number: Int) throws(SimulationFault) {
        let replica = replicas.place(number)
        try replica.value.launch(step, hold: replica.value.flight.hold, isSteady: true)
        events[number] = SimulationCore.key(replica.value.flight.end.instant)
    }

    /// The end of the replica's last step, and what it draws when it does nothing.
    @usableFromInline
    mutating func idle(_ number: Int) -> (since: SimInstant, power: Power) {
        (replicas[number].clock.instant, replicas[number].idlePower)
    }

    @usableFromInline
    mutating func load() -> (waiting: Int, running: Int) {
        (Int(tally.load.waiting), Int(tally.load.running))
    }

    /// Throws if requests are left though nothing will happen any more.
    @usableFromInline
    mutating func checkProgress() throws(SimulationFault) {
        if nextInstant != nil { throw .tooLong }
        if tally.load.inSystem > 0 { throw stuck() }
        if next == .afterAnswer {
            throw .arrivals(.waitsForNobody)
        }
    }

    @inline(never)
    private func stuck() -> SimulationFault {
        .noProgress(waiting: Int(tally.load.waiting), running: Int(tally.load.running), at: now)
    }

    /// Idles every replica until the last event; says for each from when, for an observer.
    @usableFromInline
    mutating func idleToTheEnd(_ number: Int) -> SimInstant? {
        let replica = replicas.place(number)
        let from = replica.value.clock.instant
        guard from < now else { return nil }
        replica.value.ledger.idle += replica.value.idlePower * (now - from)
        replica.value.clock = ExactTime(now)
        return from
    }

    /// What the run measured, the books closed at the last event.
    @usableFromInline
    mutating func result() -> SimulationResult {
        tally.load.instantIsOver()
        var result = SimulationResult()
        for number in 0..<replicas.count {
            let replica = replicas.place(number)
            replica.value.ledger.staticPart = replica.value.idlePower * (now - .zero)
            result.energyByReplica.append(replica.value.ledger)
            result.energy += replica.value.ledger
            result.kvPeakBlocks = max(result.kvPeakBlocks, replica.value.cache.peakBlocks)
        }
        result.kvTotalBlocks = replicas[0].cache.totalBlocks
        result.completed = tally.completed
        result.failed = failed
        result.goodRequests = tally.good
        result.duration = now - .zero
        result.lastArrival = lastArrival
        result.backlogAtLastArrival = backlogAtLastArrival
        result.promptTokens = tally.promptTokens
        result.outputTokens = tally.outputTokens
        result.ttft = tally.ttft.histogram
        result.tpot = tally.tpot.histogram
        result.itl = tally.itl.histogram
        result.e2e = tally.e2e.histogram
        result.queueing = tally.queueing.histogram
        result.sharesOfCompleted = Energy(femtojoules: tally.shares)
        result.peakPower = Power(milliwatts: tally.peakMilliwatts)
        result.steps = tally.steps
        result.decodeRows = tally.decodeRows
        result.prefillTokens = tally.prefillTokens
        result.paddedTokens = tally.paddedTokens
        result.recomputedTokens = tally.recomputedTokens
        result.preemptions = tally.preemptions
        result.swappedBlocks = tally.swappedBlocks
        result.maxRunning = tally.load.maxRunning
        result.maxWaiting = tally.load.maxWaiting
        result.maxConcurrent = tally.load.maxConcurrent
        result.runningIntegral = tally.load.runningIntegral(at: now)
        result.waitingIntegral = tally.load.waitingIntegral(at: now)
        return result
    }
}
