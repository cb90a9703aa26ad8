/// What must be true of a replica whenever no code of it is running. Tests ask after every event; runs never do.
extension ReplicaState {
    /// A sentence for each invariant that does not hold. O(slots).
    func violations() -> [String] {
        var found: [String] = []
        var blocks: Int64 = 0
        var decoding: Int64 = 0
        var live: Int64 = 0
        var offsets: Int64 = 0
        var growing: Int64 = 0
        var prefilling = 0
        var prompts: Int64 = 0
        for slot in slots where slot.phase != .free {
            blocks += cache.blocks(forTokens: tokensInCache(slot))
            if slot.phase == .swapped { blocks -= cache.blocks(forTokens: slot.swappedTokens) }
            if slot.phase == .decoding {
                decoding += 1
                live += slot.isPadding ? 0 : 1
                offsets += slot.offset
                growing += slot.isGrowing ? 1 : 0
                if slot.isGrowing != (slot.offset + decodeStep < window) {
                    found.append("request \(slot.id) is on the wrong side of the attention window")
                }
            }
            if slot.phase == .prefilling { prefilling += 1 }
            if slot.phase != .waiting { prompts += slot.promptTokens }
        }
        // Blocks of the chunks under way are taken when the step begins.
        for chunk in flightChunks {
            let computed = slots[Int(chunk.slot)].computed
            blocks += cache.blocks(forTokens: computed + chunk.tokens) - cache.blocks(forTokens: computed)
        }
        if blocks != cache.usedBlocks {
            found.append("\(cache.usedBlocks) KV blocks used, sequences hold \(blocks)")
        }
        if decoding != rows { found.append("\(rows) rows counted, \(decoding) sequences decode") }
        if live != liveRows { found.append("\(liveRows) live rows counted, \(live) write tokens") }
        if offsets != offsetSum { found.append("the sum of offsets is \(offsetSum), not \(offsets)") }
        if growing != growingRows { found.append("\(growingRows) growing rows counted, not \(growing)") }
        if prefilling != prefillingSlots.count { found.append("prefilling slots are miscounted") }
        if lastTokens.count != Int(live) { found.append("a live row has no last token ahead") }
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
