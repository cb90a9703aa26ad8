/// What a policy asks a replica to do next. The engine checks the whole plan before it does any of it.
///
/// An empty plan waits: for the next arrival, or for ``idle(until:)``. The three `...Left` values say what the plan
/// may still ask for; they go down as it grows.
public struct BatchPlan: ~Copyable, Sendable {
    struct Chunk: BitwiseCopyable, Sendable {
        var id: Int64 = 0
        /// Its place in the queue's window, or -1 - its slot.
        var place = 0
        var tokens: Int64 = 0
        var paddedTo: Int64 = 0
        var isHeld = false

        @inline(__always) var slot: Int32 { Int32(truncatingIfNeeded: -1 &- place) }
    }

    /// How a preempted sequence's KV cache is given up.
    public enum Preemption: BitwiseCopyable, Sendable {
        /// Thrown away; prompt and answer so far are computed again.
        case recompute
        /// Moved to host memory; it comes back by ``BatchPlan/resume(_:)``.
        case swap
    }

    struct Victim: BitwiseCopyable, Sendable {
        var id: Int64 = 0
        var slot: Int32 = -1
        var how = Preemption.recompute
    }

    /// Sequences that may still be admitted.
    public internal(set) var sequencesLeft = 0
    /// Tokens that the step may still process.
    public internal(set) var tokensLeft = 0
    /// KV blocks that may still be taken.
    public internal(set) var blocksLeft = 0
    /// Whether the plan decodes: everyone, or whom it names.
    public internal(set) var decodes = false
    /// The device's speed for this step.
    public var operatingPoint = OperatingPoint.full
    /// For how long the plan holds; see ``PlanHold``.
    public var hold = PlanHold.oneStep

    var chunks = Ring<Chunk>(Chunk())
    var preempted = Ring<Victim>(Victim())
    var resumed = Ring<Victim>(Victim())
    /// The only sequences to decode; none if everyone does.
    var selected = Ring<Victim>(Victim())
    var wakeUp: SimInstant?
    var blockSize: Int64 = 1
    var stateBlocks: Int64 = 0
    /// ``decode(_:)`` was called, maybe before anybody was there to decode.
    private var asksToDecode = false

    /// An empty plan with no room: the engine gives it the replica's.
    public init() {}

    /// Whether nothing was asked for.
    public var isEmpty: Bool { !decodes && isDecodeOnly }

    /// Whether it takes nobody in or out.
    @inline(__always)
    var isDecodeOnly: Bool { chunks.isEmpty && preempted.isEmpty && resumed.isEmpty && selected.isEmpty }

    /// Whether it preempts: built-in policies admit nobody in such a step, as vLLM does.
    public var isPreempting: Bool { !preempted.isEmpty }

    /// Process `tokens` tokens of a prompt; a request in the queue is admitted by its first ones.
    ///
    /// - Parameters:
    ///   - request: one of the replica's waiting or prefilling requests, in ascending order of the queue.
    ///   - tokens: 1 ... its remaining tokens (with padding, if it is padded).
    ///   - length: pads the prompt at its front to this many tokens; 0 does not pad.
    ///   - isHeld: keeps it in the batch, computing padding, until every other is done too.
    public mutating func prefill(
        _ request: WaitingRequest, tokens: Int, paddedTo length: Int = 0, isHeld: Bool = false
    ) {
        chunks.append(
            Chunk(
                id: request.id, place: request.place, tokens: Int64(tokens), paddedTo: Int64(length),
                isHeld: isHeld))
        // What is no number of tokens is refused later; here it only must not overflow, where Int has 32 bits either.
        let counted = max(0, min(tokens, Int(clamping: 1 << 40 as Int64)))
        tokensLeft -= counted
        blocksLeft -= newBlocks(request, tokens: counted)
        if request.isQueued { sequencesLeft -= 1 }
    }

    /// How many of the request's tokens this step can process: all that remain, or what is left of the token
    /// budget; 0 if there is no room for a sequence or not enough blocks for them.
    public func tokensThatFit(_ request: WaitingRequest) -> Int {
        if request.isQueued, sequencesLeft < 1 { return 0 }
        let tokens = min(request.remainingTokens, tokensLeft)
        guard tokens > 0, newBlocks(request, tokens: tokens) <= blocksLeft else { return 0 }
        return tokens
    }

    /// Decode one token of every sequence that is past its prompt, those that the plan resumes included.
    public mutating func decode(_ replica: borrowing ReplicaState) {
        asksToDecode = true
        guard !decodes, replica.decodingCount > 0 || !resumed.isEmpty else { return }
        decodes = true
        tokensLeft -= replica.decodingCount
        blocksLeft -= replica.blocksForDecode
    }

