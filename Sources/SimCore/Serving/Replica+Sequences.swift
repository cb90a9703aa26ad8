/// The life of a sequence on a replica: queued, admitted, decoding, preempted, finished.
extension Replica {
    @inline(__always)
    mutating func enqueue(_ request: ArrivedRequest, outputTokens: Int64, key: Int64) {
        queue.insert(
            WaitingQueue.Entry(
                key: key, id: request.id, arrival: request.arrival, promptTokens: Int64(request.promptTokens),
                outputTokens: outputTokens, priority: request.priority,
                requestClass: Int32(truncatingIfNeeded: request.requestClass), slot: -1))
        outstandingTokens &+= Int64(request.promptTokens)
    }

    /// Gives a queue entry a slot, at the young end of the running sequences.
    @inline(__always)
    mutating func admit(_ entry: WaitingQueue.Entry, paddedTo length: Int64, isHeld: Bool) -> Int32 {
        var number = entry.slot
        if number < 0 {
            number = freeSlots.isEmpty ? newSlot() : freeSlots.removeLast()
            slots[Int(number)] = SequenceSlot(entry, at: now)
        }
        let slot = slots.place(Int(number))
        if length > slot.value.prefillTarget {
            slot.value.padding = length - slot.value.prefillTarget
            slot.value.prefillTarget = length
        }
        slot.value.isHeld = isHeld
        slot.value.phase = .prefilling
        prefillingSlots.append(number)
        link(number)
        return number
    }

    @inline(never)
    private mutating func newSlot() -> Int32 {
        if slotCount == slots.count {
            slots = Buffer(copying: slots, count: 2 * slots.count, filledWith: SequenceSlot())
        }
        slotCount += 1
        return Int32(slotCount - 1)
    }

    /// A prompt is done and its token written: the sequence decodes from the next step on.
    @inline(__always)
    mutating func join(_ number: Int32, tokens: Int64, lastToken: ExactTime) {
        let slot = slots.place(Int(number))
        let offset = tokens &- decodeStep
        slot.value.phase = .decoding
        slot.value.joinStep = decodeStep
        slot.value.offset = offset
        slot.value.lastToken = lastToken
        slot.value.startShares(shares)
        rows &+= 1
        offsetSum &+= offset
        cache.startDecoding(offset: offset)
        if spanBooks.count > 0 {
            spanBooks.join(Int(number), tokens: tokens, step: decodeStep, order: slot.value.id)
        }
        if !slot.value.isPadding {
            liveRows &+= 1
            gaps.add(lastToken: lastToken)
            let left = slot.value.outputTokens &- slot.value.generatedAtJoin
            lastTokens.insert(number, step: decodeStep &+ left, order: slot.value.id)
        }
    }

    /// Takes a row out of the decode set and settles its shares.
    @inline(__always)
    mutating func leaveDecodeSet(_ number: Int32) {
        settleShares(number)
        let slot = slots.place(Int(number))
        let offset = slot.value.offset
        rows &-= 1
        offsetSum &-= offset
        cache.stopDecoding(offset: offset)
        if spanBooks.count > 0 { spanBooks.leave(Int(number)) }
        if !slot.value.isPadding { stopWriting(number) }
        if rows == 0 { slot.value.decodeEnergy &+= shares.takeCarry() }
    }

    /// A row writes no more tokens: it leaves, or it only pads from now on.
    @inline(__always)
    mutating func stopWriting(_ number: Int32) {
        let slot = slots.place(Int(number))
        liveRows &-= 1
        lastTokens.remove(number)
        slot.value.stopWriting(step: decodeStep, end: lastDecodeEnd)
        gaps.remove(lastToken: slot.value.lastToken)
    }

    /// The last answer token is written: the sequence ends, or pads its batch.
    @inline(__always)
    mutating func finishWriting(_ number: Int32, tally: inout RunTally) {
        let slot = slots.place(Int(number))
        if slot.value.isHeld {
            settleShares(number)
            stopWriting(number)
            slot.value.isPadding = true
        } else {
            let tokens = slot.value.offset &+ decodeStep
            leaveDecodeSet(number)
            release(number, tokens: tokens, tally: &tally)
        }
    }

    /// The request leaves the replica.
    @inline(__always)
    mutating func release(_ number: Int32, tokens: Int64, tally: inout RunTally) {
        cache.release(blocks(ofSequence: tokens))
        unlink(number)
        let slot = slots.place(Int(number))
        slot.value.phase = .free
        freeSlots.append(number)
        outstandingTokens &-= slot.value.promptTokens
        if slot.value.paddingEnergy != 0 { ledger.paddingWaste.femtojoules &+= slot.value.paddingEnergy }
        if slot.value.recomputeEnergy != 0 {
            ledger.recomputeWaste.femtojoules &+= slot.value.recomputeEnergy
        }
        tally.finished(slot.value, replica: self.number, clock: clock.instant, at: now)
    }

