/// Checking a plan and applying it. The plan is `inout` though nothing changes it, because a large argument is copied
/// otherwise.
extension Replica {
    /// Sorts the front of the queue, and makes the plan empty with the room that there is.
    @inline(__always)
    mutating func prepare(_ plan: inout BatchPlan, at instant: SimInstant) {
        now = instant
        // Whatever the policy says now, it is not bound by what it said before.
        flight.mayGoOn = false
        queue.refillIfNeeded()
        plan.reset(
            sequences: limits.maxSequences &- runningCount, tokens: limits.maxBatchedTokens,
            blocks: Int(truncatingIfNeeded: cache.freeBlocks), blockSize: cache.blockSize,
            stateBlocks: stateBlocks)
    }

    /// Throws unless the whole plan can be done; changes nothing but the stamps that notice a name used twice.
    @inline(__always)
    mutating func check(_ plan: inout BatchPlan) throws(PolicyFault) {
        planNumber &+= 1
        if plan.isDecodeOnly { return try checkDecode(&plan) }
        try checkMoves(&plan)
    }

    /// The same for a plan that takes nobody in or out: most are.
    @inline(__always)
    private mutating func checkDecode(_ plan: inout BatchPlan) throws(PolicyFault) {
        guard plan.decodes else {
            if let wakeUp = plan.wakeUp, wakeUp <= now { throw .wakesInThePast(wakeUp) }
            return
        }
        let asked = rows &+ Int64(pausedCount)
        guard asked <= Int64(limits.maxBatchedTokens) else {
            throw .tooManyTokens(asked: asked, limit: limits.maxBatchedTokens)
        }
        let demand = demand &+ pausedDemand
        guard demand <= cache.freeBlocks else {
            throw .notEnoughBlocks(asked: demand, free: cache.freeBlocks)
        }
    }

    /// The same for a plan that takes somebody in or out.
    private mutating func checkMoves(_ plan: inout BatchPlan) throws(PolicyFault) {
        var running = runningCount
        var free = cache.freeBlocks
        let isForAll = plan.decodes && plan.selected.isEmpty
        var decodingRows = isForAll ? rows &+ Int64(pausedCount) : 0
        var demand = isForAll ? demand &+ pausedDemand : 0
        let cacheTokens = cache.totalBlocks * cache.blockSize

        for index in 0..<plan.preempted.count {
            let victim = plan.preempted[index]
            let slot = try stamp(victim.slot, id: victim.id)
            guard
                slot.value.phase == .decoding || slot.value.phase == .prefilling
                    || slot.value.phase == .paused
            else { throw .unknownRequest(victim.id) }
            running -= 1
            free += blocks(ofSequence: tokensInCache(slot))
            if isForAll, slot.value.phase != .prefilling {
                decodingRows -= 1
                if needsBlock(slot) { demand -= 1 }
            }
        }
        for index in 0..<plan.resumed.count {
            let resumed = plan.resumed[index]
            let slot = try stamp(resumed.slot, id: resumed.id)
            guard slot.value.phase == .swapped else { throw .unknownRequest(resumed.id) }
            guard plan.decodes else { throw .resumesWithoutDecoding }
            running += 1
            decodingRows += 1
            demand += blocks(ofSequence: slot.value.computed + 1)
        }
        for index in 0..<plan.selected.count {
            let selected = plan.selected[index]
            let slot = try stamp(selected.slot, id: selected.id)
            guard slot.value.phase == .decoding || slot.value.phase == .paused else {
                throw .unknownRequest(selected.id)
            }
            decodingRows += 1
            demand += needsBlock(slot) ? 1 : 0
        }
        var tokens = decodingRows
        var lastIndex = -1
        for index in 0..<plan.chunks.count {
            let chunk = plan.chunks.place(index)
            let id = chunk.value.id
            var remaining: Int64
            var held: Int64 = 0
            if chunk.value.place >= 0 {
                let place = chunk.value.place
                guard place < queue.windowCount else { throw .unknownRequest(id) }
                let entry = queue.place(place)
                guard entry.value.id == id else { throw .unknownRequest(id) }
                guard place != lastIndex else { throw .namedTwice(id) }
                guard place > lastIndex else { throw .outOfOrder(id) }
                lastIndex = place
                guard chunk.value.paddedTo <= cacheTokens else {
                    throw .padding(request: id, asked: chunk.value.paddedTo, limit: cacheTokens)
                }
                running += 1
                let slot = entry.value.slot
                remaining = slot < 0 ? entry.value.promptTokens : slots[Int(slot)].prefillTarget
                remaining = max(remaining, chunk.value.paddedTo)
            } else {
                let slot = try stamp(chunk.value.slot, id: id)
                guard slot.value.phase == .prefilling else { throw .unknownRequest(id) }
                held = slot.value.computed
                remaining = slot.value.prefillTarget - slot.value.computed
            }
            let asked = chunk.value.tokens
            guard asked > 0, asked <= remaining else {
                throw .tokens(request: id, asked: asked, remaining: remaining)
            }
            tokens = Replica.clampedSum(tokens, asked)
            demand = Replica.clampedSum(demand, newBlocks(after: held, asked))
        }
        guard running <= limits.maxSequences else {
            throw .tooManySequences(asked: running, limit: limits.maxSequences)
        }
        guard tokens <= Int64(limits.maxBatchedTokens) else {
            throw .tooManyTokens(asked: tokens, limit: limits.maxBatchedTokens)
        }
        guard demand <= free else { throw .notEnoughBlocks(asked: demand, free: free) }
    }

