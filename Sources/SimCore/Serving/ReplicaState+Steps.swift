/// Steps under way: one step, or a leap over many.
struct Flight: Sendable {
    /// Whether it is; what a finished flight was stays readable until the next one starts.
    var isUnderWay = false
    var start = ExactTime(.zero)
    /// Steps until something changes; cut short by an arrival if the plan says so.
    var steps: Int64 = 0
    var durations = ArithmeticSeries(first: 1, growth: 0)
    var hold = BatchPlan.Hold.oneStep
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

    var end: ExactTime { start.advanced(byFemtoseconds: durations.sum(steps)) }

    /// Femtojoules of all its steps.
    var energy: Int128 {
        energyFirst * Int128(steps) + energyGrowth * (Int128(steps) * Int128(steps - 1) / 2)
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
    mutating func launch(
        _ shape: BatchShape, cost: StepCost, plan: borrowing BatchPlan, stepping: Stepping
    ) throws(SimulationFault) {
        guard cost.isInRange else { throw .cost(shape, cost) }
        if clock.instant < now {
            ledger.idle += idlePower * (now - clock.instant)
            clock = ExactTime(now)
        }
        let rows = shape.decodeSequences
        let growth =
            Int128(cost.durationPerToken) * Int128(rows)
            + Int128(cost.durationPerWindowedToken) * Int128(shape.growingSequences)
        let first =
            Int128(cost.durationBase) + Int128(cost.durationPerToken) * Int128(shape.contextTokens)
            + Int128(cost.durationPerWindowedToken) * Int128(shape.windowedContextTokens)
        // A step is at least a picosecond, so that the visible clock always moves.
        guard first >= 1000, growth >= 0, let first = first.narrow, let growth = growth.narrow else {
            throw .cost(shape, cost)
        }
        flight.start = clock
        flight.steps = 1
        flight.durations = ArithmeticSeries(first: first, growth: growth)
        flight.hold = plan.hold
        flight.decodeSequences = rows
        flight.prefillTokens = shape.prefillTokens
        flight.completedPrefills = shape.completedPrefills
        flight.contextTokens = shape.contextTokens
        try launchEnergy(shape, cost)
        let isSteady = shape.prefillChunks == 0 && plan.preempted.isEmpty && plan.resumed.isEmpty
        if stepping == .leap, plan.hold != .oneStep, isSteady, shape.swappedBlocks == 0 {
            flight.steps = uninterruptedSteps(shape, cost, wakeUp: plan.wakeUp)
        }
        let (end, overflow) = clock.picoseconds.addingReportingOverflow(
            flight.durations.sum(flight.steps) / 1000 + 1)
        guard !overflow, end < SimInstant.limit.picoseconds else { throw .tooLong }
        flight.isUnderWay = true
    }

    private mutating func launchEnergy(_ shape: BatchShape, _ cost: StepCost) throws(SimulationFault) {
        flight.energyPerToken = cost.energyPerToken
        flight.energyPerWindowedToken = cost.energyPerWindowedToken
        flight.energyFirst =
            cost.energyBase + Int128(cost.energyPerToken) * Int128(shape.contextTokens)
            + Int128(cost.energyPerWindowedToken) * Int128(shape.windowedContextTokens)
        flight.energyGrowth =
            Int128(cost.energyPerToken) * Int128(shape.decodeSequences)
            + Int128(cost.energyPerWindowedToken) * Int128(shape.growingSequences)
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

    /// How many steps nothing interrupts.
    private func uninterruptedSteps(_ shape: BatchShape, _ cost: StepCost, wakeUp: SimInstant?) -> Int64 {
        var limit = min(lastTokens.earliestStep, windowEnds.earliestStep) - decodeStep
        if cost.contextLimit < Int64.max {
            limit = min(limit, (max(0, cost.contextLimit) - shape.contextTokens) / shape.decodeSequences + 1)
        }
        if shape.growingSequences > 0, cost.windowedContextLimit < Int64.max {
            let room = max(0, cost.windowedContextLimit) - shape.windowedContextTokens
            limit = min(limit, room / shape.growingSequences + 1)
        }
        limit = flight.durations.longestSafeCount(atMost: max(1, limit))
        limit = max(1, cache.steps(from: decodeStep, atMost: limit))
        if let wakeUp {
            limit = flight.durations.count(reaching: clock.femtosecondsUntil(wakeUp), atMost: limit)
        }
        return limit
    }

    /// An arrival ends a leap with the step it falls in; true if the end moved.
    mutating func cutFlight(at instant: SimInstant) -> Bool {
        guard flight.steps > 1, flight.hold == .untilArrivalOrBatchChange else { return false }
        let steps = flight.durations.count(
            reaching: flight.start.femtosecondsUntil(instant), atMost: flight.steps)
        defer { flight.steps = steps }
        return steps < flight.steps
    }

    /// The steps under way have ended: counts what they did and ends who is done.
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

    private mutating func completeDecode(tally: inout RunTally) {
        let count = flight.steps
        // The first step closes gaps that may be longer than itself, the others follow one another.
        let firstEnd = flight.start.advanced(byFemtoseconds: flight.durations.first)
        gaps.close(at: firstEnd, into: &tally.itl)
        if count > 1 {
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
            let share = isLast ? left : energy * Int128(chunk.tokens) / total
            left -= share
            let from = slots[index].computed
            let through = from + chunk.tokens
            let padding = slots[index].padding
            let padded = max(0, min(through, padding) - from)
            let recomputed = max(
                0, min(through - padding, slots[index].recomputable) - max(0, from - padding))
            slots[index].computed = through
            slots[index].prefillEnergy += share
            slots[index].paddingEnergy += share * Int128(padded) / Int128(chunk.tokens)
            slots[index].recomputeEnergy += share * Int128(recomputed) / Int128(chunk.tokens)
            tally.prefillTokens += chunk.tokens
            tally.paddedTokens += padded
            tally.recomputedTokens += recomputed
            if through == slots[index].prefillTarget { completePrompt(chunk.slot, tally: &tally) }
        }
        flightChunks.removeAll(keepingCapacity: true)
    }

    /// The end of a prefill writes a token: the first, or after a preemption the next.
    private mutating func completePrompt(_ number: Int32, tally: inout RunTally) {
        let index = Int(number)
        prefillingSlots.removeAll { $0 == number }
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
    private func notePeak(tally: inout RunTally) {
        notePeak(ofStep: 0, tally: &tally)
        if flight.steps > 1 { notePeak(ofStep: flight.steps - 1, tally: &tally) }
    }

    private func notePeak(ofStep index: Int64, tally: inout RunTally) {
        let energy = (flight.energyFirst + flight.energyGrowth * Int128(index)) * 1000
        let duration = Int128(flight.durations.term(index))
        // fJ / fs = W; the division is needed only for a new highest.
        if energy >= Int128(tally.peakMilliwatts + 1) * duration {
            tally.peakMilliwatts = Int64(min(energy / duration, Int128(Int64.max - 1)))
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
