/// What must be true of a replica whenever no code of it is running. Tests ask after every event; runs never do.
extension Replica {
    /// A sentence for each invariant that does not hold. O(slots).
    mutating func violations() -> [String] {
        var found: [String] = []
        var used: Int64 = 0
        var decoding: Int64 = 0
        var live: Int64 = 0
        var offsets: Int64 = 0
        var prefilling = 0
        var paused = 0
        for number in 0..<slotCount {
            let slot = slots.place(number)
            let tokens = tokensInCache(slot)
            switch slot.value.phase {
            case .free, .waiting, .swapped: continue
            case .decoding:
                decoding += 1
                live += slot.value.isPadding ? 0 : 1
                offsets += slot.value.offset
                if !spanBooks.isRight(number, tokens: tokens, step: decodeStep) {
                    found.append("request \(slot.value.id) is on the wrong side of a window or chunk")
                }
            case .prefilling: prefilling += 1
            case .paused: paused += 1
            }
            used += tokens > 0 ? blocks(ofSequence: tokens) : 0
        }
        // Blocks of the chunks under way are taken when the step begins.
        for index in 0..<flightChunks.count {
            let computed = slots[Int(flightChunks[index].slot)].computed
            used += blocks(ofSequence: computed + flightChunks[index].tokens)
            used -= computed > 0 ? blocks(ofSequence: computed) : 0
        }
        if used != cache.usedBlocks {
            found.append("\(cache.usedBlocks) KV blocks used, sequences hold \(used)")
        }
        if decoding != rows { found.append("\(rows) rows counted, \(decoding) sequences decode") }
        if live != liveRows { found.append("\(liveRows) live rows counted, \(live) write tokens") }
        if offsets != offsetSum { found.append("the sum of offsets is \(offsetSum), not \(offsets)") }
        if prefilling != prefillingSlots.count { found.append("prefilling slots are miscounted") }
        if paused != pausedCount { found.append("\(pausedCount) paused counted, \(paused) are") }
        if lastTokens.count != Int(live) { found.append("a live row has no last token ahead") }
        if gaps.sequences != live { found.append("a live row waits in no group for its next token") }
        if runningCount > limits.maxSequences { found.append("more sequences than the limit") }
        var linked = 0
        var number = oldestSlot
        while number >= 0 {
            linked += 1
            number = slots[Int(number)].younger
        }
        if linked != runningCount {
            found.append("\(linked) sequences in order of admission, not \(runningCount)")
        }
        return found
    }
}
