/// Steps under way: one step, or a leap over many.
struct Flight: Sendable {
    var start: ExactTime
    /// Steps until something changes; cut short by an arrival if the plan says so.
    var steps: Int64
    var durations: ArithmeticSeries
    var cost: StepCost
    var shape: BatchShape
    var hold: BatchPlan.Hold

    var end: ExactTime { start.advanced(byFemtoseconds: durations.sum(steps)) }

    /// Energy of the first step, and what each step adds to the one before.
    var energyFirst: Int128 {
        cost.energyBase + Int128(cost.energyPerToken) * Int128(shape.contextTokens)
            + Int128(cost.energyPerWindowedToken) * Int128(shape.windowedContextTokens)
    }

    var energyGrowth: Int128 {
        Int128(cost.energyPerToken) * Int128(shape.decodeSequences)
            + Int128(cost.energyPerWindowedToken) * Int128(shape.growingSequences)
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
        let growth =
            Int128(cost.durationPerToken) * Int128(shape.decodeSequences)
            + Int128(cost.durationPerWindowedToken) * Int128(shape.growingSequences)
        let first =
            Int128(cost.durationBase) + Int128(cost.durationPerToken) * Int128(shape.contextTokens)
            + Int128(cost.durationPerWindowedToken) * Int128(shape.windowedContextTokens)
        // A step is at least a picosecond, so that the visible clock always moves.
        guard first >= 1000, growth >= 0, let first = Int64(exactly: first),
            let growth = Int64(exactly: growth)
        else { throw .cost(shape, cost) }
        let durations = ArithmeticSeries(first: first, growth: growth)
        var flight = Flight(
            start: clock, steps: 1, durations: durations, cost: cost, shape: shape, hold: plan.hold)
        guard flight.energyFirst >= 0, flight.energyFirst <= StepCost.mostEnergy, flight.energyGrowth >= 0
        else {
            throw .cost(shape, cost)
        }
        let isSteady = shape.prefillChunks == 0 && plan.preempted.isEmpty && plan.resumed.isEmpty
        if stepping == .leap, plan.hold != .oneStep, isSteady, shape.swappedBlocks == 0 {
            flight.steps = steps(of: flight, wakeUp: plan.wakeUp)
        }
        let (end, overflow) = flight.start.picoseconds.addingReportingOverflow(
            durations.sum(flight.steps) / 1000 + 1)
        guard !overflow, end < SimInstant.limit.picoseconds else { throw .tooLong }
        self.flight = flight
    }

    /// How many steps nothing interrupts.
    private func steps(of flight: Flight, wakeUp: SimInstant?) -> Int64 {
        let shape = flight.shape
        var limit = min(lastTokens.earliestStep, windowEnds.earliestStep) - decodeStep
        limit = min(
            limit, (max(0, flight.cost.contextLimit) - shape.contextTokens) / shape.decodeSequences + 1)
        if shape.growingSequences > 0, flight.cost.windowedContextLimit < Int64.max {
            let room = max(0, flight.cost.windowedContextLimit) - shape.windowedContextTokens
            limit = min(limit, room / shape.growingSequences + 1)
        }
        limit = flight.durations.longestSafeCount(atMost: max(1, limit))
        limit = max(1, cache.steps(from: decodeStep, atMost: limit))
        if let wakeUp {
            limit = flight.durations.count(
                reaching: flight.start.femtosecondsUntil(wakeUp), atMost: limit)
        }
        return limit
    }

    /// An arrival ends a leap with the step it falls in; true if the end moved.
    mutating func cutFlight(at instant: SimInstant) -> Bool {
        guard let current = flight, current.steps > 1, current.hold == .untilArrivalOrBatchChange else {
            return false
        }
        let steps = current.durations.count(
            reaching: current.start.femtosecondsUntil(instant), atMost: current.steps)
        flight?.steps = steps
        return steps < current.steps
    }

    /// The steps under way have ended: counts what they did and ends who is done. Returns them for observers.
    mutating func completeFlight(tally: inout RunTally) -> Flight? {
        guard let done = flight else { return nil }
        flight = nil
        let end = done.end
        clock = end
        now = end.instant
        tally.steps += done.steps
        notePeak(done, tally: &tally)
        let prefillEnergy = prefillPart(done)
        ledger.prefill.femtojoules += prefillEnergy
        if done.shape.decodeSequences > 0 {
            completeDecode(done, prefillEnergy: prefillEnergy, tally: &tally)
        }
        completeChunks(done, energy: prefillEnergy, tally: &tally)
        releasePadding(tally: &tally)
        return done
    }

    /// All of the base without decode rows, none without chunks, else what the cost model says.
    private func prefillPart(_ flight: Flight) -> Int128 {
        if flight.shape.decodeSequences == 0 { return flight.energyFirst }
        if flight.shape.prefillChunks == 0 { return 0 }
        return min(max(0, flight.cost.prefillEnergy), flight.cost.energyBase)
    }

    private mutating func completeDecode(_ flight: Flight, prefillEnergy: Int128, tally: inout RunTally) {
        let count = flight.steps
        // The first step closes gaps that may be longer than itself, the others follow one another.
        let firstEnd = flight.start.advanced(byFemtoseconds: flight.durations.first)
        gaps.close(at: firstEnd, into: &tally.itl)
        if count > 1 {
            tally.itl.add(flight.durations, from: 1, through: count, weight: liveRows)
            gaps.advance(to: clock)
        }
        lastDecodeEnd = clock
        let base = flight.cost.energyBase - prefillEnergy
        shares.add(
            base: base, slope: flight.cost.energyPerToken, windowedSlope: flight.cost.energyPerWindowedToken,
            rows: rows, step: decodeStep, count: count)
        let pairs = Int128(count) * Int128(count - 1) / 2
        ledger.decode.femtojoules +=
            (flight.energyFirst - prefillEnergy) * Int128(count) + flight.energyGrowth * pairs
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

    private mutating func completeChunks(_ flight: Flight, energy: Int128, tally: inout RunTally) {
        let total = Int128(flight.shape.prefillTokens)
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
    private func notePeak(_ flight: Flight, tally: inout RunTally) {
        let last = flight.steps - 1
        for index in last == 0 ? [0] : [0, last] {
            let energy = (flight.energyFirst + flight.energyGrowth * Int128(index)) * 1000
            let duration = Int128(flight.durations.term(index))
            // fJ / fs = W; the division is needed only for a new highest.
            if energy >= Int128(tally.peakMilliwatts + 1) * duration {
                tally.peakMilliwatts = Int64(min(energy / duration, Int128(Int64.max - 1)))
            }
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
