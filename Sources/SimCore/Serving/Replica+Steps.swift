/// Starting steps, and what happens when they end.
extension Replica {
    /// Starts the step, or as many equal ones as nothing interrupts.
    ///
    /// A leap ends before anything that a single step would notice: a sequence's last token, a full KV cache, a
    /// context that reaches the end of a window or chunk, the end of the cost's piece, the policy's own alarm.
    @inline(__always)
    mutating func launch(
        _ step: Place<PricedStep>, hold: PlanHold, isSteady: Bool
    ) throws(SimulationFault) {
        if step.value.cost.costsMore(than: spanBooks.count) {
            return try launchFolded(step, hold: hold, isSteady: isSteady)
        }
        try launchPlain(step, hold: hold, isSteady: isSteady)
    }

    /// The same with the cost of spans that are not declared added to that of the whole past.
    @inline(never)
    private mutating func launchFolded(
        _ step: Place<PricedStep>, hold: PlanHold, isSteady: Bool
    ) throws(SimulationFault) {
        let asked = step.value.cost
        guard asked.isInRange, let folded = asked.folded(declared: spanBooks.count) else {
            throw Replica.fault(step)
        }
        step.value.cost = folded
        do throws(SimulationFault) {
            try launchPlain(step, hold: hold, isSteady: isSteady)
        } catch {
            guard case .cost = error else { throw error }
            throw .cost(step.value.shape, asked)
        }
    }

    @inline(__always)
    private mutating func launchPlain(
        _ step: Place<PricedStep>, hold: PlanHold, isSteady: Bool
    ) throws(SimulationFault) {
        if clock.picoseconds < now.picoseconds {
            ledger.idle.femtojoules &+= Int128.product(
                idlePower.milliwatts, now.picoseconds &- clock.picoseconds)
            clock = ExactTime(now)
        }
        let rows = step.value.shape.decodeSequences
        let context = step.value.shape.spans.first.contextTokens
        let chunks = step.value.shape.prefillChunks
        let perToken = step.value.cost.spans.first.duration
        let energyPerToken = step.value.cost.spans.first.energy
        let energyBase = step.value.cost.energyBase
        let (product, overflow) = perToken.multipliedReportingOverflow(by: context)
        let (sum, overflow2) = product.addingReportingOverflow(step.value.cost.durationBase)
        let (slope, overflow3) = perToken.multipliedReportingOverflow(by: rows)
        var first = sum
        var growth = slope
        var energyFirst = energyBase &+ Int128.product(energyPerToken, context)
        var energyGrowth = Int128.product(energyPerToken, rows)
        if spanBooks.count > 0 {
            guard let all = inSpans(step) else { throw Replica.fault(step) }
            first = all.duration
            growth = all.growth
            energyFirst &+= all.energy
            energyGrowth &+= all.energyGrowth
        } else if overflow || overflow2 || overflow3 {
            throw Replica.fault(step)
        }
        // A step is at least a picosecond, so that the visible clock always moves.
        guard first >= 1000, growth >= 0, energyFirst >= 0, energyGrowth >= 0,
            energyFirst.narrow != nil || energyFirst <= StepCost.mostEnergy,
            step.value.cost.isClearlyInRange || Replica.isInRange(step)
        else { throw Replica.fault(step) }
        flight.start = clock
        flight.durations = ArithmeticSeries(first: first, growth: growth)
        flight.hold = hold
        flight.mayGoOn = isSteady
        flight.operatingPoint = step.value.shape.operatingPoint
        flight.decodeSequences = rows
        flight.prefillTokens = step.value.shape.prefillTokens
        flight.completedPrefills = step.value.shape.completedPrefills
        flight.contextTokens = context
        flight.energyFirst = energyFirst
        flight.energyGrowth = energyGrowth
        flight.energyPerToken = energyPerToken
        // All without decode rows, none without chunks, else what the cost model says.
        if chunks == 0 {
            flight.prefillEnergy = 0
            flight.decodeBase = energyBase
        } else {
            let part = rows == 0 ? energyFirst : min(max(0, step.value.cost.prefillEnergy), energyBase)
            flight.prefillEnergy = part
            flight.decodeBase = energyBase &- part
        }
        let isLeap = isSteady && chunks | step.value.shape.swappedBlocks == 0
        let steps = isLeap ? uninterruptedSteps(step) : 1
        let femtoseconds = steps == 1 ? first : flight.durations.sum(steps)
        let (end, isLate) = clock.picoseconds.addingReportingOverflow(femtoseconds / 1000 &+ 1)
        guard !isLate, end < SimInstant.limit.picoseconds else { throw .tooLong }
        flight.last(steps, femtoseconds: femtoseconds)
        flight.isUnderWay = true
    }

    @inline(never)
    private static func isInRange(_ step: Place<PricedStep>) -> Bool { step.value.cost.isInRange }

    @inline(never)
    private static func fault(_ step: Place<PricedStep>) -> SimulationFault {
        .cost(step.value.shape, step.value.cost)
    }

