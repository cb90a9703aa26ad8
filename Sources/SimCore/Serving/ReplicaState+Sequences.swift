/// The life of a sequence on a replica: queued, admitted, decoding, preempted, finished.
extension ReplicaState {
    mutating func enqueue(_ request: ArrivedRequest, outputTokens: Int, key: Int64) {
        queue.insert(
            WaitingQueue.Entry(
                key: key, id: request.id, arrival: request.arrival, promptTokens: Int64(request.promptTokens),
                outputTokens: Int64(outputTokens), priority: request.priority, slot: -1))
        outstandingTokens += Int64(request.promptTokens)
    }

    /// Gives a queue entry a slot, at the young end of the running sequences.
    mutating func admit(_ entry: WaitingQueue.Entry, paddedTo length: Int64, isHeld: Bool) -> Int32 {
        let number: Int32
        if entry.slot >= 0 {
            number = entry.slot
        } else {
            if let reused = freeSlots.popLast() {
                number = reused
                slots[Int(number)] = SequenceSlot()
            } else {
                number = Int32(slots.count)
                slots.append(SequenceSlot())
            }
            let index = Int(number)
            slots[index].id = entry.id
            slots[index].key = entry.key
            slots[index].arrival = entry.arrival
            slots[index].promptTokens = entry.promptTokens
            slots[index].outputTokens = entry.outputTokens
            slots[index].priority = entry.priority
            slots[index].prefillTarget = entry.promptTokens
            slots[index].firstScheduled = now
        }
        let index = Int(number)
        if length > slots[index].prefillTarget {
            slots[index].padding = length - slots[index].prefillTarget
            slots[index].prefillTarget = length
        }
        slots[index].isHeld = isHeld
        slots[index].phase = .prefilling
        prefillingSlots.append(number)
        link(number)
        return number
    }

    /// A prompt is done and its token written: the sequence decodes from the next step on.
    mutating func join(_ number: Int32, tokens: Int64, lastToken: ExactTime) {
        let index = Int(number)
        let offset = tokens - decodeStep
        slots[index].phase = .decoding
        slots[index].joinStep = decodeStep
        slots[index].offset = offset
        slots[index].lastToken = lastToken
        startShares(index)
        rows += 1
        offsetSum += offset
        cache.startDecoding(offset: offset)
        // In the next step it reads tokens + 1: within the window as long as that is at most the window.
        let isGrowing = tokens < window
        slots[index].isGrowing = isGrowing
        if isGrowing {
            growingRows += 1
            growingOffsetSum += offset
            if window < 1 << 40 { windowEnds.insert(number, step: window - offset, order: slots[index].id) }
        }
        if !slots[index].isPadding {
            liveRows += 1
            gaps.add(lastToken: lastToken)
            let left = slots[index].outputTokens - slots[index].generatedAtJoin
            lastTokens.insert(number, step: decodeStep + left, order: slots[index].id)
        }
    }

    /// Takes a row out of the decode set and settles its shares.
    mutating func leaveDecodeSet(_ number: Int32) {
        let index = Int(number)
        settleShares(index)
        let offset = slots[index].offset
        rows -= 1
        offsetSum -= offset
        cache.stopDecoding(offset: offset)
        if slots[index].isGrowing {
            growingRows -= 1
            growingOffsetSum -= offset
            windowEnds.remove(number)
        }
        if !slots[index].isPadding { stopWriting(number) }
        if rows == 0 { slots[index].decodeEnergy += shares.takeCarry() }
    }

    /// A row writes no more tokens: it leaves, or it only pads from now on.
    mutating func stopWriting(_ number: Int32) {
        let index = Int(number)
        liveRows -= 1
        lastTokens.remove(number)
        // Once it took part in a decode step, its newest token is that step's.
        if decodeStep > slots[index].joinStep { slots[index].lastToken = lastDecodeEnd }
        gaps.remove(lastToken: slots[index].lastToken)
        slots[index].generatedAtJoin += decodeStep - slots[index].joinStep
    }

    /// The last answer token is written: the sequence ends, or pads its batch.
    mutating func finishWriting(_ number: Int32, tally: inout RunTally) {
        let index = Int(number)
        if slots[index].isHeld {
            settleShares(index)
            stopWriting(number)
            slots[index].isPadding = true
        } else {
            let tokens = tokensInCache(slots[index])
            leaveDecodeSet(number)
            release(number, tokens: tokens, tally: &tally)
        }
    }

    /// The request leaves the replica.
    mutating func release(_ number: Int32, tokens: Int64, tally: inout RunTally) {
        let index = Int(number)
        cache.release(cache.blocks(forTokens: tokens))
        unlink(number)
        let slot = slots[index]
        slots[index].phase = .free
        freeSlots.append(number)
        outstandingTokens -= slot.promptTokens
        ledger.paddingWaste.femtojoules += slot.paddingEnergy
        ledger.recomputeWaste.femtojoules += slot.recomputeEnergy
        tally.finished(
            RequestRecord(
                id: slot.id, replica: self.number, arrival: slot.arrival,
                firstScheduled: slot.firstScheduled, firstToken: slot.firstToken ?? clock.instant,
                finish: now, promptTokens: Int(slot.promptTokens), outputTokens: Int(slot.outputTokens),
                preemptions: Int(slot.preemptions), prefillEnergy: Energy(femtojoules: slot.prefillEnergy),
                decodeEnergy: Energy(femtojoules: slot.decodeEnergy),
                paddingEnergy: Energy(femtojoules: slot.paddingEnergy),
                recomputeEnergy: Energy(femtojoules: slot.recomputeEnergy)))
    }

