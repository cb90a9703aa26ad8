/// Checking a plan and applying it.
extension ReplicaState {
    /// Asks the policy for a plan. A method of the state, not of the simulation: there the compiler would copy the
    /// state and retain all that it refers to.
    @inlinable
    mutating func consult<Policy: BatchingPolicy>(
        _ policy: inout Policy, at instant: SimInstant, plan: inout BatchPlan
    ) {
        prepare(&plan, at: instant)
        policy.plan(self, into: &plan)
    }

    /// Sorts the front of the queue, and makes the plan empty with the room that there is.
    @usableFromInline
    mutating func prepare(_ plan: inout BatchPlan, at instant: SimInstant) {
        now = instant
        // Whatever the policy says now, it is not bound by what it said before.
        flight.mayGoOn = false
        queue.refillIfNeeded()
        plan.reset(
            sequences: limits.maxSequences - runningCount, tokens: limits.maxBatchedTokens,
            blocks: Int(cache.freeBlocks), blockSize: cache.blockSize)
    }

    /// Throws unless the whole plan can be done; changes nothing but the stamps that notice a name used twice.
    @inline(__always)
    mutating func check(_ plan: borrowing BatchPlan) throws(PolicyFault) {
        planNumber += 1
        if plan.isDecodeOnly { return try checkDecode(plan) }
        try checkMoves(plan)
    }

    /// The same for a plan that takes somebody in or out.
    @inline(never)
    private mutating func checkMoves(_ plan: borrowing BatchPlan) throws(PolicyFault) {
        var running = runningCount
        var free = cache.freeBlocks
        var decodingRows = rows
        var demand = plan.decodes && rows > 0 ? cache.demand(step: decodeStep) : 0
        let cacheTokens = cache.totalBlocks * cache.blockSize

        for index in plan.preempted.indices {
            let sequence = plan.preempted[index].sequence
            let slot = try stamp(sequence.slot, id: sequence.id)
            guard slot.phase == .decoding || slot.phase == .prefilling else {
                throw .unknownRequest(sequence.id)
            }
            running -= 1
            free += cache.blocks(forTokens: tokensInCache(slot))
            if slot.phase == .decoding {
                decodingRows -= 1
                if plan.decodes, cache.needsBlock(offset: slot.offset, step: decodeStep) { demand -= 1 }
            }
        }
        for index in plan.resumed.indices {
            let sequence = plan.resumed[index]
            let slot = try stamp(sequence.slot, id: sequence.id)
            guard slot.phase == .swapped else { throw .unknownRequest(sequence.id) }
            guard plan.decodes else { throw .resumesWithoutDecoding }
            running += 1
            decodingRows += 1
            demand += slot.swappedTokens / cache.blockSize + 1
        }
        var tokens = plan.decodes ? decodingRows : 0
        var lastIndex = -1
        for index in plan.chunks.indices {
            let chunk = plan.chunks[index]
            let request = chunk.request
            var remaining: Int64
            var held: Int64 = 0
            switch request.place {
            case .queue(let place):
                guard place < queue.windowCount else { throw .unknownRequest(request.id) }
                let entry = queue[place]
                guard entry.id == request.id else { throw .unknownRequest(request.id) }
                guard place != lastIndex else { throw .namedTwice(request.id) }
                guard place > lastIndex else { throw .outOfOrder(request.id) }
                lastIndex = place
                guard chunk.paddedTo <= cacheTokens else {
                    throw .padding(request: request.id, asked: chunk.paddedTo, limit: cacheTokens)
                }
                running += 1
                remaining = entry.slot < 0 ? entry.promptTokens : slots[Int(entry.slot)].prefillTarget
                remaining = max(remaining, chunk.paddedTo)
            case .slot(let number):
                let slot = try stamp(number, id: request.id)
                guard slot.phase == .prefilling else { throw .unknownRequest(request.id) }
                held = slot.computed
                remaining = slot.prefillTarget - slot.computed
            }
            guard chunk.tokens > 0, chunk.tokens <= remaining else {
                throw .tokens(request: request.id, asked: chunk.tokens, remaining: remaining)
            }
            tokens = ReplicaState.clampedSum(tokens, chunk.tokens)
            demand = ReplicaState.clampedSum(
                demand,
                cache.blocks(forTokens: held + chunk.tokens)
                    - (held > 0 ? cache.blocks(forTokens: held) : 0))
        }
        guard running <= limits.maxSequences else {
            throw .tooManySequences(asked: running, limit: limits.maxSequences)
        }
        guard tokens <= Int64(limits.maxBatchedTokens) else {
            throw .tooManyTokens(asked: tokens, limit: limits.maxBatchedTokens)
        }
        guard demand <= free else { throw .notEnoughBlocks(asked: demand, free: free) }
    }

