/// One replica of the model: its queue, its sequences, its KV cache and its clock. Nothing can copy it by chance; policies
/// get its place (``ReplicaState``). Questions that are not inlined are `mutating`: a large value is copied to ask it anything
/// that does not change it, whether it can be copied or not.
struct Replica: ~Copyable {
    /// The replica's number, and that of its pool.
    let number: Int
    let pool: Int32
    let limits: ReplicaLimits
    let idlePower: Power
    let spans: PerSpan<AttentionSpan>
    /// What each class of requests is promised.
    let classes: [ServiceObjective]
    /// Blocks that a sequence holds beside its tokens'.
    let stateBlocks: Int64

    /// The instant at which the policy is asked.
    var now = SimInstant.zero
    /// The end of the last step.
    var clock = ExactTime(.zero)
    /// The end of the last step that decoded.
    var lastDecodeEnd = ExactTime(.zero)
    var flight = Flight()
    /// Decode steps so far.
    var decodeStep: Int64 = 0
    /// Rows in the decode set, and of these the ones that still write tokens.
    var rows: Int64 = 0
    var liveRows: Int64 = 0
    /// Sum of the rows' offsets: contexts are offset + step.
    var offsetSum: Int64 = 0
    var shares = EnergyShares()
    var ledger = EnergyLedger()
    var cache: KVCache
    var gaps = TokenGaps()
    /// Rows by the step of their last token.
    var lastTokens = StepQueue()
    var spanBooks: SpanBooks

    var queue: WaitingQueue
    var slots = Buffer<SequenceSlot>(count: 8, filledWith: SequenceSlot())
    var slotCount = 0
    var freeSlots = Ring<Int32>(-1)
    /// Slots with an unfinished prompt, in order of admission.
    var prefillingSlots = Ring<Int32>(-1)
    /// Swapped-out slots, oldest first.
    var swappedSlots = Ring<Int32>(-1)
    /// Sequences past their prompt that do not decode at present.
    var pausedCount = 0
    /// KV blocks that the paused need to decode once.
    var pausedDemand: Int64 = 0
    /// Ends of the list of admitted sequences in order of admission.
    var oldestSlot: Int32 = -1
    var youngestSlot: Int32 = -1
    var outstandingTokens: Int64 = 0
    var flightChunks = Ring<FlightChunk>(FlightChunk())
    /// Entries on their way from the queue to their slots; empty but while a plan is applied.
    var entering = Ring<WaitingQueue.Entry>(WaitingQueue.Entry())
    /// KV blocks moved to or from the host since the last step began.
    var blocksToSwap: Int64 = 0
    var planNumber: Int64 = 0
    /// Wake-ups since it last started a step or got a request.
    var idleWakeUps = 0

    init(
        number: Int, pool: Int32 = 0, limits: ReplicaLimits, idlePower: Power,
        spans: PerSpan<AttentionSpan>, classes: [ServiceObjective] = []
    ) {
        self.number = number
        self.pool = pool
        self.limits = limits
        self.idlePower = idlePower
        self.spans = spans
        self.classes = classes
        stateBlocks = Int64(limits.stateBlocks)
        queue = WaitingQueue(windowLimit: limits.maxSequences + 1)
        cache = KVCache(totalBlocks: limits.kvBlocks, blockSize: limits.blockSize)
        spanBooks = SpanBooks(spans)
    }

    /// A copy that shares nothing.
    init(copying other: borrowing Replica) {
        number = other.number
        pool = other.pool
        limits = other.limits
        idlePower = other.idlePower
        spans = other.spans
        classes = other.classes
        stateBlocks = other.stateBlocks
        now = other.now
        clock = other.clock
        lastDecodeEnd = other.lastDecodeEnd
        flight = other.flight
        decodeStep = other.decodeStep
        rows = other.rows
        liveRows = other.liveRows
        offsetSum = other.offsetSum
        shares = other.shares
        ledger = other.ledger
        cache = KVCache(copying: other.cache)
        gaps = TokenGaps(copying: other.gaps)
        lastTokens = StepQueue(copying: other.lastTokens)
        spanBooks = SpanBooks(copying: other.spanBooks)
        queue = WaitingQueue(copying: other.queue)
        slots = Buffer(copying: other.slots, count: other.slots.count, filledWith: SequenceSlot())
        slotCount = other.slotCount
        freeSlots = Ring(copying: other.freeSlots)
        prefillingSlots = Ring(copying: other.prefillingSlots)
        swappedSlots = Ring(copying: other.swappedSlots)
        pausedCount = other.pausedCount
        pausedDemand = other.pausedDemand
        oldestSlot = other.oldestSlot
        youngestSlot = other.youngestSlot
        outstandingTokens = other.outstandingTokens
        flightChunks = Ring(copying: other.flightChunks)
        entering = Ring(copying: other.entering)
        blocksToSwap = other.blocksToSwap
        planNumber = other.planNumber
        idleWakeUps = other.idleWakeUps
    }

    var hasRequests: Bool { queue.count > 0 || runningCount > 0 || swappedSlots.count > 0 }

    /// Sequences admitted: prefilling, decoding or paused.
    @inline(__always)
    var runningCount: Int { Int(truncatingIfNeeded: rows) &+ prefillingSlots.count &+ pausedCount }

    /// Blocks that a decode step of all rows takes.
    @inline(__always)
    var demand: Int64 { rows == 0 ? 0 : cache.demand(step: decodeStep) }

    var load: ReplicaLoad {
        mutating get {
            var load = ReplicaLoad()
            load.waiting = queue.count + swappedSlots.count
            load.running = runningCount
            load.outstandingTokens = outstandingTokens
            load.pool = Int(pool)
            return load
        }
    }

    @inline(__always)
    func tokensInCache(_ slot: Place<SequenceSlot>) -> Int64 {
        switch slot.value.phase {
        case .decoding: slot.value.offset &+ decodeStep
        case .prefilling, .swapped, .paused: slot.value.computed
        case .free, .waiting: 0
        }
    }

    /// KV blocks of a sequence with so many tokens, its recurrent state included.
    @inline(__always)
    func blocks(ofSequence tokens: Int64) -> Int64 { cache.blocks(forTokens: tokens) &+ stateBlocks }

    mutating func sequence(_ number: Int32) -> RunningSequence {
        let slot = slots.place(Int(number))
        let phase = slot.value.phase
        var generated = slot.value.generatedAtJoin
        if phase == .decoding, !slot.value.isPadding { generated += decodeStep - slot.value.joinStep }
        return RunningSequence(
            id: slot.value.id, arrival: slot.value.arrival, priority: slot.value.priority,
            requestClass: Int(slot.value.requestClass), promptTokens: Int(slot.value.promptTokens),
            generatedTokens: Int(generated), contextTokens: Int(tokensInCache(slot)),
            isPrefilling: phase == .prefilling, isPadding: slot.value.isPadding, isPaused: phase == .paused,
            slot: number)
    }
}