    /// A padded batch ends when nobody in it writes any more.
    mutating func releasePadding(tally: inout RunTally) {
        guard liveRows == 0, rows > 0, prefillingSlots.isEmpty else { return }
        var number = oldestSlot
        while number >= 0 {
            let younger = slots[Int(number)].younger
            let tokens = tokensInCache(slots[Int(number)])
            leaveDecodeSet(number)
            release(number, tokens: tokens, tally: &tally)
            number = younger
        }
    }

    /// Gives up a running sequence's blocks.
    mutating func preempt(_ number: Int32, by how: BatchPlan.Preemption, tally: inout RunTally) {
        let index = Int(number)
        let tokens = tokensInCache(slots[index])
        if slots[index].phase == .decoding {
            leaveDecodeSet(number)
            if slots[index].isPadding {
                // It is done and only padded: without its blocks there is nothing to wait for.
                release(number, tokens: tokens, tally: &tally)
                return
            }
        } else {
            prefillingSlots.removeAll { $0 == number }
        }
        tally.preemptions += 1
        slots[index].preemptions += 1
        cache.release(cache.blocks(forTokens: tokens))
        unlink(number)
        if how == .swap, slots[index].phase == .decoding {
            slots[index].phase = .swapped
            slots[index].swappedTokens = tokens
            let place = swappedSlots.firstIndex { slots[Int($0)].id > slots[index].id } ?? swappedSlots.count
            swappedSlots.insert(number, at: place)
            blocksToSwap += cache.blocks(forTokens: tokens)
            tally.swappedBlocks += cache.blocks(forTokens: tokens)
            return
        }
        slots[index].phase = .waiting
        slots[index].recomputable = max(slots[index].recomputable, tokens - slots[index].padding)
        slots[index].padding = 0
        slots[index].computed = 0
        slots[index].prefillTarget = slots[index].promptTokens + slots[index].generatedAtJoin
        queue.insert(
            WaitingQueue.Entry(
                key: slots[index].key, id: slots[index].id, arrival: slots[index].arrival,
                promptTokens: slots[index].promptTokens, outputTokens: slots[index].outputTokens,
                priority: slots[index].priority, slot: number))
    }

    /// A swapped sequence's KV cache comes back.
    mutating func resume(_ number: Int32, tally: inout RunTally) {
        let index = Int(number)
        swappedSlots.removeAll { $0 == number }
        let tokens = slots[index].swappedTokens
        let blocks = cache.blocks(forTokens: tokens)
        cache.take(blocks)
        blocksToSwap += blocks
        tally.swappedBlocks += blocks
        link(number)
        join(number, tokens: tokens, lastToken: slots[index].lastToken)
    }

    private mutating func startShares(_ index: Int) {
        slots[index].each = shares.each
        slots[index].slope = shares.slope
        slots[index].slopeSteps = shares.slopeSteps
        slots[index].windowedSlope = shares.windowedSlope
        slots[index].windowedSlopeSteps = shares.windowedSlopeSteps
    }

    /// Adds to a row what it got since it joined, or since it was settled last.
    mutating func settleShares(_ index: Int) {
        let slope = shares.slope - slots[index].slope
        let windowedSlope = shares.windowedSlope - slots[index].windowedSlope
        var share = shares.each - slots[index].each
        share += slope * Int128(slots[index].offset) + (shares.slopeSteps - slots[index].slopeSteps)
        if slots[index].isGrowing {
            share += windowedSlope * Int128(slots[index].offset)
            share += shares.windowedSlopeSteps - slots[index].windowedSlopeSteps
        } else {
            share += windowedSlope * Int128(window)
        }
        slots[index].decodeEnergy += share
        if slots[index].isPadding {
            slots[index].paddingEnergy += share
        } else {
            slots[index].paddingEnergy += slope * Int128(slots[index].padding)
        }
        startShares(index)
    }

    private mutating func link(_ number: Int32) {
        slots[Int(number)].older = youngestSlot
        slots[Int(number)].younger = -1
        if youngestSlot >= 0 { slots[Int(youngestSlot)].younger = number } else { oldestSlot = number }
        youngestSlot = number
    }

    private mutating func unlink(_ number: Int32) {
        let older = slots[Int(number)].older
        let younger = slots[Int(number)].younger
        if older >= 0 { slots[Int(older)].younger = younger } else { oldestSlot = younger }
        if younger >= 0 { slots[Int(younger)].older = older } else { youngestSlot = older }
        slots[Int(number)].older = -1
        slots[Int(number)].younger = -1
    }
}