    /// The same for a plan that takes nobody in or out: most are.
    @inline(__always)
    private mutating func checkDecode(_ plan: borrowing BatchPlan) throws(PolicyFault) {
        guard plan.decodes else {
            if let wakeUp = plan.wakeUp, wakeUp <= now { throw .wakesInThePast(wakeUp) }
            return
        }
        guard rows <= Int64(limits.maxBatchedTokens) else {
            throw .tooManyTokens(asked: rows, limit: limits.maxBatchedTokens)
        }
        let demand = blocksForDecode
        guard Int64(demand) <= cache.freeBlocks else {
            throw .notEnoughBlocks(asked: Int64(demand), free: cache.freeBlocks)
        }
    }

    /// A plan may name many absurd numbers of tokens, each of which could be true alone.
    private static func clampedSum(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? Int64.max : sum
    }

    private mutating func stamp(_ number: Int32, id: Int64) throws(PolicyFault) -> SequenceSlot {
        let index = Int(number)
        guard index < slots.count, slots[index].id == id else { throw .unknownRequest(id) }
        guard slots[index].planStamp != planNumber else { throw .namedTwice(id) }
        slots[index].planStamp = planNumber
        return slots[index]
    }

    /// Does what a checked plan asks, and fills in the shape of its step; false if nothing is computed.
    mutating func apply(
        _ plan: borrowing BatchPlan, to shape: inout BatchShape, tally: inout RunTally
    ) -> Bool {
        shape = BatchShape()
        if !plan.isDecodeOnly { move(plan, to: &shape, tally: &tally) }
        if plan.decodes, rows > 0 { describeDecoding(&shape) }
        guard shape.decodeSequences > 0 || shape.prefillChunks > 0 else { return false }
        shape.operatingPoint = plan.operatingPoint
        shape.swappedBlocks = blocksToSwap
        blocksToSwap = 0
        return true
    }

    /// Fills in what the next step of all rows decodes.
    @inline(__always)
    mutating func describeDecoding(_ shape: inout BatchShape) {
        shape.decodeSequences = rows
        shape.contextTokens = offsetSum + rows * (decodeStep + 1)
        shape.growingSequences = growingRows
        shape.windowedContextTokens =
            growingOffsetSum + growingRows * (decodeStep + 1) + (rows - growingRows) * window
        shape.spans.first.growingSequences = rows
    }

    /// Takes sequences in and out as the plan asks, and adds the chunks to the shape.
    @inline(never)
    private mutating func move(
        _ plan: borrowing BatchPlan, to shape: inout BatchShape, tally: inout RunTally
    ) {
        // Taken out of the queue before those who are preempted go into it: places are those that the policy saw.
        for index in plan.chunks.indices {
            if case .queue(let place) = plan.chunks[index].request.place {
                entering.append(queue.remove(at: place - entering.count))
            }
        }
        for index in plan.preempted.indices {
            preempt(plan.preempted[index].sequence.slot, by: plan.preempted[index].how, tally: &tally)
        }
        for index in plan.resumed.indices { resume(plan.resumed[index].slot, tally: &tally) }
        var admitted = 0
        for index in plan.chunks.indices {
            let chunk = plan.chunks[index]
            let number: Int32
            switch chunk.request.place {
            case .queue:
                number = admit(entering[admitted], paddedTo: chunk.paddedTo, isHeld: chunk.isHeld)
                admitted += 1
            case .slot(let slot): number = slot
            }
            let past = slots[Int(number)].computed
            cache.take(
                cache.blocks(forTokens: past + chunk.tokens) - (past > 0 ? cache.blocks(forTokens: past) : 0))
            flightChunks.append(FlightChunk(slot: number, tokens: chunk.tokens))
            shape.addChunk(
                tokens: chunk.tokens, past: past,
                completes: past + chunk.tokens == slots[Int(number)].prefillTarget, spans: spans)
        }
        entering.removeFew()
    }
}

extension BatchShape {
    /// Adds a chunk of `tokens` prompt tokens after `past` earlier ones.
    mutating func addChunk(tokens: Int64, past: Int64, completes: Bool, spans lengths: PerSpan<AttentionSpan>)
    {
        prefillTokens += tokens
        prefillChunks += 1
        completedPrefills += completes ? 1 : 0
        for index in 0..<PerSpan<AttentionSpan>.count {
            let span = lengths[index]
            // The longest prompts that are accepted make more pairs than `Int64` counts.
            let pairs = Int128(spans[index].prefillPairs) + span.pairs(of: tokens, after: past)
            spans[index].prefillPairs = pairs.narrow ?? Int64.max
            spans[index].prefillPastTokens += span.reads(past: past)
        }
    }
}