    /// Blocks that `tokens` more tokens of a prompt take after `past` earlier ones.
    @inline(__always)
    private func newBlocks(after past: Int64, _ tokens: Int64) -> Int64 {
        past > 0
            ? cache.blocks(forTokens: past &+ tokens) &- cache.blocks(forTokens: past)
            : blocks(ofSequence: tokens)
    }

    /// A plan may name many absurd numbers of tokens, each of which could be true alone.
    @inline(__always)
    private static func clampedSum(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? Int64.max : sum
    }

    private mutating func stamp(_ number: Int32, id: Int64) throws(PolicyFault) -> Place<SequenceSlot> {
        let index = Int(number)
        guard index >= 0, index < slotCount else { throw .unknownRequest(id) }
        let slot = slots.place(index)
        guard slot.value.id == id else { throw .unknownRequest(id) }
        guard slot.value.planStamp != planNumber else { throw .namedTwice(id) }
        slot.value.planStamp = planNumber
        return slot
    }

    /// Does what a checked plan asks, and fills in the shape of its step; false if nothing is computed.
    @inline(__always)
    mutating func apply(
        _ plan: inout BatchPlan, to shape: inout BatchShape, tally: inout RunTally
    ) -> Bool {
        if shape.prefillChunks != 0 || shape.swappedBlocks != 0 { shape.clear() }
        if !plan.isDecodeOnly { move(&plan, to: &shape, tally: &tally) }
        if plan.decodes, pausedCount > 0, plan.selected.isEmpty { resumePaused() }
        if plan.decodes, rows > 0 {
            describeDecoding(&shape)
        } else {
            shape.clearDecoding()
        }
        guard shape.decodeSequences > 0 || shape.prefillChunks > 0 else { return false }
        shape.operatingPoint = plan.operatingPoint
        shape.pool = pool
        shape.stateBytes = limits.stateBytes
        if blocksToSwap != 0 {
            shape.swappedBlocks = blocksToSwap
            blocksToSwap = 0
        }
        return true
    }

    /// Fills in what the next step of all rows decodes.
    @inline(__always)
    mutating func describeDecoding(_ shape: inout BatchShape) {
        let context = offsetSum &+ rows &* (decodeStep &+ 1)
        shape.decodeSequences = rows
        shape.spans.first.contextTokens = context
        shape.spans.first.growingSequences = rows
        shape.spans.second.contextTokens = context
        shape.spans.second.growingSequences = rows
        shape.spans.third.contextTokens = context
        shape.spans.third.growingSequences = rows
        shape.spans.fourth.contextTokens = context
        shape.spans.fourth.growingSequences = rows
        if spanBooks.count > 0 { spanBooks.describe(&shape, step: decodeStep) }
    }

