/// All that a replica knows of one admitted request. Slots are reused; policies see copies of a few fields.
struct SequenceSlot: BitwiseCopyable, Sendable {
    enum Phase: UInt8, BitwiseCopyable, Sendable {
        case free, waiting, prefilling, decoding, swapped
        /// Past its prompt and in the KV cache, but the last plan did not decode it.
        case paused
    }

    var id: Int64 = 0
    var key: Int64 = 0
    var arrival = SimInstant.zero
    var promptTokens: Int64 = 0
    /// Known to the simulator only.
    var outputTokens: Int64 = 0
    var priority = 0
    var requestClass: Int32 = 0
    var phase = Phase.free

    /// A padded batch holds its members until the last one is done.
    var isHeld = false
    /// Done, but held: it computes padding.
    var isPadding = false
    var hasFirstToken = false
    /// Padding tokens before the prompt.
    var padding: Int64 = 0

    /// Tokens to be in the KV cache when the prefill ends.
    var prefillTarget: Int64 = 0
    /// Tokens in the KV cache while prefilling, swapped out or paused.
    var computed: Int64 = 0
    /// Tokens that were computed before a preemption threw them away.
    var recomputable: Int64 = 0
    /// Answer tokens written when the sequence last joined the decode set.
    var generatedAtJoin: Int64 = 0

    /// Decode step number at which it joined.
    var joinStep: Int64 = 0
    /// KV tokens = offset + step while decoding.
    var offset: Int64 = 0

    var firstScheduled = SimInstant.zero
    var firstToken = SimInstant.zero
    /// The end of the step that wrote its newest token, kept while it is not in the decode set's common group.
    var lastToken = ExactTime(.zero)

    /// The energy sums when it joined, see ``EnergyShares``.
    var each: Int128 = 0
    var slope: Int128 = 0
    var slopeSteps: Int128 = 0

    var prefillEnergy: Int128 = 0
    var decodeEnergy: Int128 = 0
    var paddingEnergy: Int128 = 0
    var recomputeEnergy: Int128 = 0
    var preemptions: Int64 = 0

    /// Neighbours in the order of admission, -1 at the ends.
    var older: Int32 = -1
    var younger: Int32 = -1
    /// The plan that last named this slot, so that naming it twice is noticed.
    var planStamp: Int64 = -1

    init() {}

    /// For a request that is admitted for the first time.
    @inline(__always)
    init(_ entry: WaitingQueue.Entry, at now: SimInstant) {
        id = entry.id
        key = entry.key
        arrival = entry.arrival
        promptTokens = entry.promptTokens
        outputTokens = entry.outputTokens
        priority = entry.priority
        requestClass = entry.requestClass
        prefillTarget = entry.promptTokens
        firstScheduled = now
    }
}

extension SequenceSlot {
    /// Notes the energy sums from which its share is counted.
    @inline(__always)
    mutating func startShares(_ shares: borrowing EnergyShares) {
        each = shares.each
        slope = shares.slope
        slopeSteps = shares.slopeSteps
    }

    /// Adds to a row what it got since it joined, or since it was settled last, and what it got in windows and chunks.
    /// Wraps around as ``EnergyShares`` does.
    @inline(__always)
    mutating func settleShares(_ shares: borrowing EnergyShares, inSpans extra: Int128) {
        let slopes = shares.slope &- slope
        let own = (shares.each &- each) &+ slopes &* Int128(offset) &+ (shares.slopeSteps &- slopeSteps)
        let share = own &+ extra
        decodeEnergy &+= share
        if isPadding {
            paddingEnergy &+= share
        } else if padding > 0 {
            paddingEnergy &+= slopes &* Int128(padding)
        }
        startShares(shares)
    }

    /// Writes no more tokens after decode step number `step`, the last of which ended at `end`.
    @inline(__always)
    mutating func stopWriting(step: Int64, end: ExactTime) {
        // Once it took part in a decode step, its newest token is that step's.
        if step > joinStep { lastToken = end }
        generatedAtJoin &+= step &- joinStep
    }

    func record(replica: Int, clock: SimInstant, finish: SimInstant) -> RequestRecord {
        RequestRecord(
            id: id, replica: replica, arrival: arrival, firstScheduled: firstScheduled,
            firstToken: hasFirstToken ? firstToken : clock, finish: finish,
            promptTokens: Int(promptTokens), outputTokens: Int(outputTokens),
            requestClass: Int(requestClass), preemptions: Int(preemptions),
            prefillEnergy: Energy(femtojoules: prefillEnergy),
            decodeEnergy: Energy(femtojoules: decodeEnergy),
            paddingEnergy: Energy(femtojoules: paddingEnergy),
            recomputeEnergy: Energy(femtojoules: recomputeEnergy))
    }
}