    /// A step's figures with what is read in windows and chunks; nil where 64 bits do not hold its duration.
    @inline(never)
    private mutating func inSpans(
        _ step: Place<PricedStep>
    ) -> (duration: Int64, growth: Int64, energy: Int128, energyGrowth: Int128)? {
        let (shape, cost) = (step.value.shape, step.value.cost)
        var duration =
            Int128(cost.durationBase) + Int128.product(cost.spans.first.duration, shape.contextTokens)
        var growth = Int128.product(cost.spans.first.duration, shape.decodeSequences)
        var energy: Int128 = 0
        var energyGrowth: Int128 = 0
        for index in 1...spanBooks.count {
            let reading = shape.spans[index]
            let perToken = cost.spans[index]
            duration += Int128.product(perToken.duration, reading.contextTokens)
            growth += Int128.product(perToken.duration, reading.growingSequences)
            energy &+= Int128.product(perToken.energy, reading.contextTokens)
            energyGrowth &+= Int128.product(perToken.energy, reading.growingSequences)
            flight.energyInSpans[index] = perToken.energy
        }
        guard let duration = duration.narrow, let growth = growth.narrow else { return nil }
        return (duration, growth, energy, energyGrowth)
    }

    /// Whether the steps that have just ended only did so because their cost's piece did, or because somebody ended whom
    /// nobody waited for: then the same batch goes on, and fills in the shape of its next step. A policy that holds its plan
    /// has promised to plan the same again.
    @inline(__always)
    mutating func goesOn(at instant: SimInstant, shape: inout BatchShape) -> Bool {
        guard flight.mayGoOn, rows > 0, cache.demand(step: decodeStep) <= cache.freeBlocks else {
            return false
        }
        now = instant
        if shape.prefillChunks != 0 || shape.swappedBlocks != 0 { shape.clear() }
        describeDecoding(&shape)
        shape.operatingPoint = flight.operatingPoint
        shape.pool = pool
        shape.stateBytes = limits.stateBytes
        return true
    }

    /// How many steps nothing interrupts.
    @inline(__always)
    private mutating func uninterruptedSteps(_ step: Place<PricedStep>) -> Int64 {
        var limit = min(lastTokens.earliestStep &- decodeStep, flight.hold.steps)
        if spanBooks.count > 0 { limit = stepsInSpans(step, atMost: limit) }
        limit = Replica.steps(
            within: step.value.cost.spans.first.limit, from: step.value.shape.spans.first.contextTokens,
            growth: step.value.shape.decodeSequences, atMost: limit)
        limit = flight.durations.longestSafeCount(atMost: max(1, limit))
        // The sum of so many steps' energies must fit too: growth is below 2^83, half the square of this 2^39.
        if flight.energyGrowth >= 1 << 60 { limit = min(limit, 1 << 20) }
        limit = max(1, cache.steps(from: decodeStep, atMost: limit))
        if flight.hold.until < Int64.max {
            limit = flight.durations.count(
                reaching: clock.femtosecondsUntil(SimInstant(picoseconds: flight.hold.until)), atMost: limit)
        }
        return limit
    }

    @inline(never)
    private mutating func stepsInSpans(_ step: Place<PricedStep>, atMost most: Int64) -> Int64 {
        let (shape, cost) = (step.value.shape, step.value.cost)
        var limit = min(most, spanBooks.earliestStep - decodeStep)
        for index in 1...spanBooks.count where shape.spans[index].growingSequences > 0 {
            limit = Replica.steps(
                within: cost.spans[index].limit, from: shape.spans[index].contextTokens,
                growth: shape.spans[index].growingSequences, atMost: limit)
        }
        return limit
    }

    /// Steps for which a context that starts at `tokens` and grows by `growth` is at most `limit`.
    @inline(__always)
    private static func steps(
        within limit: Int64, from tokens: Int64, growth: Int64, atMost most: Int64
    ) -> Int64 {
        if limit == Int64.max || most <= 1 { return most }
        let room = max(0, limit) &- tokens
        // A product tells whether the limit is beyond, without a division.
        if most < 1 << 20, growth < 1 << 40, (most &- 1) &* growth <= room { return most }
        return min(most, room / growth &+ 1)
    }

    /// An arrival ends a leap with the step it falls in; true if the end moved.
    @inline(__always)
    mutating func cutFlight(at instant: SimInstant) -> Bool {
        guard flight.steps > 1, flight.hold.endsWithArrival else { return false }
        let steps = flight.durations.count(
            reaching: flight.start.femtosecondsUntil(instant), atMost: flight.steps)
        guard steps < flight.steps else { return false }
        flight.last(steps, femtoseconds: flight.durations.sum(steps))
        return true
    }

    /// The steps under way have ended: counts what they did and ends who is done.
    @inline(__always)
    mutating func completeFlight(tally: inout RunTally) {
        flight.isUnderWay = false
        clock = flight.end
        now = clock.instant
        tally.steps &+= flight.steps
        flight.hold.steps &-= flight.steps
        if flight.hold.steps <= 0 || now.picoseconds >= flight.hold.until { flight.mayGoOn = false }
        notePeak(tally: &tally)
        if flight.decodeSequences > 0 { completeDecode(tally: &tally) }
        if !flightChunks.isEmpty { completeChunks(tally: &tally) }
        if liveRows == 0 { releasePadding(tally: &tally) }
    }

