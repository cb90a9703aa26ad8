/// Steps under way: one step, or a leap over many.
struct Flight: Sendable {
    /// Whether it is; what a finished flight was stays readable until the next one starts.
    var isUnderWay = false
    var start = ExactTime(.zero)
    /// Steps until something changes; cut short by an arrival if the plan says so.
    var steps: Int64 = 0
    var durations = ArithmeticSeries(first: 1, growth: 0)
    var terms = FlightTerms()
    /// Whether the same batch can go on under the same terms when the steps end: nobody has come or gone.
    var mayGoOn = false
    var decodeSequences: Int64 = 0
    var prefillTokens: Int64 = 0
    var completedPrefills: Int64 = 0
    var contextTokens: Int64 = 0
    /// Femtojoules of the first step, and what each step adds to the one before.
    var energyFirst: Int128 = 0
    var energyGrowth: Int128 = 0
    /// Of the first step: what prefill caused, and what the decode rows share evenly.
    var prefillEnergy: Int128 = 0
    var decodeBase: Int128 = 0
    var energyPerToken: Int64 = 0
    var energyPerWindowedToken: Int64 = 0
    /// The end of the last step.
    var end = ExactTime(.zero)

    /// Sets how many steps there are, and with them the end.
    mutating func last(_ steps: Int64) { last(steps, femtoseconds: durations.sum(steps)) }

    /// The same, where the sum of their durations is known.
    mutating func last(_ steps: Int64, femtoseconds: Int64) {
        self.steps = steps
        end = start.advanced(byFemtoseconds: femtoseconds)
    }

    /// Femtojoules of all its steps. What a step may cost and how many a leap may take keep it below 2^120.
    @inline(__always)
    var energy: Int128 {
        energyFirst &* Int128(steps) &+ energyGrowth &* Int128(steps &* (steps &- 1) / 2)
    }
}

/// What a plan says of the steps that it starts.
struct FlightTerms: Sendable {
    var hold = BatchPlan.Hold.oneStep
    var wakeUp: SimInstant?
    var operatingPoint = OperatingPoint.full
    /// Whether nobody joins or leaves the batch by it, so that later steps can be equal to the first.
    var isSteady = false

    init() {}

    init(_ plan: borrowing BatchPlan, _ shape: BatchShape, _ stepping: Stepping) {
        hold = plan.hold
        wakeUp = plan.wakeUp
        operatingPoint = plan.operatingPoint
        isSteady =
            stepping == .leap && plan.hold != .oneStep && shape.prefillChunks == 0
            && shape.swappedBlocks == 0 && plan.preempted.isEmpty && plan.resumed.isEmpty
    }
}

/// A prompt's part of the step under way.
struct FlightChunk: Sendable {
    var slot: Int32
    var tokens: Int64
}

extension ReplicaState {
    /// Starts the step, or as many equal ones as nothing interrupts.
    ///
    /// A leap ends before anything that a single step would notice: a sequence's last token, a full KV cache, a
    /// context that outgrows the attention window, the end of the cost's piece, the policy's own alarm.
    @inline(__always)
    mutating func launch(
        _ shape: BatchShape, cost: StepCost, terms: FlightTerms
    ) throws(SimulationFault) {
        guard cost.isInRange else { throw .cost(shape, cost) }
        if clock.instant < now {
            ledger.idle += idlePower * (now - clock.instant)
            clock = ExactTime(now)
        }
        let rows = shape.decodeSequences
        let growth =
            Int128.product(cost.durationPerToken, rows)
            + Int128.product(cost.durationPerWindowedToken, shape.growingSequences)
        let first =
            Int128(cost.durationBase) + Int128.product(cost.durationPerToken, shape.contextTokens)
            + Int128.product(cost.durationPerWindowedToken, shape.windowedContextTokens)
        // A step is at least a picosecond, so that the visible clock always moves.
        guard first >= 1000, growth >= 0, let first = first.narrow, let growth = growth.narrow else {
            throw .cost(shape, cost)
        }
        flight.start = clock
        flight.durations = ArithmeticSeries(first: first, growth: growth)
        flight.terms = terms
        flight.mayGoOn = terms.isSteady && terms.wakeUp == nil
        flight.decodeSequences = rows
        flight.prefillTokens = shape.prefillTokens
        flight.completedPrefills = shape.completedPrefills
        flight.contextTokens = shape.contextTokens
        try launchEnergy(shape, cost)
        let steps = terms.isSteady ? uninterruptedSteps(shape, cost, wakeUp: terms.wakeUp) : 1
        let femtoseconds = steps == 1 ? first : flight.durations.sum(steps)
        let (end, overflow) = clock.picoseconds.addingReportingOverflow(femtoseconds / 1000 + 1)
        guard !overflow, end < SimInstant.limit.picoseconds else { throw .tooLong }
        flight.last(steps, femtoseconds: femtoseconds)
        flight.isUnderWay = true
    }

