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
                slots[Int(number)] = SequenceSlot(entry, at: now)
            } else {
                number = Int32(slots.count)
                slots.append(SequenceSlot(entry, at: now))
            }
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
        slots[index].join(shares, tokens: tokens, lastToken: lastToken, step: decodeStep, window: window)
        let offset = tokens - decodeStep
        rows += 1
        offsetSum += offset
        cache.startDecoding(offset: offset)
        if tokens < window {
            growingRows += 1
            growingOffsetSum += offset
            if !spans.second.isWhole {
                windowEnds.insert(number, step: window - offset, order: slots[index].id)
            }
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
        slots[index].stopWriting(step: decodeStep, end: lastDecodeEnd)
        gaps.remove(lastToken: slots[index].lastToken)
    }

    /// The last answer token is written: the sequence ends, or pads its batch.
    mutating func finishWriting(_ number: Int32, tally: inout RunTally) {
        let index = Int(number)
        if slots[index].isHeld {
            settleShares(index)
            stopWriting(number)
            slots[index].isPadding = true
        } else {
            let tokens = slots[index].offset + decodeStep
            leaveDecodeSet(number)
            release(number, tokens: tokens, tally: &tally)
        }
    }

    /// The request leaves the replica.
    mutating func release(_ number: Int32, tokens: Int64, tally: inout RunTally) {
        let index = Int(number)
        cache.release(cache.blocks(forTokens: tokens))
        unlink(number)
        slots[index].phase = .free
        freeSlots.append(number)
        let record = slots[index].record(replica: self.number, clock: clock.instant, finish: now)
        outstandingTokens -= Int64(record.promptTokens)
        ledger.paddingWaste += record.paddingEnergy
        ledger.recomputeWaste += record.recomputeEnergy
        tally.finished(record)
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
            stopPrefilling(number)
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

    mutating func settleShares(_ index: Int) { slots[index].settleShares(shares, window: window) }

    mutating func stopPrefilling(_ number: Int32) {
        if prefillingSlots.last == number {
            prefillingSlots.removeLast()
        } else if let place = prefillingSlots.firstIndex(of: number) {
            prefillingSlots.remove(at: place)
        }
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
