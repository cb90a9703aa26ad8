/// A replica as a ``BatchingPolicy`` sees it, one word long: it is lent for a question and cannot be kept.
///
/// What is public here is what a policy may know. The length of an answer is not, until it is written.
public struct ReplicaState: ~Copyable {
    let place: Place<Replica>

    @inline(__always)
    init(_ place: Place<Replica>) { self.place = place }

    /// The replica's number.
    public var number: Int { place.value.number }
    /// The pool that it belongs to.
    public var pool: Int { Int(place.value.pool) }
    public var limits: ReplicaLimits { place.value.limits }
    /// The instant at which the policy is asked.
    public var now: SimInstant { place.value.now }
    /// What it draws while no step runs.
    public var idlePower: Power { place.value.idlePower }
}

extension ReplicaState {
    /// Requests in the queue.
    public var waitingCount: Int { place.value.queue.count }

    /// Of these, those that can be looked at: at least as many as could be admitted.
    public var visibleWaitingCount: Int { place.value.queue.windowCount }

    /// A waiting request; 0 is next. O(1).
    public func waiting(at index: Int) -> WaitingRequest {
        let entry = place.value.queue.place(index)
        let slot = entry.value.slot
        let remaining =
            slot < 0 ? entry.value.promptTokens : place.value.slots[Int(slot)].prefillTarget
        return WaitingRequest(
            id: entry.value.id, arrival: entry.value.arrival, priority: entry.value.priority,
            requestClass: Int(entry.value.requestClass), promptTokens: Int(entry.value.promptTokens),
            remainingTokens: Int(remaining), computedTokens: 0,
            preemptions: slot < 0 ? 0 : Int(place.value.slots[Int(slot)].preemptions), place: index)
    }

    /// The request that is next in the queue.
    public var firstWaiting: WaitingRequest? { visibleWaitingCount > 0 ? waiting(at: 0) : nil }

    /// Admitted requests with an unfinished prompt.
    public var prefillingCount: Int { place.value.prefillingSlots.count }

    /// One of them, in order of admission. O(1).
    public func prefilling(at index: Int) -> WaitingRequest {
        let number = place.value.prefillingSlots[index]
        let slot = place.value.slots.place(Int(number))
        return WaitingRequest(
            id: slot.value.id, arrival: slot.value.arrival, priority: slot.value.priority,
            requestClass: Int(slot.value.requestClass), promptTokens: Int(slot.value.promptTokens),
            remainingTokens: Int(slot.value.prefillTarget - slot.value.computed),
            computedTokens: Int(slot.value.computed), preemptions: Int(slot.value.preemptions),
            place: -1 - Int(number))
    }

    /// Sequences past their prompt, those that only pad a batch or are paused included.
    public var decodingCount: Int { Int(place.value.rows) + place.value.pausedCount }

    /// Of these, those that the last plan did not decode.
    public var pausedCount: Int { place.value.pausedCount }

    /// Sequences admitted: prefilling or decoding.
    public var runningCount: Int { place.value.runningCount }

    /// Sequences whose KV cache is in host memory.
    public var swappedCount: Int { place.value.swappedSlots.count }

    /// One of them, oldest first. O(1).
    public func swapped(at index: Int) -> RunningSequence {
        place.value.sequence(place.value.swappedSlots[index])
    }

    /// The sequence admitted last, or nil.
    public var youngest: RunningSequence? {
        let slot = place.value.youngestSlot
        return slot < 0 ? nil : place.value.sequence(slot)
    }

    /// The sequence admitted just before `sequence`, or nil. O(1).
    public func nextOlder(than sequence: RunningSequence) -> RunningSequence? {
        let older = place.value.slots[Int(sequence.slot)].older
        return older < 0 ? nil : place.value.sequence(older)
    }

    /// Tokens in the KV caches of all sequences that decoded last.
    public var contextTokens: Int { Int(place.value.offsetSum + place.value.rows * place.value.decodeStep) }

    public var freeBlocks: Int { Int(place.value.cache.freeBlocks) }

    public var totalBlocks: Int { Int(place.value.cache.totalBlocks) }

    /// Blocks that a decode step of every sequence takes.
    public var blocksForDecode: Int { Int(place.value.demand + place.value.pausedDemand) }

    /// Whether this sequence takes one of them.
    public func needsBlock(_ sequence: RunningSequence) -> Bool {
        place.value.needsBlock(place.value.slots.place(Int(sequence.slot)))
    }

    /// Blocks that hold so many tokens of a sequence, its recurrent state included.
    public func blocks(forTokens tokens: Int) -> Int { Int(place.value.blocks(ofSequence: Int64(tokens))) }

    /// The latencies that requests of a class are promised.
    public func objective(ofClass number: Int) -> ServiceObjective {
        place.value.classes.indices.contains(number) ? place.value.classes[number] : ServiceObjective()
    }
}

extension Replica {
    /// Whether a sequence takes a block in its next decode step.
    @inline(__always)
    func needsBlock(_ slot: Place<SequenceSlot>) -> Bool {
        switch slot.value.phase {
        case .decoding: cache.needsBlock(offset: slot.value.offset, step: decodeStep)
        case .paused: slot.value.computed % cache.blockSize == 0
        default: false
        }
    }
}