    @inline(__always)
    private mutating func launchEnergy(_ shape: BatchShape, _ cost: StepCost) throws(SimulationFault) {
        flight.energyPerToken = cost.energyPerToken
        flight.energyPerWindowedToken = cost.energyPerWindowedToken
        flight.energyFirst =
            cost.energyBase + Int128.product(cost.energyPerToken, shape.contextTokens)
            + Int128.product(cost.energyPerWindowedToken, shape.windowedContextTokens)
        flight.energyGrowth =
            Int128.product(cost.energyPerToken, shape.decodeSequences)
            + Int128.product(cost.energyPerWindowedToken, shape.growingSequences)
        guard flight.energyFirst >= 0, flight.energyFirst <= StepCost.mostEnergy, flight.energyGrowth >= 0
        else { throw .cost(shape, cost) }
        // All without decode rows, none without chunks, else what the cost model says.
        if shape.decodeSequences == 0 {
            flight.prefillEnergy = flight.energyFirst
        } else if shape.prefillChunks == 0 {
            flight.prefillEnergy = 0
        } else {
            flight.prefillEnergy = min(max(0, cost.prefillEnergy), cost.energyBase)
        }
        flight.decodeBase = cost.energyBase - flight.prefillEnergy
    }

    /// Whether the steps that have just ended only did so because their cost's piece did: then the same batch goes on, and
    /// fills in the shape of its next step. A policy that holds its plan has promised to plan the same again.
    @inline(__always)
    mutating func goesOn(at instant: SimInstant, shape: inout BatchShape) -> Bool {
        guard flight.mayGoOn, cache.demand(step: decodeStep) <= cache.freeBlocks else { return false }
        now = instant
        shape = BatchShape()
        describeDecoding(&shape)
        shape.operatingPoint = flight.terms.operatingPoint
        return true
    }

    /// How many steps nothing interrupts. `mutating`, like other questions asked here, because a large value is copied
    /// to ask it anything that does not change it.
    @inline(__always)
    private mutating func uninterruptedSteps(_ shape: BatchShape, _ cost: StepCost, wakeUp: SimInstant?)
        -> Int64
    {
        var limit = min(lastTokens.earliestStep, windowEnds.earliestStep) - decodeStep
        if cost.contextLimit < Int64.max {
            limit = min(limit, (max(0, cost.contextLimit) - shape.contextTokens) / shape.decodeSequences + 1)
        }
        if shape.growingSequences > 0, cost.windowedContextLimit < Int64.max {
            let room = max(0, cost.windowedContextLimit) - shape.windowedContextTokens
            limit = min(limit, room / shape.growingSequences + 1)
        }
        limit = flight.durations.longestSafeCount(atMost: max(1, limit))
        // The sum of so many steps' energies must fit too: growth is below 2^83, half the square of this 2^39.
        if flight.energyGrowth >= 1 << 60 { limit = min(limit, 1 << 20) }
        limit = max(1, cache.steps(from: decodeStep, atMost: limit))
        if let wakeUp {
            limit = flight.durations.count(reaching: clock.femtosecondsUntil(wakeUp), atMost: limit)
        }
        return limit
    }

    /// An arrival ends a leap with the step it falls in; true if the end moved.
    mutating func cutFlight(at instant: SimInstant) -> Bool {
        guard flight.steps > 1, flight.terms.hold == .untilArrivalOrBatchChange else { return false }
        let steps = flight.durations.count(
            reaching: flight.start.femtosecondsUntil(instant), atMost: flight.steps)
        guard steps < flight.steps else { return false }
        flight.last(steps)
        return true
    }