    /// A padded batch ends when nobody in it writes any more.
    mutating func releasePadding(tally: inout RunTally) {
        guard liveRows == 0, rows > 0, prefillingSlots.isEmpty, pausedCount == 0 else { return }
        var number = oldestSlot
        while number >= 0 {
            let younger = slots[Int(number)].younger
            let tokens = tokensInCache(slots.place(Int(number)))
            leaveDecodeSet(number)
            release(number, tokens: tokens, tally: &tally)
            number = younger
        }
    }

    /// Gives up a running sequence's blocks.
    mutating func preempt(_ number: Int32, by how: BatchPlan.Preemption, tally: inout RunTally) {
        let slot = slots.place(Int(number))
        let tokens = tokensInCache(slot)
        let isPastPrompt = slot.value.phase != .prefilling
        if slot.value.phase == .paused { unpause(number) }
        if isPastPrompt {
            leaveDecodeSet(number)
            if slot.value.isPadding {
                // It is done and only padded: without its blocks there is nothing to wait for.
                release(number, tokens: tokens, tally: &tally)
                return
            }
        } else {
            stopPrefilling(number)
        }
        tally.preemptions += 1
        tally.load.stopped(at: now)
        slot.value.preemptions += 1
        cache.release(blocks(ofSequence: tokens))
        unlink(number)
        if how == .swap, isPastPrompt {
            slot.value.phase = .swapped
            slot.value.computed = tokens
            var place = 0
            while place < swappedSlots.count, slots[Int(swappedSlots[place])].id < slot.value.id {
                place += 1
            }
            swappedSlots.insert(number, at: place)
            blocksToSwap += blocks(ofSequence: tokens)
            tally.swappedBlocks += blocks(ofSequence: tokens)
            return
        }
        slot.value.phase = .waiting
        slot.value.recomputable = max(slot.value.recomputable, tokens - slot.value.padding)
        slot.value.padding = 0
        slot.value.computed = 0
        slot.value.prefillTarget = slot.value.promptTokens + slot.value.generatedAtJoin
        queue.insert(
            WaitingQueue.Entry(
                key: slot.value.key, id: slot.value.id, arrival: slot.value.arrival,
                promptTokens: slot.value.promptTokens, outputTokens: slot.value.outputTokens,
                priority: slot.value.priority, requestClass: slot.value.requestClass, slot: number))
    }

    /// A swapped sequence's KV cache comes back.
    mutating func resume(_ number: Int32, tally: inout RunTally) {
        var place = 0
        while swappedSlots[place] != number { place += 1 }
        swappedSlots.remove(at: place)
        let slot = slots.place(Int(number))
        let tokens = slot.value.computed
        let blocks = blocks(ofSequence: tokens)
        cache.take(blocks)
        blocksToSwap += blocks
        tally.swappedBlocks += blocks
        tally.load.started(at: now)
        link(number)
        join(number, tokens: tokens, lastToken: slot.value.lastToken)
    }

    /// A row stands still: it keeps its blocks and takes no part in steps.
    mutating func pause(_ number: Int32) {
        let slot = slots.place(Int(number))
        let tokens = tokensInCache(slot)
        leaveDecodeSet(number)
        slot.value.phase = .paused
        slot.value.computed = tokens
        pausedCount += 1
        pausedDemand += tokens % cache.blockSize == 0 ? 1 : 0
    }

    /// It goes on.
    mutating func unpause(_ number: Int32) {
        let slot = slots.place(Int(number))
        let tokens = slot.value.computed
        pausedCount -= 1
        pausedDemand -= tokens % cache.blockSize == 0 ? 1 : 0
        join(number, tokens: tokens, lastToken: slot.value.lastToken)
    }

    @inline(__always)
    mutating func settleShares(_ number: Int32) {
        let extra = spanBooks.count > 0 ? spanBooks.settle(Int(number)) : 0
        slots.place(Int(number)).value.settleShares(shares, inSpans: extra)
    }

    @inline(__always)
    mutating func stopPrefilling(_ number: Int32) {
        if prefillingSlots[0] == number {
            prefillingSlots.removeFirst()
        } else {
            var place = 1
            while prefillingSlots[place] != number { place += 1 }
            prefillingSlots.remove(at: place)
        }
    }

    @inline(__always)
    private mutating func link(_ number: Int32) {
        let slot = slots.place(Int(number))
        slot.value.older = youngestSlot
        slot.value.younger = -1
        if youngestSlot >= 0 { slots[Int(youngestSlot)].younger = number } else { oldestSlot = number }
        youngestSlot = number
    }

    @inline(__always)
    private mutating func unlink(_ number: Int32) {
        let slot = slots.place(Int(number))
        let older = slot.value.older
        let younger = slot.value.younger
        if older >= 0 { slots[Int(older)].younger = younger } else { oldestSlot = younger }
        if younger >= 0 { slots[Int(younger)].older = older } else { youngestSlot = older }
        slot.value.older = -1
        slot.value.younger = -1
    }
}
