/// One replica of the model: its queue, its sequences, its KV cache and its clock.
///
/// What is public here is what a ``BatchingPolicy`` may know. The length of an answer is not, until it is written.
public struct ReplicaState: Sendable {
    /// The replica's number.
    public let number: Int
    public let limits: ReplicaLimits
    /// The instant at which the policy is asked.
    public internal(set) var now = SimInstant.zero

    @usableFromInline let idlePower: Power
    /// The attention window, or a length that no context reaches.
    let window: Int64
    let spans: PerSpan<AttentionSpan>

    var queue: WaitingQueue
    /// Entries on their way from the queue to their slots; empty but while a plan is applied.
    var entering: [WaitingQueue.Entry] = []
    var slots: [SequenceSlot] = []
    var freeSlots: [Int32] = []
    /// Slots with an unfinished prompt, in order of admission.
    var prefillingSlots: [Int32] = []
    /// Swapped-out slots, oldest first.
    var swappedSlots: [Int32] = []
    /// Ends of the list of admitted sequences in order of admission.
    var oldestSlot: Int32 = -1
    var youngestSlot: Int32 = -1
    var outstandingTokens: Int64 = 0

    var cache: KVCache
    /// Decode steps so far.
    var decodeStep: Int64 = 0
    /// Rows in the decode set, and of these the ones that still write tokens.
    var rows: Int64 = 0
    var liveRows: Int64 = 0
    /// Sum of the rows' offsets: contexts are offset + step.
    var offsetSum: Int64 = 0
    /// Rows whose context is within the window, and the sum of their offsets.
    var growingRows: Int64 = 0
    var growingOffsetSum: Int64 = 0
    /// Rows by the step of their last token, and growing rows by the step at which they outgrow the window.
    var lastTokens = StepHeap()
    var windowEnds = StepHeap()
    var gaps = TokenGaps()
    var shares = EnergyShares()
    var ledger = EnergyLedger()

    /// The end of the last step.
    @usableFromInline var clock = ExactTime(.zero)
    /// The end of the last step that decoded.
    var lastDecodeEnd = ExactTime(.zero)
    var flight = Flight()
    var flightChunks: [FlightChunk] = []
    /// KV blocks moved to or from the host since the last step began.
    var blocksToSwap: Int64 = 0
    var planNumber: Int64 = 0

    init(number: Int, limits: ReplicaLimits, idlePower: Power, spans: PerSpan<AttentionSpan>) {
        self.number = number
        self.limits = limits
        self.idlePower = idlePower
        window = spans.second.tokens
        self.spans = spans
        queue = WaitingQueue(windowLimit: limits.maxSequences + 1)
        cache = KVCache(totalBlocks: limits.kvBlocks, blockSize: limits.blockSize)
    }

    var hasRequests: Bool { waitingCount > 0 || runningCount > 0 || swappedCount > 0 }

    @inline(__always)
    mutating func load() -> ReplicaLoad {
        var load = ReplicaLoad()
        load.waiting = waitingCount + swappedCount
        load.running = runningCount
        load.outstandingTokens = outstandingTokens
        return load
    }
}

extension ReplicaState {
    /// Requests in the queue.
    public var waitingCount: Int { queue.count }

    /// Of these, those that can be looked at: at least as many as could be admitted.
    public var visibleWaitingCount: Int { queue.windowCount }

    /// A waiting request; 0 is next. O(1).
    public func waiting(at index: Int) -> WaitingRequest {
        let entry = queue[index]
        let remaining = entry.slot < 0 ? entry.promptTokens : slots[Int(entry.slot)].prefillTarget
        return WaitingRequest(
            id: entry.id, arrival: entry.arrival, priority: entry.priority,
            promptTokens: Int(entry.promptTokens), remainingTokens: Int(remaining), computedTokens: 0,
            preemptions: entry.slot < 0 ? 0 : Int(slots[Int(entry.slot)].preemptions),
            place: .queue(index: index))
    }

    /// The request that is next in the queue.
    public var firstWaiting: WaitingRequest? { queue.windowCount > 0 ? waiting(at: 0) : nil }

    /// Admitted requests with an unfinished prompt.
    public var prefillingCount: Int { prefillingSlots.count }

    /// One of them, in order of admission. O(1).
    public func prefilling(at index: Int) -> WaitingRequest {
        let number = prefillingSlots[index]
        let slot = slots[Int(number)]
        return WaitingRequest(
            id: slot.id, arrival: slot.arrival, priority: slot.priority, promptTokens: Int(slot.promptTokens),
            remainingTokens: Int(slot.prefillTarget - slot.computed), computedTokens: Int(slot.computed),
            preemptions: Int(slot.preemptions), place: .slot(number))
    }

    /// Sequences past their prompt, those that only pad a batch included.
    public var decodingCount: Int { Int(rows) }

    /// Sequences admitted: prefilling or decoding.
    public var runningCount: Int { Int(rows) + prefillingSlots.count }

    /// Sequences whose KV cache is in host memory.
    public var swappedCount: Int { swappedSlots.count }

    /// One of them, oldest first. O(1).
    public func swapped(at index: Int) -> RunningSequence { sequence(swappedSlots[index]) }

    /// The sequence admitted last, or nil.
    public var youngest: RunningSequence? { youngestSlot < 0 ? nil : sequence(youngestSlot) }

    /// The sequence admitted just before `sequence`, or nil. O(1).
    public func nextOlder(than sequence: RunningSequence) -> RunningSequence? {
        let older = slots[Int(sequence.slot)].older
        return older < 0 ? nil : self.sequence(older)
    }

    /// Tokens in the KV caches of all decoding sequences.
    public var contextTokens: Int { Int(offsetSum + rows * decodeStep) }

    public var freeBlocks: Int { Int(cache.freeBlocks) }

    public var totalBlocks: Int { Int(cache.totalBlocks) }

    /// Blocks that a decode step of every sequence takes.
    public var blocksForDecode: Int { rows == 0 ? 0 : Int(cache.demand(step: decodeStep)) }

    /// Whether this sequence takes one of them.
    public func needsBlock(_ sequence: RunningSequence) -> Bool {
        let slot = slots[Int(sequence.slot)]
        return slot.phase == .decoding && cache.needsBlock(offset: slot.offset, step: decodeStep)
    }

    /// Blocks that hold so many tokens.
    public func blocks(forTokens tokens: Int) -> Int { Int(cache.blocks(forTokens: Int64(tokens))) }

    func sequence(_ number: Int32) -> RunningSequence {
        let slot = slots[Int(number)]
        let isDecoding = slot.phase == .decoding
        let generated =
            slot.generatedAtJoin + (isDecoding && !slot.isPadding ? decodeStep - slot.joinStep : 0)
        return RunningSequence(
            id: slot.id, arrival: slot.arrival, priority: slot.priority, promptTokens: Int(slot.promptTokens),
            generatedTokens: Int(generated), contextTokens: Int(tokensInCache(slot)),
            isPrefilling: slot.phase == .prefilling, isPadding: slot.isPadding, slot: number)
    }

    func tokensInCache(_ slot: SequenceSlot) -> Int64 {
        switch slot.phase {
        case .decoding: slot.offset + decodeStep
        case .prefilling: slot.computed
        case .swapped: slot.swappedTokens
        case .free, .waiting: 0
        }
    }
}