    /// The steps under way have ended: counts what they did and ends who is done.
    @inline(__always)
    mutating func completeFlight(tally: inout RunTally) {
        flight.isUnderWay = false
        clock = flight.end
        now = clock.instant
        tally.steps += flight.steps
        notePeak(tally: &tally)
        ledger.prefill.femtojoules += flight.prefillEnergy
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
            base: flight.decodeBase, slope: flight.energyPerToken,
            windowedSlope: flight.energyPerWindowedToken,
            rows: rows, step: decodeStep, count: count)
        ledger.decode.femtojoules += flight.energy - flight.prefillEnergy
        tally.decodeRows += rows * count
        tally.paddedTokens += (rows - liveRows) * count
        cache.takeForDecoding(from: decodeStep, count: count)
        decodeStep += count
        while let number = windowEnds.popFirst(through: decodeStep) {
            settleShares(Int(number))
            slots[Int(number)].isGrowing = false
            growingRows -= 1
            growingOffsetSum -= slots[Int(number)].offset
        }
        while let number = lastTokens.popFirst(through: decodeStep) {
            flight.mayGoOn = false
            finishWriting(number, tally: &tally)
        }
    }

    private mutating func completeChunks(tally: inout RunTally) {
        let energy = flight.prefillEnergy
        let total = Int128(flight.prefillTokens)
        var left = energy
        for position in flightChunks.indices {
            let chunk = flightChunks[position]
            let index = Int(chunk.slot)
            let isLast = position == flightChunks.count - 1
            // By tokens; what does not divide goes to the last chunk.
            let share = isLast ? left : energy &* Int128(chunk.tokens) / total
            left -= share
            let from = slots[index].computed
            let through = from + chunk.tokens
            let padding = slots[index].padding
            let padded = max(0, min(through, padding) - from)
            let recomputed = max(
                0, min(through - padding, slots[index].recomputable) - max(0, from - padding))
            slots[index].computed = through
            slots[index].prefillEnergy += share
            if padded > 0 {
                slots[index].paddingEnergy += share &* Int128(padded) / Int128(chunk.tokens)
            }
            if recomputed > 0 {
                slots[index].recomputeEnergy += share &* Int128(recomputed) / Int128(chunk.tokens)
            }
            tally.prefillTokens += chunk.tokens
            tally.paddedTokens += padded
            tally.recomputedTokens += recomputed
            if through == slots[index].prefillTarget { completePrompt(chunk.slot, tally: &tally) }
        }
        flightChunks.removeFew()
    }

    /// The end of a prefill writes a token: the first, or after a preemption the next.
    private mutating func completePrompt(_ number: Int32, tally: inout RunTally) {
        let index = Int(number)
        stopPrefilling(number)
        let tokens = slots[index].computed
        if slots[index].firstToken == nil {
            slots[index].firstToken = now
        } else {
            tally.itl.add(femtoseconds: clock.femtoseconds(since: slots[index].lastToken), weight: 1)
        }
        slots[index].generatedAtJoin += 1
        slots[index].lastToken = clock
        if slots[index].generatedAtJoin < slots[index].outputTokens {
            join(number, tokens: tokens, lastToken: clock)
        } else if slots[index].isHeld {
            slots[index].isPadding = true
            join(number, tokens: tokens, lastToken: clock)
        } else {
            release(number, tokens: tokens, tally: &tally)
        }
    }

    /// Power is a ratio of two affine functions of the step's number: monotone, so highest at one of the ends.
    @inline(__always)
    private mutating func notePeak(tally: inout RunTally) {
        notePeak(ofStep: 0, tally: &tally)
        if flight.steps > 1 { notePeak(ofStep: flight.steps - 1, tally: &tally) }
    }

    @inline(__always)
    private mutating func notePeak(ofStep index: Int64, tally: inout RunTally) {
        let energy = (flight.energyFirst &+ flight.energyGrowth &* Int128(index)) &* 1000
        let duration = flight.durations.term(index)
        // fJ / fs = W; the division is needed only for a new highest.
        if energy >= Int128.product(tally.peakMilliwatts + 1, duration) {
            tally.peakMilliwatts = Int64(min(energy / Int128(duration), Int128(Int64.max - 1)))
        }
    }
}

/// Whether runs of equal steps are taken at once. The results are the same to the bit.
public enum Stepping: Hashable, Sendable {
    /// As many steps at once as nothing interrupts.
    case leap
    /// One at a time, asking the policy before each.
    case single
}