    /// Takes sequences in and out as the plan asks, and adds the chunks to the shape.
    @inline(never)
    private mutating func move(
        _ plan: inout BatchPlan, to shape: inout BatchShape, tally: inout RunTally
    ) {
        let isSimple = plan.preempted.isEmpty && plan.resumed.isEmpty && plan.selected.isEmpty
        if !isSimple {
            // Taken out of the queue before those who are preempted go into it: places are those that the policy saw.
            for index in 0..<plan.chunks.count where plan.chunks[index].place >= 0 {
                entering.append(queue.remove(at: plan.chunks[index].place - entering.count))
            }
            for index in 0..<plan.preempted.count {
                preempt(plan.preempted[index].slot, by: plan.preempted[index].how, tally: &tally)
            }
            for index in 0..<plan.resumed.count { resume(plan.resumed[index].slot, tally: &tally) }
            if !plan.selected.isEmpty { select(&plan) }
        }
        var admitted = 0
        for index in 0..<plan.chunks.count {
            let chunk = plan.chunks.place(index)
            let number: Int32
            if chunk.value.place >= 0 {
                let entry =
                    isSimple ? queue.remove(at: chunk.value.place &- admitted) : entering[admitted]
                admitted &+= 1
                number = admit(entry, paddedTo: chunk.value.paddedTo, isHeld: chunk.value.isHeld)
                tally.load.started(at: now)
            } else {
                number = chunk.value.slot
            }
            let slot = slots.place(Int(number))
            let past = slot.value.computed
            let tokens = chunk.value.tokens
            cache.take(newBlocks(after: past, tokens))
            flightChunks.append(FlightChunk(slot: number, tokens: tokens))
            shape.addChunk(
                tokens: tokens, past: past, completes: past &+ tokens == slot.value.prefillTarget,
                spans: spans, declared: spanBooks.count)
        }
        entering.removeAll()
    }

    /// Pauses who is not named, and lets those go on who are.
    private mutating func select(_ plan: inout BatchPlan) {
        var number = oldestSlot
        while number >= 0 {
            let slot = slots.place(Int(number))
            if slot.value.phase == .decoding, slot.value.planStamp != planNumber { pause(number) }
            number = slot.value.younger
        }
        for index in 0..<plan.selected.count where slots[Int(plan.selected[index].slot)].phase == .paused {
            unpause(plan.selected[index].slot)
        }
    }

    /// Everyone decodes again.
    @inline(never)
    private mutating func resumePaused() {
        var number = oldestSlot
        while number >= 0 {
            let slot = slots.place(Int(number))
            if slot.value.phase == .paused { unpause(number) }
            number = slot.value.younger
        }
    }
}

extension BatchShape {
    /// Forgets the prompts and what was swapped.
    @inline(__always)
    mutating func clear() {
        prefillTokens = 0
        prefillChunks = 0
        completedPrefills = 0
        swappedBlocks = 0
        spans.first.prefillPairs = 0
        spans.first.prefillPastTokens = 0
        spans.second.prefillPairs = 0
        spans.second.prefillPastTokens = 0
        spans.third.prefillPairs = 0
        spans.third.prefillPastTokens = 0
        spans.fourth.prefillPairs = 0
        spans.fourth.prefillPastTokens = 0
    }

    /// Forgets the decode rows.
    @inline(never)
    mutating func clearDecoding() {
        decodeSequences = 0
        for index in 0..<PerSpan<Reading>.count {
            spans[index].contextTokens = 0
            spans[index].growingSequences = 0
        }
    }

    /// Adds a chunk of `tokens` prompt tokens after `past` earlier ones. Spans after number `declared` are the whole past.
    @inline(__always)
    mutating func addChunk(
        tokens: Int64, past: Int64, completes: Bool, spans lengths: borrowing PerSpan<AttentionSpan>,
        declared: Int
    ) {
        prefillTokens &+= tokens
        prefillChunks &+= 1
        completedPrefills &+= completes ? 1 : 0
        if declared == 0, (tokens | past) < 1 << 30, spans.first.prefillPairs < 1 << 62 {
            let pairs = spans.first.prefillPairs &+ tokens &* past &+ (tokens &* (tokens &+ 1)) &>> 1
            let read = spans.first.prefillPastTokens &+ past
            spans.first.prefillPairs = pairs
            spans.first.prefillPastTokens = read
            spans.second.prefillPairs = pairs
            spans.second.prefillPastTokens = read
            spans.third.prefillPairs = pairs
            spans.third.prefillPastTokens = read
            spans.fourth.prefillPairs = pairs
            spans.fourth.prefillPastTokens = read
        } else {
            addPairs(tokens, past, lengths)
        }
    }

    @inline(never)
    private mutating func addPairs(
        _ tokens: Int64, _ past: Int64, _ lengths: borrowing PerSpan<AttentionSpan>
    ) {
        for index in 0..<PerSpan<AttentionSpan>.count {
            let span = lengths[index]
            // The longest prompts that are accepted make more pairs than `Int64` counts.
            let pairs = Int128(spans[index].prefillPairs) + span.pairs(of: tokens, after: past)
            spans[index].prefillPairs = pairs.narrow ?? Int64.max
            spans[index].prefillPastTokens += span.reads(past: past)
        }
    }
}