    @inline(__always)
    private mutating func completeDecode(tally: inout RunTally) {
        let count = flight.steps
        // The first step closes gaps that may be longer than itself, the others follow one another.
        let firstEnd =
            count == 1 ? clock : flight.start.advanced(byFemtoseconds: flight.durations.first)
        gaps.close(at: firstEnd, into: &tally.itl)
        if count > 1, liveRows > 0 {
            tally.itl.add(flight.durations, from: 1, through: count, weight: liveRows)
            gaps.advance(to: clock)
        }
        lastDecodeEnd = clock
        shares.add(
            base: flight.decodeBase, slope: flight.energyPerToken, rows: rows, step: decodeStep, count: count)
        ledger.decode.femtojoules &+= flight.energy &- flight.prefillEnergy
        tally.decodeRows &+= rows &* count
        tally.paddedTokens &+= (rows &- liveRows) &* count
        cache.takeForDecoding(from: decodeStep, count: count)
        if spanBooks.count > 0 { spanBooks.add(flight.energyInSpans, step: decodeStep, steps: count) }
        decodeStep &+= count
        if spanBooks.earliestStep <= decodeStep { endSpans() }
        while let number = lastTokens.popFirst(through: decodeStep) {
            if flight.hold.endsWithSequence { flight.mayGoOn = false }
            finishWriting(number, tally: &tally)
        }
    }

    @inline(never)
    private mutating func endSpans() {
        while let end = spanBooks.popEnd(through: decodeStep) {
            let slot = slots.place(Int(end.slot))
            slot.value.decodeEnergy &+= end.share
            if slot.value.isPadding { slot.value.paddingEnergy &+= end.share }
        }
    }

    @inline(__always)
    private mutating func completeChunks(tally: inout RunTally) {
        let energy = flight.prefillEnergy
        ledger.prefill.femtojoules &+= energy
        tally.prefillTokens &+= flight.prefillTokens
        var left = energy
        let last = flightChunks.count &- 1
        for position in 0...last {
            let chunk = flightChunks[position]
            let slot = slots.place(Int(chunk.slot))
            // By tokens; what does not divide goes to the last chunk.
            let share =
                position == last
                ? left : energy &* Int128(chunk.tokens) / Int128(flight.prefillTokens)
            left &-= share
            let from = slot.value.computed
            let through = from &+ chunk.tokens
            slot.value.computed = through
            slot.value.prefillEnergy &+= share
            if slot.value.padding | slot.value.recomputable != 0 {
                noteWaste(chunk, from: from, share: share, tally: &tally)
            }
            if through == slot.value.prefillTarget { completePrompt(chunk.slot, tally: &tally) }
        }
        flightChunks.removeAll()
    }

    /// What of a chunk is padding, or had been computed before.
    @inline(never)
    private mutating func noteWaste(
        _ chunk: FlightChunk, from: Int64, share: Int128, tally: inout RunTally
    ) {
        let slot = slots.place(Int(chunk.slot))
        let through = from + chunk.tokens
        let padding = slot.value.padding
        let padded = max(0, min(through, padding) - from)
        let recomputed = max(0, min(through - padding, slot.value.recomputable) - max(0, from - padding))
        if padded > 0 { slot.value.paddingEnergy += share &* Int128(padded) / Int128(chunk.tokens) }
        if recomputed > 0 {
            slot.value.recomputeEnergy += share &* Int128(recomputed) / Int128(chunk.tokens)
        }
        tally.paddedTokens += padded
        tally.recomputedTokens += recomputed
    }

    /// The end of a prefill writes a token: the first, or after a preemption the next.
    @inline(__always)
    private mutating func completePrompt(_ number: Int32, tally: inout RunTally) {
        stopPrefilling(number)
        let slot = slots.place(Int(number))
        let tokens = slot.value.computed
        if slot.value.hasFirstToken {
            tally.itl.add(from: slot.value.lastToken, to: clock, weight: 1)
        } else {
            slot.value.hasFirstToken = true
            slot.value.firstToken = now
        }
        slot.value.generatedAtJoin &+= 1
        slot.value.lastToken = clock
        if slot.value.generatedAtJoin < slot.value.outputTokens {
            join(number, tokens: tokens, lastToken: clock)
        } else if slot.value.isHeld {
            slot.value.isPadding = true
            join(number, tokens: tokens, lastToken: clock)
        } else {
            if flight.hold.endsWithSequence { flight.mayGoOn = false }
            release(number, tokens: tokens, tally: &tally)
        }
    }

    /// Power is a ratio of two affine functions of the step's number: monotone, so highest at one of the ends.
    @inline(__always)
    private mutating func notePeak(tally: inout RunTally) {
        tally.notePeak(flight.energyFirst, flight.durations.first)
        if flight.steps > 1 {
            let last = flight.steps &- 1
            tally.notePeak(
                flight.energyFirst &+ flight.energyGrowth &* Int128(last), flight.durations.term(last))
        }
    }
}