    /// Decode one token of this sequence, and of others that are named like this, while the rest keep their KV cache and
    /// stand still. O(running sequences) where it changes who decodes.
    public mutating func decode(only sequence: RunningSequence) {
        selected.append(Victim(id: sequence.id, slot: sequence.slot))
        decodes = true
        tokensLeft -= 1
        blocksLeft -= sequence.contextTokens % Int(blockSize) == 0 ? 1 : 0
    }

    /// Take a running sequence out of the batch and give its blocks back.
    public mutating func preempt(_ sequence: RunningSequence, by how: Preemption = .recompute) {
        preempted.append(Victim(id: sequence.id, slot: sequence.slot, how: how))
        sequencesLeft += 1
        blocksLeft += blocks(sequence.contextTokens)
    }

    /// Bring a swapped sequence back; the step must decode.
    public mutating func resume(_ sequence: RunningSequence) {
        resumed.append(Victim(id: sequence.id, slot: sequence.slot))
        if asksToDecode { decodes = true }
        sequencesLeft -= 1
        tokensLeft -= 1
        blocksLeft -= blocks(sequence.contextTokens + 1)
    }

    /// Wait on purpose, but not past `instant`.
    public mutating func idle(until instant: SimInstant) { wakeUp = instant }

    /// Blocks that `tokens` more tokens of a request take.
    @inline(__always)
    private func newBlocks(_ request: WaitingRequest, tokens: Int) -> Int {
        let computed = request.computedTokens
        return blocks(computed + tokens) - (computed > 0 ? blocks(computed) : 0)
    }

    /// Blocks of a sequence with so many tokens.
    @inline(__always)
    private func blocks(_ tokens: Int) -> Int {
        let size = Int(blockSize)
        let filled = tokens &+ size &- 1
        // Nearly always a power of two, of which a division is a shift.
        return (size & (size &- 1) == 0 ? filled &>> size.trailingZeroBitCount : filled / size)
            &+ Int(stateBlocks)
    }

    /// Makes the plan empty again, with the replica's room.
    @inline(__always)
    mutating func reset(sequences: Int, tokens: Int, blocks: Int, blockSize: Int64, stateBlocks: Int64) {
        chunks.removeAll()
        preempted.removeAll()
        resumed.removeAll()
        selected.removeAll()
        wakeUp = nil
        decodes = false
        asksToDecode = false
        hold = .oneStep
        operatingPoint = .full
        self.blockSize = blockSize
        self.stateBlocks = stateBlocks
        sequencesLeft = sequences
        tokensLeft = tokens
        blocksLeft = blocks
    }
}

extension BatchPlan {
    /// Decode everyone, after preempting the youngest until the KV cache has room for the step (vLLM's order).
    ///
    /// - Returns: false when nothing is left to decode.
    @discardableResult
    public mutating func decodeMakingRoom(
        _ replica: borrowing ReplicaState, by how: Preemption = .recompute
    ) -> Bool {
        var rows = replica.decodingCount
        guard rows > 0 else { return false }
        var demand = replica.blocksForDecode
        if demand > blocksLeft {
            var next = replica.youngest
            while demand > blocksLeft, let victim = next {
                preempt(victim, by: victim.isPrefilling ? .recompute : how)
                if !victim.isPrefilling {
                    demand -= replica.needsBlock(victim) ? 1 : 0
                    rows -= 1
                }
                next = replica.nextOlder(than: victim)
            }
        }
        guard rows > 0 else { return false }
        decodes = true
        tokensLeft -= rows
        blocksLeft -= demand
        return true
    }

    /// Lets the oldest unfinished prompt go on where prompts alone fill the KV cache and none can: preempts the
    /// youngest until it fits. Does nothing in a plan that makes progress already.
    public mutating func unblockPrefill(_ replica: borrowing ReplicaState) {
        guard replica.prefillingCount > 0, isEmpty else { return }
        let oldest = replica.prefilling(at: 0)
        let tokens = min(oldest.remainingTokens, tokensLeft)
        var next = replica.youngest
        while newBlocks(oldest, tokens: tokens) > blocksLeft, let victim = next {
            if victim.id != oldest.id { preempt(victim) }
            next = replica.nextOlder(than: victim)
        }
        prefill(oldest, tokens: tokens)
    }

    /// Bring swapped sequences back, oldest first, while there is room.
    public mutating func resumeSwapped(_ replica: borrowing ReplicaState) {
        for index in 0..<replica.swappedCount {
            let sequence = replica.swapped(at: index)
            guard sequencesLeft > 0, tokensLeft > 0, blocks(sequence.contextTokens + 1) <= blocksLeft
            else { return }
            resume(sequence)
            decodes = true
        }
    }
}
