/// What a policy asks a replica to do next. The engine checks the whole plan before it does any of it.
///
/// An empty plan waits: for the next arrival, or for ``idle(until:)``. The three `...Left` values say what the plan
/// may still ask for; they go down as it grows.
public struct BatchPlan: Sendable {
    struct Chunk: Sendable {
        var request: WaitingRequest
        var tokens: Int64
        var paddedTo: Int64
        var isHeld: Bool
    }

    /// How a preempted sequence's KV cache is given up.
    public enum Preemption: Sendable {
        /// Thrown away; prompt and answer so far are computed again.
        case recompute
        /// Moved to host memory; it comes back by ``BatchPlan/resume(_:)``.
        case swap
    }

    /// For how long a plan that only decodes stays what the policy would ask for. The default is the safe one.
    ///
    /// While a plan holds, the engine may take many steps at once, without asking again.
    public enum Hold: Sendable {
        /// Ask again before every step.
        case oneStep
        /// Until a request arrives or a sequence ends.
        case untilArrivalOrBatchChange
        /// Until a sequence ends: arrivals could not change the plan, because the batch is full, say.
        case untilBatchChange
    }

    /// Sequences that may still be admitted.
    public internal(set) var sequencesLeft = 0
    /// Tokens that the step may still process.
    public internal(set) var tokensLeft = 0
    /// KV blocks that may still be taken.
    public internal(set) var blocksLeft = 0
    /// The decode rows of the plan.
    public internal(set) var decodes = false
    /// The device's speed for this step.
    public var operatingPoint = OperatingPoint.full
    /// See ``Hold``.
    public var hold = Hold.oneStep

    var chunks: [Chunk] = []
    var preempted: [(sequence: RunningSequence, how: Preemption)] = []
    var resumed: [RunningSequence] = []
    var wakeUp: SimInstant?
    var blockSize: Int64 = 1
    /// ``decode(_:)`` was called, maybe before anybody was there to decode.
    private var asksToDecode = false

    /// An empty plan with no room: the engine gives it the replica's.
    public init() {}

    /// Whether nothing was asked for.
    public var isEmpty: Bool { !decodes && isDecodeOnly }

    /// Whether it takes nobody in or out.
    var isDecodeOnly: Bool { chunks.isEmpty && preempted.isEmpty && resumed.isEmpty }

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
            Chunk(request: request, tokens: Int64(tokens), paddedTo: Int64(length), isHeld: isHeld))
        // What is no number of tokens is refused later; here it only must not overflow, where Int has 32 bits either.
        let counted = max(0, min(tokens, Int(clamping: 1 << 40 as Int64)))
        tokensLeft -= counted
        blocksLeft -= newBlocks(request, tokens: counted)
        if case .queue = request.place { sequencesLeft -= 1 }
    }

    /// How many of the request's tokens this step can process: all that remain, or what is left of the token
    /// budget; 0 if there is no room for a sequence or not enough blocks for them.
    public func tokensThatFit(_ request: WaitingRequest) -> Int {
        if case .queue = request.place, sequencesLeft < 1 { return 0 }
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

    /// Take a running sequence out of the batch and give its blocks back.
    public mutating func preempt(_ sequence: RunningSequence, by how: Preemption = .recompute) {
        preempted.append((sequence, how))
        sequencesLeft += 1
        blocksLeft += Int((Int64(sequence.contextTokens) + blockSize - 1) / blockSize)
    }

    /// Bring a swapped sequence back; the step must decode.
    public mutating func resume(_ sequence: RunningSequence) {
        resumed.append(sequence)
        if asksToDecode { decodes = true }
        sequencesLeft -= 1
        tokensLeft -= 1
        blocksLeft -= Int(Int64(sequence.contextTokens) / blockSize + 1)
    }

    /// Wait on purpose, but not past `instant`.
    public mutating func idle(until instant: SimInstant) { wakeUp = instant }

    /// Blocks that `tokens` more tokens of a request take.
    private func newBlocks(_ request: WaitingRequest, tokens: Int) -> Int {
        let computed = Int64(request.computedTokens)
        let held = (computed + blockSize - 1) / blockSize
        return Int((computed + Int64(tokens) + blockSize - 1) / blockSize - held)
    }

    /// Makes the plan empty again, with the replica's room.
    mutating func reset(sequences: Int, tokens: Int, blocks: Int, blockSize: Int64) {
        chunks.removeFew()
        preempted.removeFew()
        resumed.removeFew()
        wakeUp = nil
        decodes = false
        asksToDecode = false
        hold = .oneStep
        operatingPoint = .full
        self.blockSize = blockSize
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
        guard replica.decodingCount > 0 else { return false }
        var demand = replica.blocksForDecode
        var rows = replica.decodingCount
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
            let blocks = sequence.contextTokens / Int(blockSize) + 1
            guard sequencesLeft > 0, tokensLeft > 0, blocks <= blocksLeft else { return }
            resume(sequence)
            decodes = true
        }
    }
}
